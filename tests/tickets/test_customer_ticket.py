"""The customer's ticket page: what it shows, what it never shows, and what can be done there."""

import re
import uuid

import pytest
from django.test import Client

from accounts.models import User
from tickets import services
from tickets.forms import new_form_key
from tickets.models import Category, Event, Message, Ticket

from .conftest import link_path, some_time_ago


@pytest.fixture
def address(ticket):
    return f"/tickets/{ticket.reference_text}/"


@pytest.fixture
def own_page(holder, address):
    """Return own_page(): the text of the customer's page as it is now."""
    return lambda: holder.get(address).text


@pytest.fixture
def write(holder, address):
    """Return write(body, **fields): what comes back when the customer sends a message."""

    def write(body, **fields):
        form_key = holder.get(address).context["form"]["form_key"].value()
        return holder.post(f"{address}reply/", {"form_key": form_key, "body": body} | fields, follow=True)

    return write


def steps(page):
    """The lines of the timeline, as text."""
    timeline = re.search(r'<ol class="timeline"[^>]*>(.*?)</ol>', page, re.DOTALL)[1]
    lines = re.findall(r"<li>(.*?)</li>", timeline, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


# What it shows


def test_it_shows_what_was_asked_and_how_it_stands(own_page, ticket):
    shown = own_page()
    assert "<h1" in shown
    for words in (
        "The file does not open",
        ticket.reference_text,
        "It says that the file is damaged.",
        "Serial number",
        "LP2208831947",
        "Waiting for the next free person.",
        "Your ticket reached us",
    ):
        assert words in shown, words


def test_answers_are_told_with_who_gave_them_oldest_first(own_page, ticket, cast, send_reply, let_the_hold_pass, write):
    send_reply(ticket, cast.ana, body="Which browser is it?", then="ask")
    let_the_hold_pass()
    write("It is Firefox.")
    services.assign_to(ticket=ticket, user=cast.bora, instead_of=cast.ana.pk)
    told = steps(own_page())
    parts = [
        "It says that the file is damaged.",
        "Your ticket reached us",
        "Which browser is it?",
        "Ana asked you a question",
        "It is Firefox.",
        "Bora is looking at your ticket",
    ]
    assert len(told) == len(parts)
    for line, part in zip(told, parts, strict=True):
        assert part in line
    assert told[2].startswith("Ana")
    assert told[4].startswith("You")


def test_what_people_write_is_text_and_its_addresses_are_links(
    own_page, ticket, cast, send_reply, let_the_hold_pass, write
):
    send_reply(ticket, cast.ana, body="<b>See</b>\nhttps://example.com/help.\n\nmailto:x@example.com", then="open")
    let_the_hold_pass()
    write("<script>alert(1)</script> & javascript:alert(1)")
    shown = own_page()
    assert "&lt;b&gt;See&lt;/b&gt;<br>" in shown
    assert '<a href="https://example.com/help"' in shown
    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown
    assert 'href="mailto' not in shown


# What it never shows


def test_notes_and_what_is_for_staff_only_are_not_shown(own_page, ticket, cast):
    services.note(ticket=ticket, author=cast.bora, body="He has asked this three times", form_key=uuid.uuid4())
    shown = own_page()
    for words in ("three times", "Internal note", "Bora", "bora@example.com"):
        assert words not in shown


def test_a_held_reply_and_what_it_caused_are_not_shown_until_it_leaves(
    own_page, ticket, cast, send_reply, let_the_hold_pass
):
    before = own_page()
    send_reply(ticket, cast.ana, body="Here is your new link.", then="complete")
    held = own_page()
    for words in ("new link", "Ana", "is looking at", "completed"):
        assert words not in held, words
    assert steps(held) == steps(before)
    assert "Waiting for the next free person." in held
    assert "My problem is solved" in held
    let_the_hold_pass()
    shown = own_page()
    for words in (
        "Here is your new link.",
        "Ana completed your ticket",
        "Still not right? Reopen",
    ):
        assert words in shown, words
    assert "My problem is solved" not in shown


def test_a_question_shows_once_it_left(own_page, ticket, cast, send_reply, let_the_hold_pass):
    send_reply(ticket, cast.ana, body="Which browser?", then="ask")
    assert "We need your answer" not in own_page()
    let_the_hold_pass()
    shown = own_page()
    assert "Ana asked you a question" in shown
    assert "We go on as soon as you answer." in shown
    assert '<section class="ask-you"' in shown


def test_a_second_held_reply_does_not_show_the_first_ones_outcome_early(own_page, ticket, cast, send_reply):
    send_reply(ticket, cast.ana, body="One", then="open")
    send_reply(ticket, cast.ana, body="Two", then="complete")
    assert "Waiting for the next free person." in own_page()


def test_a_reply_taken_back_leaves_no_trace(own_page, ticket, cast, send_reply):
    before = steps(own_page())
    send_reply(ticket, cast.ana, body="Wrong window")
    services.undo(ticket=ticket, author=cast.ana)
    shown = own_page()
    assert steps(shown) == before
    assert "Wrong window" not in shown
    assert "Ana" not in shown


def test_spam_and_failed_mail_are_not_told(own_page, ticket, cast):
    services.mark_spam(ticket=ticket, actor=cast.ana)
    Event.objects.create(ticket=ticket, kind=Event.Kind.MAIL_FAILED, detail="SMTPRecipientsRefused: no such user")
    shown = own_page()
    assert "spam" not in shown.lower()
    assert "SMTP" not in shown
    assert "Your ticket is completed." in shown


def test_it_shows_nothing_of_the_customers_other_tickets(own_page, open_ticket):
    other = open_ticket(subject="About something else")
    assert "About something else" not in own_page()
    assert other.reference_text not in own_page()


def test_it_never_shows_what_belongs_to_the_desk(own_page, ticket, cast, send_reply, let_the_hold_pass):
    User.objects.filter(pk=cast.ana.pk).update(name="Ana")
    send_reply(ticket, cast.ana)
    let_the_hold_pass()
    shown = own_page()
    for words in ("/desk/", "/admin/", "ana@example.com", ticket.link_key, str(ticket.form_key), "Admin panel"):
        assert words not in shown, words


# Who may open it


def test_foreign_hidden_unknown_and_revoked_tickets_answer_alike(holder, open_ticket, categories, ticket):
    hidden = open_ticket(categories.personal)
    Ticket.objects.filter(pk=ticket.pk).update(link_key="new")
    pages = [
        holder.get(f"/tickets/{number}/")
        for number in (open_ticket().reference_text, hidden.reference_text, "482-913-053", ticket.reference_text)
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


@pytest.mark.parametrize("action", ["reply", "solved", "reopen"])
def test_nothing_can_be_done_to_a_foreign_ticket(holder, open_ticket, action):
    other = open_ticket()
    if action == "reopen":
        services.complete(ticket=other, actor=None)
    before = (Message.objects.count(), Event.objects.count())
    answer = holder.post(f"/tickets/{other.reference_text}/{action}/", {"body": "Hello", "form_key": new_form_key()})
    assert answer.status_code == 404
    assert (Message.objects.count(), Event.objects.count()) == before


@pytest.mark.parametrize("reference", ["own", "999-999-999"])
def test_a_message_without_the_link_is_kept_and_sent_once_the_link_is_open(visitor, ticket, address, reference):
    path = address if reference == "own" else f"/tickets/{reference}/"
    typed = {"form_key": new_form_key(), "body": "It is the <b>second</b> file."}
    page = visitor.post(f"{path}reply/", typed)
    assert page.status_code == 404
    assert "Your message is not sent yet." in page.text
    again = {name: page.context["form"][name].value() for name in typed}
    assert again["body"] == typed["body"]
    visitor.get(link_path(ticket))
    visitor.post(f"{address}reply/", again)
    assert ticket.messages.last().body == typed["body"]


def test_a_page_that_updates_itself_takes_no_sentence_away(holder, address):
    holder.post(f"{address}solved/")
    assert "Good to hear." not in holder.get(f"{address}?live").text
    assert "Good to hear." in holder.get(address).text


def test_staff_without_the_link_do_not_get_the_customers_page(cast, sign_in, address):
    assert sign_in(cast.owner).get(address).status_code == 404


# Replying


def test_a_reply_is_added_and_confirmed(write, ticket, reload):
    shown = write("Now it is\r\nworse.")
    assert shown.status_code == 200
    assert "Your message has reached us." in shown.text
    assert "Now it is<br>" in shown.text
    assert ticket.messages.last().body == "Now it is\nworse."
    assert reload(ticket).waiting_since
    assert reload(ticket).requester.confirmed_at


@pytest.mark.parametrize("body", ["", "  \r\n ", "\u200b", "x" * 5001])
def test_a_message_that_cannot_be_taken_is_told_and_kept(write, ticket, body):
    shown = write(body)
    assert shown.status_code == 422
    assert "There is a problem" in shown.text
    assert ("Write your message first" in shown.text) == (len(body) < 100)
    assert shown.context["form"]["body"].value() == body
    assert "It says that the file is damaged." in shown.text
    assert ticket.messages.count() == 1


def test_a_double_post_adds_one_message(write, ticket):
    form_key = new_form_key()
    for _post in range(2):
        shown = write("Once only", form_key=form_key)
    assert "Your message has reached us." in shown.text
    assert ticket.messages.filter(body="Once only").count() == 1


def test_other_words_from_a_page_gone_back_to_are_not_lost(write, ticket):
    form_key = new_form_key()
    for body in ("First", "Second", "Second"):
        write(body, form_key=form_key)
    assert list(ticket.messages.values_list("body", flat=True))[1:] == ["First", "Second"]


def test_a_key_of_another_ticket_loses_nothing(write, visitor, ticket, open_ticket):
    other = open_ticket()
    visitor.get(link_path(other))
    form_key = new_form_key()
    visitor.post(f"/tickets/{other.reference_text}/reply/", {"body": "The same", "form_key": form_key})
    write("The same", form_key=form_key)
    assert [found.messages.filter(body="The same").count() for found in (ticket, other)] == [1, 1]


@pytest.mark.parametrize("form_key", ["", "nonsense", "too old"])
def test_a_form_key_that_is_not_good_is_told_and_the_next_try_passes(write, ticket, form_key):
    if form_key == "too old":
        with some_time_ago(60 * 60 * 25):
            form_key = new_form_key()
    shown = write("Some words", form_key=form_key)
    assert shown.status_code == 422
    assert "nothing is lost" in shown.text
    assert "Some words" in shown.text
    shown = write("Some words", form_key=shown.context["form"]["form_key"].value())
    assert shown.status_code == 200
    assert ticket.messages.count() == 2


def test_the_page_says_before_that_a_message_reopens(
    own_page, write, ticket, cast, send_reply, let_the_hold_pass, reload
):
    assert "opens it again" not in own_page()
    send_reply(ticket, cast.ana)
    let_the_hold_pass()
    shown = own_page()
    assert "This ticket is completed. Your message opens it again." in shown
    assert "Send and reopen" in shown
    shown = write("It still does not open.").text
    assert not reload(ticket).is_completed
    assert "You reopened your ticket" in shown
    assert "opens it again" not in shown
    assert "Send reply" in shown


def test_a_question_is_answered(own_page, write, ticket, cast, send_reply, let_the_hold_pass, reload):
    send_reply(ticket, cast.ana, then="ask")
    let_the_hold_pass()
    write("Firefox")
    assert reload(ticket).status == "assigned"
    assert "ask-you" not in own_page()


# Solved and reopened


def test_the_customer_says_that_it_is_solved(holder, address, ticket, reload):
    shown = holder.post(f"{address}solved/", follow=True).text
    assert "Good to hear. Your ticket is completed." in shown
    assert "You said that it is solved" in shown
    assert reload(ticket).is_completed
    assert not reload(ticket).waiting_since


@pytest.mark.parametrize("action", ["solved", "reopen"])
def test_acting_on_the_link_confirms_the_address(holder, address, ticket, cast, reload, action):
    if action == "reopen":
        services.complete(ticket=ticket, actor=cast.ana)
    assert ticket.requester.confirmed_at is None
    holder.post(f"{address}{action}/")
    assert reload(ticket).requester.confirmed_at


def test_saying_so_twice_is_one_event(holder, address, ticket):
    for _post in range(2):
        assert holder.post(f"{address}solved/", follow=True).status_code == 200
    assert ticket.events.filter(kind="completed").count() == 1


def test_the_customer_reopens(holder, address, ticket, cast, reload):
    services.complete(ticket=ticket, actor=cast.ana)
    shown = holder.post(f"{address}reopen/", follow=True).text
    assert "Your ticket is open again." in shown
    assert "You reopened your ticket" in shown
    assert reload(ticket).waiting_since


def test_reopening_an_open_ticket_changes_nothing(holder, address, ticket):
    before = ticket.events.count()
    holder.post(f"{address}reopen/")
    assert ticket.events.count() == before


@pytest.mark.parametrize("action", ["reply", "solved", "reopen"])
def test_another_site_cannot_act_for_the_customer(ticket, address, action):
    browser = Client(enforce_csrf_checks=True)
    browser.get(link_path(ticket))
    answer = browser.post(f"{address}{action}/", {"body": "Hello", "form_key": new_form_key()})
    assert answer.status_code == 403
    assert ticket.events.count() == 1


# Language


def test_the_page_speaks_the_language_of_its_address(holder, address, ticket):
    shown = holder.get(f"/tr{address}")
    assert shown.status_code == 200
    assert '<html lang="tr"' in shown.text
    assert "İndirmeler" in shown.text
    assert f'action="/tr{address}reply/"' in shown.text
    assert f'href="{address}"' in shown.text


# The budget


def test_the_page_costs_the_same_with_one_and_with_five_messages(
    holder, address, ticket, cast, count_queries, send_reply, let_the_hold_pass
):
    few = count_queries(lambda: holder.get(address))
    for number in range(5):
        send_reply(ticket, cast.ana if number % 2 else cast.bora, body=f"Answer {number}", then="open")
        services.customer_reply(ticket=ticket, body=f"Question {number}", form_key=uuid.uuid4())
    let_the_hold_pass()
    assert len(steps(holder.get(address).text)) > 10
    assert count_queries(lambda: holder.get(address)) == few <= 6


def test_a_reply_stays_within_its_queries(holder, address, count_queries):
    data = {"body": "Hello", "form_key": new_form_key()}
    assert count_queries(lambda: holder.post(f"{address}reply/", data)) <= 15


def test_a_category_that_closed_keeps_its_tickets_open_to_their_customers(own_page, ticket):
    Category.objects.update(is_active=False)
    assert ticket.reference_text in own_page()
