"""Mails to customers: what they say, in which language, and what nobody can make them say."""

import re
import uuid
from html import unescape

import pytest

from faq.models import Entry
from faq.services import save_entry
from tickets import services
from tickets.mail.compose import compose, greeting_name
from tickets.mail.texts import KNOWN
from tickets.models import Asker, Category, MailEvent, MailText, OutboxMail, Ticket
from tickets.services.delivering import send_due

from .conftest import SITE

SPAM = "Buy http://spam.example now"


@pytest.fixture
def delivered(sent_mails):
    """Return deliver(): send what is due; returns all mails that left."""

    def deliver():
        send_due()
        return sent_mails

    return deliver


def html_of(mail):
    [part] = mail.alternatives
    assert part.mimetype == "text/html"
    return part.content


def said(html):
    """The words of an HTML part, as a reader sees them."""
    return unescape(re.sub(r"<[^>]+>", " ", html.split("<body", 1)[1].split(">", 1)[1])).split()


# The confirmation


def test_the_confirmation_tells_number_promise_and_link(ticket, delivered):
    [mail] = delivered()
    assert mail.subject == f"[{ticket.reference_text}] We have your ticket: Downloads"
    assert mail.to == ["ayse@example.org"]
    assert mail.cc == mail.bcc == []
    assert mail.from_email == "Help desk <help@example.com>"
    for words in (
        "Hello,\n",
        ticket.reference_text,
        "We answer within one working day.",
        "You did not write to us?",
        "(UTC)",
    ):
        assert words in mail.body, words


def test_its_link_opens_the_ticket(visitor, ticket, delivered):
    [mail] = delivered()
    [link] = re.findall(rf"{SITE}/t/\S+", mail.body)
    page = visitor.get(link.removeprefix(SITE), follow=True)
    assert "It says that the file is damaged." in page.text


def test_what_the_category_does_not_have_is_not_promised(open_ticket, categories, delivered):
    open_ticket(categories.billing)
    [mail] = delivered()
    assert "How soon we reply" not in mail.body
    assert "When we are here" not in mail.body
    assert "\n\n\n" not in mail.body


def test_nothing_a_visitor_types_is_in_it(visitor, send, delivered):
    send(
        email="victim@example.org",
        name=SPAM,
        f_serial=None,
        f_serial__missing="on",
        subject=SPAM,
        text=f"{SPAM}\n\nHello {{name}} {{% now %}} %(x)s",
    )
    [mail] = delivered()
    for part in (mail.subject, mail.body, html_of(mail), str(mail.message())):
        assert "spam" not in part.lower()
        assert "Buy" not in part
        assert "do not have it" not in part
    assert "Hello,\n" in mail.body


def test_no_answer_to_a_field_is_in_it(open_ticket, delivered):
    open_ticket(answers=[{"key": "site", "label": "Site", "value": "spam.example"}])
    [mail] = delivered()
    assert "spam" not in str(mail.message())
    assert "spam" not in mail.body + html_of(mail)


LURE = "Claim your free Bitcoin prize now"  # looks like a name: letters and spaces, at most 40


@pytest.fixture
def every_placeholder(db):
    """The owner's own words of every mail hold every placeholder that it knows, and two that none knows."""
    for event, known in KNOWN.items():
        body = "\n".join(f"{key}: {{{key}}}" for key in sorted(known | {"name", "serial"}))
        MailText.objects.create(event=event, language="en", subject="{greeting} {name}", body=body)


@pytest.fixture
def written(open_ticket, categories, cast, send_reply):
    """Return write(event, name): the mail of that kind to somebody of that name, who typed the same everywhere else."""

    def write(event, name):
        answers = [{"key": "serial", "label": LURE, "value": LURE}]
        ticket = open_ticket(name=name, subject=LURE, text=LURE, answers=answers)
        mail = OutboxMail(kind=event, to=cast.ayse, header_id="<x@example.com>")
        asker = Asker.objects.create(email=cast.ayse, phrase=LURE, folded="lure", language="en")
        if event in (MailEvent.ASKED, MailEvent.FOUND):
            mail.asker, mail.language = asker, "en"
        elif event in (MailEvent.TICKETS, MailEvent.UNWATCHED):
            mail.language = "en"
        else:
            mail.ticket = ticket
        if event == MailEvent.FOUND:
            texts = {"question_en": "How do I read aloud?", "answer_en": "Open the menu."}
            mail.entry = save_entry(entry=Entry(category=categories.downloads, **texts), saved_by=None)
        if event in (MailEvent.ANSWER, MailEvent.QUESTION):
            mail.message = send_reply(ticket, cast.ana)
        if event in (MailEvent.HANDED_OVER, MailEvent.MOVED_AWAY, MailEvent.UNWATCHED):
            mail.to = "bora@example.com"
        return compose(mail)

    return write


@pytest.mark.usefixtures("every_placeholder")
@pytest.mark.parametrize("event", MailEvent)
def test_no_typed_word_reaches_an_address_that_is_not_confirmed(written, event):
    mail = written(event, LURE)
    for part in (mail.subject, mail.body, html_of(mail)):
        assert not {"claim", "bitcoin", "prize"} & set(re.findall("[a-z]+", part.lower()))
    assert ("greeting: Hello,\n" in mail.body) == ("greeting" in KNOWN[event])


@pytest.mark.usefixtures("every_placeholder")
@pytest.mark.parametrize("event", [event for event in KNOWN if "greeting" in KNOWN[event]])
def test_who_confirmed_their_address_is_greeted_by_name(written, confirm, cast, event):
    confirm(cast.ayse)
    assert "greeting: Hello Ayşe Yılmaz,\n" in written(event, "Ayşe Yılmaz").body


def test_the_name_is_greeted_once_the_customer_has_written_from_the_link(holder, ticket, delivered):
    [confirmation] = delivered()
    assert "Ayşe" not in confirmation.body
    key = holder.get(f"/tickets/{ticket.reference_text}/").context["form"]["form_key"].value()
    holder.post(f"/tickets/{ticket.reference_text}/reply/", {"body": "One more thing", "form_key": key})
    holder.post("/status/", {"reference": ticket.reference_text})
    assert "Hello Ayşe Yılmaz,\n" in delivered()[-1].body


@pytest.mark.parametrize(
    "name",
    [
        "Ayşe",
        "Ayşe Yılmaz",
        "Jean-Luc O'Neill",
        "J. R. R. Tolkien",
        "Dr. Öz",
        "Nuñez",
        "李 小龙",
        "D’Angelo",
        "Sammy Davis Jr.",
        "A" * 40,
    ],
)
def test_a_name_is_greeted(name):
    assert greeting_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        SPAM,
        "spam.example",
        "Visit spam.example now",
        "spam.example.",
        "t.co",
        "www.spam",
        "spam․example",
        "Ayşe\nBcc: x",
        "Ayşe 2",
        "Ayşe!",
        "<b>",
        "a@b.example",
        "€100",
        "A" * 41,
        "-",
        ".",
        "' '",
        "Ayşe  Yılmaz",
        "Ayşe\u202e",
        "Ayşe\u00a0Y",
        "{name}",
        "+90",
        "٣",
        "x" * 1_000_000,
    ],
)
def test_what_does_not_look_like_a_name_is_not_greeted(name):
    assert greeting_name(name) == ""


def test_it_is_marked_as_automatic(ticket, delivered):
    message = delivered()[0].message()
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Message-ID"] == OutboxMail.objects.get().header_id
    assert message["Message-ID"].endswith("@example.com>")


def test_a_ticket_causes_exactly_one_mail(ticket, cast, delivered):
    services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
    services.note(ticket=ticket, author=cast.ana, body="A note", form_key=uuid.uuid4())
    services.customer_reply(ticket=ticket, body="One more thing", form_key=uuid.uuid4())
    services.complete(ticket=ticket, actor=cast.ana)
    assert len(delivered()) == 1


@pytest.mark.parametrize("name", ["Two\nlines", "Two\r\nBcc: x@example.com", "Two  spaces"])
def test_a_subject_is_one_line(open_ticket, categories, delivered, name):
    Category.objects.update(name_en=name)
    open_ticket()
    message = delivered()[0].message()
    assert message["Bcc"] is None
    assert "\n" not in str(message["Subject"])


# The answer


@pytest.fixture
def answer(cast, send_reply, let_the_hold_pass, delivered):
    """Return answer(ticket, body, **fields): the mail with a reply, as it left."""

    def answer(ticket, body="Try this link.", **fields):
        delivered()
        send_reply(ticket, cast.ana, body=body, **fields)
        let_the_hold_pass()
        return delivered()[-1]

    return answer


def test_the_answer_is_in_the_mail_and_threads_to_the_confirmation(ticket, answer, delivered):
    first = delivered()[0].message()["Message-ID"]
    mail = answer(ticket)
    message = mail.message()
    assert mail.body.startswith("Try this link.\n")
    assert mail.subject == f"[{ticket.reference_text}] Answer to your ticket: Downloads"
    assert message["In-Reply-To"] == message["References"] == first
    assert message["Message-ID"] != first
    assert message["Auto-Submitted"] is None


@pytest.mark.parametrize(
    ("then", "sentence"),
    [
        ("open", "Follow your ticket or reply here:"),
        ("ask", "We go on as soon as you answer. Answer here:"),
        ("complete", "Your ticket is completed. Not solved? Reply here and it opens again:"),
    ],
)
def test_the_answer_says_how_it_goes_on(ticket, answer, then, sentence):
    body = answer(ticket, then=then).body
    assert sentence in body
    assert len(re.findall(rf"{SITE}/t/", body)) == 1


def test_an_answer_goes_out_as_it_was_written(ticket, answer):
    body = "A & B < C > \"D\" 'E' 100 %s {{ name }} {% now %}\n  indented\n\n\nhttps://example.com/a?b=1&c=2"
    mail = answer(ticket, body=body)
    assert mail.body.startswith(body)
    html = html_of(mail)
    assert "A &amp; B &lt; C &gt;" in html
    assert '<a href="https://example.com/a?b=1&amp;c=2"' in html


# Both parts, every language


def every_mail(open_ticket, answer, delivered, language):
    ticket = open_ticket(language=language)
    for then in ("open", "ask", "complete"):
        answer(ticket, body="Bitte.\n\n1 < 2 & https://example.com/x?a=1&b=2 'so'", then=then)
    return delivered()


@pytest.mark.parametrize("language", ["en", "tr"])
def test_both_parts_say_the_same_words(open_ticket, answer, delivered, language):
    mails = every_mail(open_ticket, answer, delivered, language)
    assert len(mails) == 4
    for mail in mails:
        assert said(html_of(mail)) == mail.body.split()
        assert f'<html lang="{language}"' in html_of(mail)


@pytest.mark.parametrize("language", ["en", "tr"])
def test_no_mail_asks_for_a_mail_or_for_another_host(open_ticket, answer, delivered, language):
    for mail in every_mail(open_ticket, answer, delivered, language):
        source = mail.body + html_of(mail)
        assert "mailto:" not in source
        assert "<img" not in source
        assert "<script" not in source
        assert "url(" not in source
        assert set(re.findall(r'(?:href|src)="(https?://[^/"]+)', html_of(mail))) <= {SITE, "https://example.com"}


def test_a_turkish_ticket_gets_turkish_mails(open_ticket, answer, delivered):
    ticket = open_ticket(language="tr")
    [confirmation] = delivered()
    assert confirmation.subject.endswith("İndirmeler")
    assert "Bir iş günü içinde yanıtlarız." in confirmation.body
    assert f"{SITE}/tr/t/" in confirmation.body
    assert f"{SITE}/tr/t/" in answer(ticket).body
    english = {"Hello", "Your", "ticket", "reference", "number", "link", "progress", "answer", "reply"}
    for mail in delivered():
        assert not english & set(re.findall(r"\w+", mail.subject + mail.body.replace("Try this link.", "")))


def test_the_language_is_that_of_the_ticket_whatever_the_worker_speaks(open_ticket, delivered):
    open_ticket(language="tr")
    open_ticket(language="en", email="tom@example.net")
    first, second = delivered()
    assert "İndirmeler" in first.subject
    assert "We have your ticket: Downloads" in second.subject


def test_every_mail_can_be_sent_as_bytes(open_ticket, answer, delivered):
    Ticket.objects.update(name="Ayşe")
    for mail in every_mail(open_ticket, answer, delivered, "tr"):
        source = mail.message().as_bytes()
        assert max(len(line) for line in source.splitlines()) <= 998
        assert b"\r\nBcc:" not in source
