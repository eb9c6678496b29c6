"""Snoozing: a ticket waits no more until its time has come, or the customer does something."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tickets import services, snoozing
from tickets.models import Ticket


@pytest.fixture
def tomorrow():
    return timezone.now() + timedelta(days=1)


@pytest.fixture
def asleep(ticket, cast, tomorrow, reload):
    assert services.snooze(ticket=ticket, actor=cast.ana, until=tomorrow)
    return reload(ticket)


@pytest.fixture
def post(sign_in, cast, ticket, newest_event):
    """Return post(**fields): Ana snoozes the ticket on a page drawn just now."""

    def post(person=cast.ana, where="snooze", **fields):
        fields = {"last_event": newest_event(ticket)} | fields
        return sign_in(person).post(f"/desk/tickets/{ticket.reference_text}/{where}/", fields, follow=True)

    return post


def let_the_time_come(ticket):
    Ticket.objects.filter(pk=ticket.pk).update(snoozed_until=timezone.now() - timedelta(seconds=1))


def test_a_snoozed_ticket_does_not_wait_and_nobody_counts_it(asleep, cast, sign_in):
    assert asleep.waiting_since is None
    page = sign_in(cast.ana).get("/desk/")
    assert page.context["desk"].waiting == 0
    assert asleep.subject not in page.text


def test_it_wakes_when_its_time_has_come_and_has_waited_all_the_while(asleep, ticket, reload):
    assert services.wake_due() == 0
    let_the_time_come(asleep)
    assert services.wake_due() == 1
    assert reload(ticket).waiting_since == ticket.waiting_since
    assert reload(ticket).snoozed_until is None
    assert services.wake_due() == 0
    assert [event.kind for event in ticket.events.all()] == ["opened", "snoozed", "woken"]


def test_whatever_the_customer_does_wakes_it(asleep, reload):
    services.customer_reply(ticket=asleep, body="And another thing", form_key=uuid.uuid4())
    assert (reload(asleep).snoozed_until, reload(asleep).waited_since) == (None, None)
    assert reload(asleep).waiting_since


def test_a_ticket_that_waits_for_the_customer_comes_back_if_they_do_not_answer(
    ticket, cast, send_reply, tomorrow, reload
):
    send_reply(ticket, cast.ana, then="ask")
    services.snooze(ticket=ticket, actor=cast.ana, until=tomorrow)
    assert (reload(ticket).status, reload(ticket).waiting_since) == ("asked", None)
    let_the_time_come(ticket)
    services.wake_due()
    assert reload(ticket).status == "assigned"
    assert timezone.now() - reload(ticket).waiting_since < timedelta(minutes=1)


@pytest.mark.parametrize("then", ["complete", "open", "ask"])
def test_an_answer_ends_it_and_undoing_the_answer_brings_it_back(asleep, cast, send_reply, reload, tomorrow, then):
    send_reply(asleep, cast.ana, then=then)
    assert reload(asleep).snoozed_until is None
    services.undo(ticket=asleep, author=cast.ana)
    assert reload(asleep).snoozed_until == tomorrow
    assert reload(asleep).waited_since == asleep.waited_since


def test_undoing_leaves_what_the_customer_woke_awake(asleep, cast, send_reply, reload):
    send_reply(asleep, cast.ana, then="open")
    services.customer_reply(ticket=asleep, body="Still there?", form_key=uuid.uuid4())
    services.undo(ticket=asleep, author=cast.ana)
    assert reload(asleep).snoozed_until is None
    assert reload(asleep).waiting_since


def test_a_completed_ticket_is_not_snoozed_and_a_snoozed_one_can_be_completed(asleep, cast, tomorrow, reload):
    assert services.complete(ticket=asleep, actor=cast.ana)
    assert reload(asleep).snoozed_until is None
    assert not services.snooze(ticket=asleep, actor=cast.ana, until=tomorrow)


def test_the_database_keeps_the_snoozed_from_waiting(asleep):
    with pytest.raises(IntegrityError, match=r"(?i)tickets_snoozed"):
        Ticket.objects.filter(pk=asleep.pk).update(waiting_since=timezone.now())


@pytest.mark.parametrize("choice", list(snoozing.CHOICES))
def test_each_choice_is_a_button_that_works(post, ticket, choice, reload):
    page = post(until=choice)
    assert "sleeps until" in page.text
    assert timezone.now() < reload(ticket).snoozed_until < timezone.now() + timedelta(days=8)


def test_tomorrow_begins_at_nine_in_the_help_desks_time(settings, monkeypatch):
    settings.TIME_ZONE = "Europe/Istanbul"
    zone = ZoneInfo(settings.TIME_ZONE)
    late = datetime(2026, 11, 26, 23, 30, tzinfo=zone)  # a Thursday
    monkeypatch.setattr(timezone, "now", lambda: late)
    with timezone.override(zone):
        assert snoozing.moment_of("tomorrow") == datetime(2026, 11, 27, 9, tzinfo=zone)
        assert snoozing.moment_of("monday") == datetime(2026, 11, 30, 9, tzinfo=zone)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose until when."),
        ({"at": "2020-01-01T09:00"}, "That time is over."),
        ({"at": "9999-12-31T23:59"}, "That is more than a year away."),
        ({"at": "soon"}, "Enter a date and a time."),
        ({"at": "\x00"}, "Enter a date and a time."),
        ({"until": "never"}, "never"),
    ],
)
def test_a_time_that_makes_no_sense_is_told(post, ticket, typed, sentence, reload):
    assert sentence in post(**typed).text
    assert reload(ticket).snoozed_until is None


def test_news_stops_it(post, ticket, newest_event, reload):
    drawn_at = newest_event(ticket)
    services.customer_reply(ticket=ticket, body="And another thing", form_key=uuid.uuid4())
    assert "something arrived" in post(until="later", last_event=drawn_at).text
    assert reload(ticket).snoozed_until is None


def test_it_can_be_woken_by_hand(asleep, post, reload):
    post(where="wake")
    assert reload(asleep).waiting_since


def test_nobody_snoozes_what_they_may_not_see(post, cast, ticket, reload):
    assert post(person=cast.nil, until="later").status_code == 404
    assert reload(ticket).waiting_since
