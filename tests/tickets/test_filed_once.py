"""A form is filed once, whatever happens to it before: sent twice, kept open, changed, broken."""

import re
import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.conftest import BROWSER
from tickets import links
from tickets.forms import new_form_key
from tickets.models import (
    Category,
    FieldChoice,
    FieldDefinition,
    OutboxMail,
    SubmissionDraft,
    Ticket,
)
from tickets.worker import tidy

from .conftest import answer, check_page, some_time_ago, values

OPEN_LONG = "This page was open for a long time. Check your answers and send again: nothing is lost."
BROKEN = "A part of this page did not reach us. Check your answers and send again: nothing is lost."


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


def test_an_answer_to_a_field_archived_meanwhile_goes_along_under_its_old_label(visitor, at_check, only_ticket):
    FieldDefinition.objects.filter(key="serial").update(is_archived=True)
    page = visitor.get("/help/downloads/check/", {"key": at_check})
    assert "LP2208831947" in page.text
    visitor.post("/help/downloads/check/", {"key": at_check})
    serial, device = sorted(only_ticket().answers, key=lambda answer: answer["key"] != "serial")
    assert (serial["value"], serial["no_longer_asked"]) == ("LP2208831947", True)
    assert device["key"] == "device"


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
    assert count_queries(lambda: visitor.post("/help/downloads/check/", {"key": key})) <= 16
