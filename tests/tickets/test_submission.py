"""From the help home to the confirmation, as a customer walks it."""

import re
import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from faq.models import DailyViews, Entry
from tests.conftest import BROWSER
from tickets import links
from tickets.forms import new_form_key
from tickets.models import (
    Category,
    FieldChoice,
    FieldDefinition,
    OutboxMail,
    RelatedLink,
    Requester,
    SubmissionDraft,
    Ticket,
)
from tickets.worker import tidy

from .conftest import answer, some_time_ago

OPEN_LONG = "This page was open for a long time. Check your answers and send again: nothing is lost."
BROKEN = "A part of this page did not reach us. Check your answers and send again: nothing is lost."
CHANGED = "This form has changed and no longer asks something you filled in"


def in_order(page, *parts):
    """Tell whether the parts stand in the page's source one after the other."""
    places = [page.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def values(page):
    """Map the names of the form's controls to what they hold when the page is shown."""
    form = page.context["form"]
    return {bound.html_name: bound.value() for bound in form}


# The help home


def test_the_home_asks_for_the_topic_and_has_no_ticket_form(visitor, categories):
    page = visitor.get("/").text
    assert in_order(page, "What do you need help with?", "Downloads", "Billing", "Personal", 'name="q"')
    assert "<textarea" not in page
    assert 'method="post"' not in page


def test_a_category_that_takes_no_tickets_is_neither_listed_nor_opened(visitor, categories):
    Category.objects.filter(slug="billing").update(is_active=False)
    assert "Billing" not in visitor.get("/").text
    assert visitor.get("/help/billing/").status_code == 404
    assert visitor.post("/help/billing/", {"subject": "It"}).status_code == 404


def test_a_category_for_named_people_is_open_to_customers(send, categories, only_ticket):
    sent = send("/help/personal/", f_serial=None, f_device=None)
    assert sent.status_code == 200
    assert only_ticket().category == categories.personal


def test_without_any_category_people_are_told_that_it_opens_soon(visitor, db):
    page = visitor.get("/").text
    assert "This help desk opens soon." in page
    assert "Choose a topic" not in page


def test_only_the_owner_is_asked_to_add_the_first_category(cast, sign_in):
    Category.objects.update(is_active=False)
    assert "Add the first category" in sign_in(cast.owner).get("/").text
    assert "Add the first category" not in sign_in(cast.ana).get("/").text


@pytest.mark.parametrize("prefix", ["", "/tr"])
def test_a_single_category_is_gone_to_at_once(visitor, categories, prefix):
    Category.objects.exclude(slug="downloads").update(is_active=False)
    answer = visitor.get(f"{prefix}/")
    assert (answer.status_code, answer["Location"]) == (302, f"{prefix}/help/downloads/")


def test_eight_categories_are_shown_and_more_can_be_opened(visitor, db):
    for number in range(8):
        Category.objects.create(slug=f"c{number}", name=f"Topic {number}", position=number)
    assert "Show all topics" not in visitor.get("/").text
    Category.objects.create(slug="c8", name="Topic 8", position=8)
    assert in_order(visitor.get("/").text, "Topic 7", "Show all topics", "Topic 8")


@pytest.mark.parametrize("path", ["/", "/help/downloads/", "/status/"])
def test_pages_cost_the_same_with_one_and_with_five_rows(visitor, categories, count_queries, path):
    visitor.get(path)
    few = count_queries(lambda: visitor.get(path))
    for number in range(5):
        other = Category.objects.create(slug=f"c{number}", name=f"Topic {number}")
        for category in (other, categories.downloads):
            field = FieldDefinition.objects.create(category=category, key=f"k{number}", kind="choices", label="Which")
            FieldChoice.objects.create(field=field, key="a", label="A")
            Entry.objects.create(
                slug=f"e-{category.pk}-{number}",
                question_en="Why?",
                answer_en="So.",
                category=category,
                state="published",
            )
            RelatedLink.objects.create(category=category, label="Forum", url="https://example.com")
    assert count_queries(lambda: visitor.get(path)) == few <= 8


# The category page


@pytest.fixture
def full_category(categories):
    """`downloads` with everything a category page can show."""
    category = categories.downloads
    category.hours_text = "Monday to Friday, 9:00 to 18:00"
    category.save()
    for number in range(7):
        Entry.objects.create(
            slug=f"entry-{number}",
            question_en=f"Question {number}?",
            answer_en="So.",
            category=category,
            state="published",
        )
    Entry.objects.create(slug="draft", question_en="Unfinished?", answer_en="So.", category=category, state="draft")
    Entry.objects.create(
        slug="other", question_en="Of another?", answer_en="So.", category=categories.billing, state="published"
    )
    RelatedLink.objects.create(category=category, label="Our forum", url="https://forum.example.com")
    return category


def test_answers_links_and_policy_stand_before_the_form(visitor, full_category):
    page = visitor.get("/help/downloads/").text
    assert in_order(
        page,
        "<h1>Downloads</h1>",
        "Try another browser",
        "Top questions",
        'name="q"',
        "https://forum.example.com",
        "Everything bought here",
        "Monday to Friday, 9:00 to 18:00",
        "We answer within one working day.",
        "Still need help?",
        'name="email"',
        'name="f_serial"',
        'name="subject"',
        'name="text"',
        "Continue",
    )
    assert page.count("<summary>Question") == 5
    assert "Unfinished?" not in page
    assert "Of another?" not in page


def test_what_a_category_does_not_have_leaves_no_heading(visitor, categories):
    page = visitor.get("/help/billing/").text
    for heading in ("Before you write", "Top questions", "Also useful", "How we help"):
        assert heading not in page


def test_opening_a_question_on_the_category_page_is_no_view(visitor, full_category):
    visitor.get("/help/downloads/")
    assert not DailyViews.objects.exists()


def test_the_form_works_without_the_browsers_own_checks_and_scripts(visitor, categories):
    form = re.search(r'<form method="post".*?</form>', visitor.get("/help/downloads/").text, re.DOTALL)[0]
    assert "novalidate" in form
    assert "onclick" not in form
    assert "<script" not in form


# Errors


ERRORS = {
    "email": ("ayse", "Enter an e-mail address in the right form, like name@example.com"),
    "f_serial": ("LP12", "Serial number must be 12 characters, starting with LP"),
    "f_device": ("toaster", "Choose one of the answers offered: Device"),
    "subject": ("s" * 151, "Your text must be 150 characters or less. It has 151: shorten it."),
    "text": (" ", "Tell us what happens"),
}


def test_errors_stand_in_the_summary_and_at_the_field_in_the_same_words(visitor, filled_in):
    page = visitor.post("/help/downloads/", filled_in(**{name: typed for name, (typed, _) in ERRORS.items()}))
    assert page.status_code == 422
    assert "<title>Error: Downloads" in page.text
    summary, rest = page.text.split("<h1>Downloads</h1>")
    for name, (_typed, sentence) in ERRORS.items():
        assert re.search(rf'<a\s+href="#id_{name}(_0)?"\s*>{re.escape(sentence)}</a>', summary), name
        at_field = rest.split(f'id="id_{name}_error"')[1].split("</div>")[0]
        assert sentence in at_field
        target = re.search(rf'href="#(id_{name}(_0)?)"', summary)[1]
        assert f'id="{target}"' in rest
    assert not SubmissionDraft.objects.exists()


def test_everything_typed_is_kept(visitor, filled_in):
    typed = filled_in(email="not right", name='Ayşe "A" <b>', f_serial="x&y", text="two\nlines <script>")
    page = visitor.post("/help/downloads/", typed)
    assert page.status_code == 422
    shown = values(page)
    assert {name: shown[name] for name in typed if name != "form_key"} == {
        name: value for name, value in typed.items() if name != "form_key"
    }
    assert "two\nlines &lt;script&gt;" in page.text
    assert 'value="x&amp;y"' in page.text
    assert re.search(r'<input type="radio"[^>]*value="phone"[^>]*checked', page.text)


def test_the_tick_is_kept(visitor, filled_in):
    page = visitor.post("/help/downloads/", filled_in(email="", f_serial=None, f_serial__missing="on"))
    assert re.search(r'name="f_serial__missing"[^>]*checked', page.text)


def test_an_empty_form_is_asked_for_what_it_needs(visitor, filled_in):
    page = visitor.post("/help/downloads/", {"form_key": filled_in()["form_key"]})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"email", "f_serial", "subject", "text"}


# The check page


def check_page(visitor, typed, path="/help/downloads/"):
    page = visitor.post(path, typed, follow=True)
    assert page.status_code == 200, page.context["form"].errors
    return page


def test_the_check_page_shows_every_answer_and_that_nothing_is_sent(visitor, filled_in):
    page = check_page(visitor, filled_in(name=None, f_serial="lp 2208-831947", text="It says:\n<damaged>"))
    shown = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page.text, re.DOTALL)
    assert shown == [
        ("Your e-mail address", "ayse@example.org"),
        ("Your name", "Not given"),
        ("Serial number", "LP2208831947"),
        ("Device", "Phone"),
        ("In a few words, what is it about?", "The file does not open"),
        ("What happens, and what did you expect?", "It says:\n&lt;damaged&gt;"),
    ]
    assert "Your ticket is not sent yet." in page.text
    assert not Ticket.objects.exists()
    assert not OutboxMail.objects.exists()


def test_change_links_lead_to_the_field_and_keep_everything(visitor, filled_in):
    typed = filled_in(f_serial=None, f_serial__missing="on")
    page = check_page(visitor, typed)
    targets = re.findall(r'href="(/help/downloads/\?key=[^#"]+)#([^"]+)"', page.text)
    assert len(targets) == 1 + 6  # the way back, and one for each answer
    form_page = visitor.get(targets[0][0])
    assert form_page.status_code == 200
    for _address, anchor in targets:
        assert f'id="{anchor}"' in form_page.text, anchor
    shown = values(form_page)
    assert shown["subject"] == typed["subject"]
    assert shown["text"] == typed["text"]
    assert shown["f_device"] == "phone"
    assert re.search(r'name="f_serial__missing"[^>]*checked', form_page.text)


def test_what_is_changed_replaces_what_was_kept(visitor, filled_in, only_ticket):
    page = check_page(visitor, filled_in())
    form_page = visitor.get(f"/help/downloads/?key={page.context['draft'].key}")
    typed = {name: value for name, value in values(form_page).items() if value} | {"subject": "Another subject"}
    page = check_page(visitor, typed)
    visitor.post("/help/downloads/check/", {"key": page.context["draft"].key})
    assert only_ticket().subject == "Another subject"
    assert SubmissionDraft.objects.count() == 1


def test_the_check_page_offers_answers_once_more(visitor, filled_in, categories):
    Entry.objects.create(
        slug="damaged",
        question_en="Why is the file damaged?",
        answer_en="So.",
        category=categories.downloads,
        state="published",
    )
    assert in_order(
        check_page(visitor, filled_in()).text, "Why is the file damaged?", "Your ticket is not sent yet.", "Send ticket"
    )


def test_an_address_that_looks_mistyped_is_asked_about_and_never_changed(visitor, filled_in, only_ticket):
    page = check_page(visitor, filled_in(email="ayse@gmial.com"))
    assert "Did you mean ayse@gmail.com?" in page.text
    visitor.post("/help/downloads/check/", {"key": page.context["draft"].key})
    assert only_ticket().requester.email == "ayse@gmial.com"


def test_the_address_meant_can_be_taken_over(visitor, filled_in, only_ticket):
    page = check_page(visitor, filled_in(email="ayse@gmial.com"))
    key = page.context["draft"].key
    page = visitor.post("/help/downloads/check/", {"key": key, "email": "ayse@gmail.com"}, follow=True)
    assert "Did you mean" not in page.text
    assert "ayse@gmail.com" in page.text
    assert not Ticket.objects.exists()
    visitor.post("/help/downloads/check/", {"key": key})
    assert only_ticket().requester.email == "ayse@gmail.com"


def test_no_other_address_can_be_put_in_that_way(visitor, filled_in):
    page = check_page(visitor, filled_in(email="ayse@gmial.com"))
    key = page.context["draft"].key
    page = visitor.post("/help/downloads/check/", {"key": key, "email": "tom@gmail.com"}, follow=True)
    assert page.context["form"].cleaned_data["email"] == "ayse@gmial.com"


@pytest.mark.parametrize(
    "email", ["a@gmail.com", "a@mail.com", "a@yahoo.com.tr", "a@example.org", "a@gmx.com", "a@live.com.tr"]
)
def test_addresses_that_are_right_are_not_asked_about(visitor, filled_in, email):
    assert "Did you mean" not in check_page(visitor, filled_in(email=email)).text


# Sent


def test_sending_leads_to_the_confirmation(send, only_ticket):
    page = send()
    assert page.redirect_chain[-1][0].startswith("/sent/")
    assert only_ticket().reference_text in page.text
    assert "We have your ticket" in page.text
    assert "ayse@example.org" in page.text
    assert "Your ticket is not sent yet." not in page.text


def test_the_confirmation_shows_nothing_of_what_was_written(send):
    page = send(subject="A subject of mine", text="Some words of mine", name="Ayşe Yılmaz").text
    for words in ("A subject of mine", "Some words", "Ayşe", "LP2208831947", "Phone"):
        assert words not in page


def test_the_confirmation_shows_how_it_stands_now(send, visitor, cast, only_ticket, send_reply, let_the_hold_pass):
    address = send().redirect_chain[-1][0]
    assert "Waiting for the next free person." in visitor.get(address).text
    assert "We answer within one working day." in visitor.get(address).text
    send_reply(only_ticket(), cast.ana)
    assert "Waiting for the next free person." in visitor.get(address).text
    let_the_hold_pass()
    assert "Your ticket is completed." in visitor.get(address).text
    assert "We answer within one working day." not in visitor.get(address).text


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("waiting", "We are e-mailing"), ("sent", "We have e-mailed"), ("failed", "We could not deliver")],
)
def test_the_confirmation_tells_what_became_of_the_mail(send, visitor, state, sentence):
    address = send().redirect_chain[-1][0]
    OutboxMail.objects.update(state=state, sent_at=timezone.now() if state == "sent" else None)
    assert sentence in visitor.get(address).text


def test_the_ticket_holds_what_was_typed(send, only_ticket):
    send(email="Ayse@Example.ORG", f_serial="lp 2208-831947")
    ticket = only_ticket()
    assert ticket.requester.email == "ayse@example.org"
    assert (ticket.name, ticket.subject, ticket.language) == ("Ayşe", "The file does not open", "en")
    assert ticket.messages.get().body == "It says it is damaged."
    assert ticket.answers == [
        {"key": "serial", "label": "Serial number", "value": "LP2208831947"},
        {"key": "device", "label": "Device", "value": "Phone"},
    ]
    assert ticket.mails.get().to == "ayse@example.org"


def test_a_ticket_filed_in_turkish_is_turkish(send, only_ticket):
    page = send("/tr/help/downloads/")
    assert page.redirect_chain[-1][0].startswith("/tr/sent/")
    ticket = only_ticket()
    assert ticket.language == "tr"
    assert [(answer["label"], answer["value"]) for answer in ticket.answers] == [
        ("Seri numarası", "LP2208831947"),
        ("Cihaz", "Telefon"),
    ]
    assert "İndirmeler" in page.text
    assert "Bir iş günü içinde yanıtlarız." in page.text


def test_a_filed_ticket_keeps_its_labels_when_the_form_is_edited(send, only_ticket):
    send()
    FieldDefinition.objects.filter(key="serial").update(label_en="Licence", is_archived=True)
    assert only_ticket().answers[0]["label"] == "Serial number"


def test_one_customer_is_one_requester(send):
    send()
    send(email="AYSE@example.org", subject="Another thing")
    assert Requester.objects.count() == 1
    assert Ticket.objects.count() == 2


# Once


def test_a_double_post_gives_one_ticket_and_the_same_confirmation(visitor, filled_in):
    key = check_page(visitor, filled_in()).context["draft"].key
    first = visitor.post("/help/downloads/check/", {"key": key}, follow=True)
    second = visitor.post("/help/downloads/check/", {"key": key}, follow=True)
    assert Ticket.objects.count() == 1
    assert OutboxMail.objects.count() == 1
    assert first.context["ticket"] == second.context["ticket"]


def test_going_back_to_the_check_page_after_sending_shows_the_confirmation(visitor, filled_in):
    key = check_page(visitor, filled_in()).context["draft"].key
    sent = visitor.post("/help/downloads/check/", {"key": key}, follow=True)
    again = visitor.get(f"/help/downloads/check/?key={key}", follow=True)
    assert again.context["ticket"] == sent.context["ticket"]
    assert "Your ticket is not sent yet." not in again.text


def test_going_back_to_the_form_and_on_again_shows_the_confirmation(visitor, filled_in):
    typed = filled_in()
    key = check_page(visitor, typed).context["draft"].key
    sent = visitor.post("/help/downloads/check/", {"key": key}, follow=True)
    again = visitor.post("/help/downloads/", typed, follow=True)
    assert Ticket.objects.count() == 1
    assert again.context["ticket"] == sent.context["ticket"]


def test_other_words_in_a_form_that_was_sent_are_neither_lost_nor_filed_unasked(visitor, filled_in, send):
    typed = filled_in()
    key = check_page(visitor, typed).context["draft"].key
    visitor.post("/help/downloads/check/", {"key": key})
    first = Ticket.objects.get()
    page = visitor.post("/help/downloads/", typed | {"text": "Now something else does not work."})
    assert page.status_code == 422
    assert f"You have sent this form already: your ticket is {first.reference_text}." in page.text
    assert "Now something else does not work." in page.text
    assert Ticket.objects.count() == 1
    check = check_page(visitor, {name: value for name, value in values(page).items() if value})
    visitor.post("/help/downloads/check/", {"key": check.context["draft"].key})
    assert Ticket.objects.count() == 2
    assert first.messages.get().body == "It says it is damaged."


def test_two_tabs_of_one_form_file_one_ticket(visitor, filled_in):
    typed = filled_in()
    first, second = (check_page(visitor, typed).context["draft"].key for _tab in range(2))
    for key in (first, second):
        visitor.post("/help/downloads/check/", {"key": key})
    assert Ticket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_posts_at_the_same_moment_file_one_ticket(visitor, filled_in):
    key = check_page(visitor, filled_in()).context["draft"].key
    ready, answers = threading.Barrier(4), []

    def post():
        browser = Client(headers={"User-Agent": BROWSER})
        ready.wait(timeout=10)
        answer = browser.post("/help/downloads/check/", {"key": key})
        answers.append((answer.status_code, links.read_sent(answer["Location"].split("/")[2])))
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(answers) == 4
    assert set(answers) == {(302, Ticket.objects.get().pk)}
    assert OutboxMail.objects.count() == 1


# Drafts


def test_a_draft_of_another_category_is_not_shown(visitor, filled_in):
    key = check_page(visitor, filled_in(subject="Only here")).context["draft"].key
    assert visitor.get(f"/help/billing/check/?key={key}").status_code == 410
    assert visitor.post("/help/billing/check/", {"key": key}).status_code == 410
    page = visitor.get(f"/help/billing/?key={key}")
    assert page.status_code == 200
    assert "Only here" not in page.text
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_draft_that_is_gone_is_told(visitor, filled_in, method):
    key = check_page(visitor, filled_in()).context["draft"].key
    SubmissionDraft.objects.update(created_at=timezone.now() - timezone.timedelta(hours=25))
    tidy()
    page = getattr(visitor, method)("/help/downloads/check/", {"key": key})
    assert page.status_code == 410
    assert "This form is no longer kept" in page.text
    assert 'href="/help/downloads/"' in page.text
    assert visitor.get(f"/help/downloads/?key={key}").status_code == 200


def test_a_check_page_kept_for_longer_than_its_draft_leads_to_the_confirmation(visitor, filled_in, only_ticket):
    key = check_page(visitor, filled_in()).context["draft"].key
    visitor.post("/help/downloads/check/", {"key": key})
    SubmissionDraft.objects.all().delete()
    for page in (
        visitor.get(f"/help/downloads/check/?key={key}", follow=True),
        visitor.post("/help/downloads/check/", {"key": key}, follow=True),
    ):
        assert page.context["ticket"] == only_ticket()


# The form's key, and programs


def accepted(visitor, page):
    """Send the form shown on `page` again, as it is shown, at once."""
    typed = {name: value for name, value in values(page).items() if value}
    return visitor.post("/help/downloads/", typed).status_code == 302


@pytest.mark.parametrize("form_key", [None, "", "x", "a:b:c", "é:ü:ş", "x" * 5000, "tampered"])
def test_a_broken_form_key_is_told_and_costs_nothing(visitor, filled_in, form_key):
    typed = filled_in()
    page = visitor.post(
        "/help/downloads/",
        typed | {"form_key": typed["form_key"][:-1] + "x" if form_key == "tampered" else form_key or ""},
    )
    assert page.status_code == 422
    assert BROKEN in page.text
    assert values(page)["text"] == typed["text"]
    assert accepted(visitor, page)


def test_a_form_open_for_a_day_is_told_and_costs_nothing(visitor, filled_in):
    with some_time_ago(60 * 60 * 24 + 60):
        old = new_form_key()
    page = visitor.post("/help/downloads/", filled_in(form_key=old))
    assert page.status_code == 422
    assert OPEN_LONG in page.text
    assert "It says it is damaged." in page.text
    assert accepted(visitor, page)


def test_an_old_form_that_was_sent_does_not_file_a_second_ticket(visitor, filled_in):
    with some_time_ago(60 * 60 * 24 + 60):
        typed = filled_in()
    with some_time_ago(60 * 60 * 24):
        key = check_page(visitor, typed).context["draft"].key
        visitor.post("/help/downloads/check/", {"key": key})
    assert accepted(visitor, visitor.post("/help/downloads/", typed))
    assert Ticket.objects.count() == 1
    assert SubmissionDraft.objects.count() == 1


def test_a_form_sent_within_two_seconds_is_asked_to_send_again(visitor, filled_in):
    fresh = visitor.get("/help/downloads/").context["form"]["form_key"].value()
    typed = filled_in(form_key=fresh)
    page = visitor.post("/help/downloads/", typed)
    assert page.status_code == 422
    assert "That was very quick. Check your answers and send again." in page.text
    assert "It says it is damaged." in page.text
    with some_time_ago(-3):
        assert accepted(visitor, page)


def test_a_change_after_the_check_page_is_never_too_quick(visitor, filled_in):
    key = check_page(visitor, filled_in()).context["draft"].key
    assert accepted(visitor, visitor.get(f"/help/downloads/?key={key}"))


def test_a_field_people_do_not_see_stops_programs_only(visitor, filled_in):
    page = visitor.post("/help/downloads/", filled_in(website="http://spam.example"))
    assert page.status_code == 422
    assert "A field that people do not see was filled in." in page.text
    assert "spam.example" not in page.text
    assert accepted(visitor, page)


def test_the_hidden_field_is_kept_from_people(visitor, categories):
    page = visitor.get("/help/downloads/").text
    field = re.search(r'<div class="extra-field"[^>]*>.*?</div>', page, re.DOTALL)[0]
    assert 'aria-hidden="true"' in field
    assert 'tabindex="-1"' in field
    assert 'autocomplete="off"' in field


# The form changes meanwhile


@pytest.fixture
def at_check(visitor, filled_in):
    """The key of a draft whose check page is open."""
    return check_page(visitor, filled_in()).context["draft"].key


def test_a_field_archived_meanwhile_is_told_with_what_was_typed(visitor, at_check, only_ticket):
    FieldDefinition.objects.filter(key="serial").update(is_archived=True)
    page = visitor.post("/help/downloads/check/", {"key": at_check}, follow=True)
    assert page.status_code == 422
    assert CHANGED in page.text
    assert "LP2208831947" in page.text
    assert not Ticket.objects.exists()
    assert accepted(visitor, page)
    visitor.post("/help/downloads/check/", {"key": at_check})
    assert [answer["key"] for answer in only_ticket().answers] == ["device"]


@pytest.mark.parametrize("changes", [{"f_device": ""}, {"f_device": None}])
def test_a_field_archived_meanwhile_that_was_left_out_disturbs_nobody(visitor, filled_in, changes):
    key = check_page(visitor, filled_in(**changes)).context["draft"].key
    FieldDefinition.objects.filter(key="device").update(is_archived=True)
    visitor.post("/help/downloads/check/", {"key": key})
    assert Ticket.objects.count() == 1


def test_a_field_added_meanwhile_is_asked(visitor, at_check, categories, only_ticket):
    FieldDefinition.objects.create(category=categories.downloads, key="order", kind="line", label="Order number")
    page = visitor.post("/help/downloads/check/", {"key": at_check}, follow=True)
    assert page.status_code == 422
    assert "Fill in this field: Order number" in page.text
    typed = {name: value for name, value in values(page).items() if value} | {"f_order": "17"}
    visitor.post("/help/downloads/", typed)
    visitor.post("/help/downloads/check/", {"key": at_check})
    assert answer(only_ticket(), "order") == "17"


def test_a_choice_archived_meanwhile_is_asked_again(visitor, at_check):
    FieldChoice.objects.filter(key="phone").update(is_archived=True)
    page = visitor.post("/help/downloads/check/", {"key": at_check}, follow=True)
    assert page.status_code == 422
    assert "Choose one of the answers offered: Device" in page.text


def test_who_began_while_the_category_was_open_may_still_send(visitor, at_check):
    Category.objects.filter(slug="downloads").update(is_active=False)
    assert visitor.get(f"/help/downloads/check/?key={at_check}").status_code == 200
    assert visitor.post("/help/downloads/check/", {"key": at_check}, follow=True).status_code == 200
    assert Ticket.objects.count() == 1


def test_the_check_page_of_a_closed_category_without_a_draft_is_not_there(visitor, categories):
    Category.objects.filter(slug="downloads").update(is_active=False)
    assert visitor.get("/help/downloads/check/").status_code == 404


# The budget


def test_sending_stays_within_its_queries(visitor, filled_in, count_queries, categories):
    for number in range(5):
        field = FieldDefinition.objects.create(
            category=categories.downloads, key=f"k{number}", kind="choice", label="Which", required=False
        )
        FieldChoice.objects.create(field=field, key="a", label="A")
    key = check_page(visitor, filled_in(f_k1="a", f_k2="a")).context["draft"].key
    assert count_queries(lambda: visitor.post("/help/downloads/check/", {"key": key})) <= 12
