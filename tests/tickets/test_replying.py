"""Replies: held, sent once, stopped by news, taken back."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tickets import services
from tickets.models import Event, Message, OutboxMail, Ticket
from tickets.progress import progress
from tickets.services.delivering import send_due


def test_a_reply_completes_the_ticket_and_ends_its_waiting(ticket, cast, send_reply, reload):
    send_reply(ticket, cast.ana)
    ticket = reload(ticket)
    assert ticket.status == "completed"
    assert ticket.waiting_since is None
    assert ticket.assignee == cast.ana


@pytest.mark.parametrize(("then", "status"), [("open", "assigned"), ("ask", "asked"), ("complete", "completed")])
def test_what_becomes_of_the_ticket_is_the_authors_choice(ticket, cast, send_reply, reload, then, status):
    send_reply(ticket, cast.ana, then=then)
    assert reload(ticket).status == status


def test_a_reply_keeps_the_assignee(ticket, cast, send_reply, reload):
    services.assign_to(ticket=ticket, user=cast.bora, instead_of=None)
    send_reply(ticket, cast.ana, then="open")
    assert reload(ticket).assignee == cast.bora


def test_the_first_response_counts_from_the_end_of_the_hold_and_only_once(ticket, cast, send_reply, reload):
    first = send_reply(ticket, cast.ana, then="open")
    send_reply(ticket, cast.ana, then="open")
    assert reload(ticket).first_response_at == first.visible_at > first.created_at


def test_a_held_reply_changes_nothing_the_customer_sees(ticket, cast, send_reply, let_the_hold_pass, reload):
    send_reply(ticket, cast.ana)
    assert progress(reload(ticket)).status == "queued"
    assert not ticket.messages.shown_to_customer().filter(kind="reply").exists()
    assert not ticket.events.shown_to_customer().filter(kind__in=["assigned", "completed"]).exists()
    let_the_hold_pass()
    assert progress(reload(ticket)).status == "completed"
    assert ticket.messages.shown_to_customer().filter(kind="reply").exists()


def test_the_same_form_sent_twice_is_one_reply(ticket, cast, send_reply, newest_event):
    drawn_at, key = newest_event(ticket), uuid.uuid4()
    first = send_reply(ticket, cast.ana, last_event=drawn_at, form_key=key)
    second = send_reply(ticket, cast.ana, last_event=drawn_at, form_key=key)
    assert first == second
    assert ticket.messages.filter(kind="reply").count() == 1
    assert ticket.mails.filter(kind="answer").count() == 1


def test_another_text_from_the_same_form_is_not_lost(ticket, cast, send_reply, newest_event):
    drawn_at, key = newest_event(ticket), uuid.uuid4()
    send_reply(ticket, cast.ana, "First", last_event=drawn_at, form_key=key)
    with pytest.raises(services.Stale):
        send_reply(ticket, cast.ana, "Went back and wrote more", last_event=drawn_at, form_key=key)


@pytest.mark.parametrize("who", ["customer", "staff"])
def test_a_message_counts_once_and_a_changed_one_again(ticket, cast, who):
    key = uuid.uuid4()
    for body in ("Hello", "Hello", "Hello, and one more thing"):
        if who == "customer":
            services.customer_reply(ticket=ticket, body=body, form_key=key)
        else:
            services.note(ticket=ticket, author=cast.ana, body=body, form_key=key)
    bodies = ticket.messages.order_by("pk").values_list("body", flat=True)
    assert list(bodies)[1:] == ["Hello", "Hello, and one more thing"]


NEWS = {
    "customer wrote": lambda ticket, cast, send: services.customer_reply(
        ticket=ticket, body="?", form_key=uuid.uuid4()
    ),
    "note": lambda ticket, cast, send: services.note(ticket=ticket, author=cast.bora, body="!", form_key=uuid.uuid4()),
    "reply": lambda ticket, cast, send: send(ticket, cast.bora, then="open"),
    "completed": lambda ticket, cast, send: services.complete(ticket=ticket, actor=cast.bora),
    "spam": lambda ticket, cast, send: services.mark_spam(ticket=ticket, actor=cast.bora),
}


@pytest.mark.parametrize("news", NEWS)
def test_a_reply_is_stopped_by_anything_newer(ticket, cast, send_reply, newest_event, news):
    drawn_at = newest_event(ticket)
    NEWS[news](ticket, cast, send_reply)
    with pytest.raises(services.Stale) as stopped:
        send_reply(ticket, cast.ana, "From an old page", last_event=drawn_at)
    assert stopped.value.events
    assert not Message.objects.filter(body="From an old page").exists()


def test_assigning_does_not_stop_a_reply(ticket, cast, send_reply, newest_event):
    drawn_at = newest_event(ticket)
    services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
    assert send_reply(ticket, cast.ana, last_event=drawn_at)


def test_a_customers_reply_reopens_and_waits(ticket, cast, send_reply, reload):
    send_reply(ticket, cast.ana)
    services.customer_reply(ticket=ticket, body="Still broken", form_key=uuid.uuid4())
    ticket = reload(ticket)
    assert (ticket.status, ticket.assignee) == ("assigned", cast.ana)
    assert ticket.waiting_since
    assert ticket.completed_at is None
    assert ticket.events.filter(kind="reopened").exists()


def test_a_reopened_ticket_of_somebody_who_lost_the_category_is_queued(ticket, cast, send_reply, reload):
    send_reply(ticket, cast.ana)
    cast.ana.assignments.all().delete()
    services.customer_reply(ticket=ticket, body="Still broken", form_key=uuid.uuid4())
    assert (reload(ticket).status, reload(ticket).assignee) == ("queued", None)


def test_a_ticket_that_waits_keeps_its_place_when_the_customer_writes_again(ticket, reload):
    earlier = timezone.now() - timedelta(hours=3)
    Ticket.objects.filter(pk=ticket.pk).update(waiting_since=earlier)
    services.customer_reply(ticket=ticket, body="And another thing", form_key=uuid.uuid4())
    assert reload(ticket).waiting_since == earlier


def test_whoever_writes_by_the_link_has_confirmed_the_address(ticket, reload):
    assert ticket.requester.confirmed_at is None
    services.customer_reply(ticket=ticket, body="Hello", form_key=uuid.uuid4())
    assert reload(ticket).requester.confirmed_at


def test_a_note_is_never_shown_and_never_mailed(ticket, cast, reload, sent_mails):
    services.note(ticket=ticket, author=cast.ana, body="Do not tell", form_key=uuid.uuid4())
    send_due()
    assert not ticket.messages.shown_to_customer().filter(body="Do not tell").exists()
    assert len(sent_mails) == 1
    assert reload(ticket).waiting_since


BROKEN = {
    "a note that is shown": {"kind": "note", "visible_at": timezone.now()},
    "a reply that is never shown": {"kind": "reply", "visible_at": None},
    "a reply of nobody": {"kind": "reply", "author": None, "visible_at": timezone.now()},
    "a customer's message by staff": {"kind": "customer", "visible_at": timezone.now()},
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_database_refuses(ticket, cast, case):
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(ticket=ticket, **({"body": "x", "author": cast.ana} | BROKEN[case]))


BROKEN_TICKETS = {
    "a completed ticket that waits": {"status": "completed", "completed_at": timezone.now()},
    "a completed ticket without a time": {"status": "completed", "waiting_since": None},
    "an asked ticket that waits": {"status": "asked"},
    "an assigned ticket of nobody": {"status": "assigned"},
    "open spam": {"is_spam": True},
    "a status nobody knows": {"status": "lost"},
}


@pytest.mark.parametrize("case", BROKEN_TICKETS)
def test_the_database_refuses_tickets_that_contradict_themselves(ticket, case):
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(**BROKEN_TICKETS[case])


def test_the_outbox_carries_answers_only_with_their_message(ticket):
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMail.objects.create(ticket=ticket, kind="answer", to="a@example.com", header_id="<x@y>")


def test_events_tell_who_did_what(ticket, cast, send_reply):
    send_reply(ticket, cast.ana)
    assert list(ticket.events.values_list("kind", "actor__name")) == [
        ("opened", None),
        ("replied", "Ana"),
        ("assigned", "Ana"),
        ("completed", "Ana"),
    ]
    assert Event.objects.filter(kind="completed").get().message.kind == "reply"
