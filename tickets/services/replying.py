"""The exchange: replies, notes, the customer's own messages, and taking a reply back."""

from datetime import timedelta
from uuid import uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.access import may_see

from ..mail.outbox import put_in_outbox
from ..models import Event, Message, OutboxMail, ReplyDraft, Requester, Ticket
from .recording import lock, record

RESTORED_BY_UNDO = ("status", "assignee_id", "is_spam")
RESTORED_TIMES = ("waiting_since", "assigned_at", "completed_at", "first_response_at")
CHANGES_THE_TICKET = ("customer_replied", "replied", "asked", "completed", "reopened", "spam", "assigned", "unassigned")


class NotSent(Exception):
    """Something newer arrived since the page was drawn; `events` are those, oldest first."""

    def __init__(self, events):
        super().__init__("something newer arrived")
        self.events = events


class TooLate(Exception):
    """The reply has left; it can no longer be taken back."""


@transaction.atomic
def reply(*, ticket, author, body, last_event, form_key, then="complete", aside="") -> Message:
    """Answer the customer; `then` says what becomes of the ticket: ``complete``, ``open`` or ``ask``. Another text
    that the author has begun can be laid `aside` as their draft.

    The reply is held for UNDO_SECONDS: until then the customer sees and gets nothing. Once per `form_key`. Raises
    `NotSent` if the ticket holds anything newer than the event `last_event`, the newest on the page it was written on;
    the caller keeps the text.
    """
    ticket = lock(ticket)
    news = list(ticket.events.news_after(last_event).select_related("message", "actor"))
    for event in news:
        if event.message and event.message.form_key == form_key and event.message.body == body:
            return event.message
    if news:
        raise NotSent(news)
    now = timezone.now()
    message = Message.objects.create(
        ticket=ticket,
        kind=Message.Kind.REPLY,
        author=author,
        body=body,
        form_key=form_key,
        created_at=now,
        visible_at=now + timedelta(seconds=settings.UNDO_SECONDS),
        before=_snapshot(ticket),
    )
    kinds = [Event.Kind.REPLIED]
    if ticket.assignee_id is None:
        ticket.assignee, ticket.assigned_at = author, now
        kinds.append(Event.Kind.ASSIGNED)
    ticket.waiting_since, ticket.completed_at, ticket.is_spam = None, None, False
    ticket.first_response_at = ticket.first_response_at or message.visible_at
    ticket.status = Ticket.Status.ASSIGNED
    if then == "complete":
        ticket.status, ticket.completed_at = Ticket.Status.COMPLETED, now
        kinds.append(Event.Kind.COMPLETED)
    elif then == "ask":
        ticket.status = Ticket.Status.ASKED
        kinds.append(Event.Kind.ASKED)
    ticket.save()
    put_in_outbox(ticket, OutboxMail.Kind.ANSWER, message=message)
    if aside:
        _keep_draft(ticket, author, aside)
    else:
        ReplyDraft.objects.filter(ticket=ticket, author=author).delete()
    record(ticket, *kinds, actor=author, message=message)
    return message


@transaction.atomic
def undo(*, ticket, author) -> None:
    """Take back `author`'s newest reply while it is held: message and mail go, the ticket is as it was (unless it was
    changed since), the text becomes the author's draft. Raises `TooLate` once there is nothing held."""
    ticket = lock(ticket)
    message = ticket.messages.held_by(author).first()
    if message is None:
        raise TooLate
    newest = message.events.latest("pk").pk
    if not ticket.events.filter(pk__gt=newest, kind__in=CHANGES_THE_TICKET).exists():
        for field in RESTORED_BY_UNDO:
            setattr(ticket, field, message.before[field])
        for field in RESTORED_TIMES:
            value = message.before[field]
            setattr(ticket, field, value and parse_datetime(value))
    elif ticket.first_response_at == message.visible_at:
        ticket.first_response_at = None
    ticket.save()
    _keep_draft(ticket, author, message.body)
    message.delete()
    record(ticket, Event.Kind.UNDONE, actor=author)


@transaction.atomic
def note(*, ticket, author, body, form_key) -> Message:
    """Add an internal note, once per `form_key`; the customer never sees it and it is never mailed."""
    ticket = lock(ticket)
    message, is_new = _add_once(ticket, form_key, kind=Message.Kind.NOTE, author=author, body=body)
    if is_new:
        record(ticket, Event.Kind.NOTED, actor=author, message=message)
    return message


@transaction.atomic
def customer_reply(*, ticket, body, form_key) -> Message:
    """Add what the customer wrote, once per `form_key`: the ticket waits again and is reopened if it was completed.

    Whoever writes here has opened the link from our mail, so the address is confirmed.
    """
    ticket = lock(ticket)
    now = timezone.now()
    kind = Message.Kind.CUSTOMER
    message, is_new = _add_once(ticket, form_key, kind=kind, body=body, created_at=now, visible_at=now)
    if not is_new:
        return message
    kinds = [Event.Kind.CUSTOMER_REPLIED]
    if ticket.is_completed:
        kinds.append(Event.Kind.REOPENED)
    put_back_to_waiting(ticket, since=now)
    Requester.objects.filter(pk=ticket.requester_id, confirmed_at=None).update(confirmed_at=now)
    record(ticket, *kinds, message=message)
    return message


def put_back_to_waiting(ticket, *, since) -> None:
    """Save the ticket as waiting: with its assignee, if they may still see it, else for anybody of the category."""
    if ticket.assignee and not may_see(ticket.assignee, ticket.category):
        ticket.assignee = None
    ticket.status = Ticket.Status.ASSIGNED if ticket.assignee else Ticket.Status.QUEUED
    ticket.waiting_since = ticket.waiting_since or since
    ticket.completed_at, ticket.is_spam = None, False
    ticket.save()


def _add_once(ticket, form_key, *, body, **fields) -> tuple[Message, bool]:
    """Add a message unless the same form brought the same text before; return it and whether it is new.

    Another text under the same key is somebody who went back and wrote more: it is kept, once too.
    """
    key = uuid5(form_key, f"{ticket.pk} {body}")
    return Message.objects.get_or_create(form_key=key, defaults={"ticket": ticket, "body": body} | fields)


def _keep_draft(ticket, author, body) -> None:
    ReplyDraft.objects.update_or_create(ticket=ticket, author=author, defaults={"body": body})


def _snapshot(ticket) -> dict:
    times = {field: getattr(ticket, field) for field in RESTORED_TIMES}
    return {field: getattr(ticket, field) for field in RESTORED_BY_UNDO} | {
        field: value and value.isoformat() for field, value in times.items()
    }
