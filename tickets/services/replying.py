"""The exchange: replies, notes, the customer's own messages."""

from datetime import timedelta
from uuid import uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from notifications import clock

from .. import search
from ..mail.outbox import put_in_outbox
from ..models import Event, Message, OutboxMail, ReplyDraft, Ticket
from .filing import attach
from .recording import confirm_address, lock, lock_where_it_goes_on, record, seeing_assignee, stop_if_news
from .teaching import note_links


@transaction.atomic
def reply(
    *, ticket, author, body, last_event, form_key, then="complete", draft=None, canned=None, batch=None, hold=None
) -> Message:
    """Answer the customer; `then` says what becomes of the ticket: ``complete``, ``open`` or ``ask``.

    The reply is held for `hold`, else as long as its author likes: until then the customer sees and gets nothing.
    Once per `form_key` and text; the files that were added to that form go along. `canned` is the response it was made
    from, whose tags the ticket gets; replies that share a `batch` can be taken back together. `draft` is the id of the
    author's draft that was in the box and has been used up by this reply. Raises `Stale` if the ticket holds anything
    newer than the event `last_event`, the newest on the page it was written on.
    """
    ticket = lock(ticket)
    files_of, form_key = form_key, _key(form_key, ticket, body)
    if message := Message.objects.filter(form_key=form_key).first():
        return message
    stop_if_news(ticket, last_event)
    now = clock.now()
    before = ticket.state()
    kinds = [Event.Kind.REPLIED]
    ticket.assignee = seeing_assignee(ticket)
    if ticket.assignee is None:
        ticket.assignee, ticket.assigned_at = author, now
        kinds.append(Event.Kind.ASSIGNED)
    ticket.waiting_since = ticket.completed_at = ticket.mail_failed_at = None
    ticket.snoozed_until = ticket.waited_since = None
    ticket.is_spam = False
    ticket.status = Ticket.Status.ASSIGNED
    if then == "complete":
        ticket.status, ticket.completed_at = Ticket.Status.COMPLETED, now
        kinds.append(Event.Kind.COMPLETED)
    elif then == "ask":
        ticket.status = Ticket.Status.ASKED
        kinds.append(Event.Kind.ASKED)
    message = Message.objects.create(
        ticket=ticket,
        kind=Message.Kind.REPLY,
        author=author,
        body=body,
        form_key=form_key,
        canned=canned,
        batch=batch,
        created_at=now,
        visible_at=now + (hold or hold_of(author)),
        before=before,
        after=ticket.state(),
    )
    attach(message, files_of, author)
    ticket.first_response_at = ticket.first_response_at or message.visible_at
    ticket.save()
    kind = OutboxMail.Kind.QUESTION if then == "ask" else OutboxMail.Kind.ANSWER
    put_in_outbox(ticket, kind, message=message)
    # The page may not have heard of its draft yet when it was sent.
    ReplyDraft.objects.filter(
        Q(pk=draft) | Q(body=body, kind=Message.Kind.REPLY), ticket=ticket, author=author
    ).delete()
    search.add(ticket, body)
    note_links(ticket, message, author)
    record(ticket, *kinds, actor=author, message=message)
    if canned and (tags := list(canned.tags.all())):
        _tag(ticket, tags, author)
    return message


def _use_up(ticket, author, draft, body, kind) -> None:
    """Drop the draft a text has grown from; the page may not have heard of it yet, so also one that says the same."""
    ReplyDraft.objects.filter(Q(pk=draft) | Q(body=body, kind=kind), ticket=ticket, author=author).delete()


def _tag(ticket, tags, author) -> None:
    """Set the tags of a canned response, as far as the ticket does not have them."""
    present = set(ticket.tags.all())
    if given := [tag for tag in tags if tag not in present]:
        ticket.tags.add(*given)
        search.reindex(ticket)
        record(ticket, Event.Kind.TAGGED, actor=author, detail=", ".join(f"+ {tag.name}" for tag in given))


def hold_of(author) -> timedelta:
    """Return how long the replies of `author` can be undone."""
    return timedelta(seconds=author.undo_seconds or settings.UNDO_SECONDS)


@transaction.atomic
def note(*, ticket, author, body, form_key, draft=None) -> Message:
    """Add an internal note, once per `form_key` and text; the customer never sees it and it is never mailed. `draft`
    as for a reply."""
    ticket = lock(ticket)
    _use_up(ticket, author, draft, body, Message.Kind.NOTE)
    message, is_new = _add_once(ticket, form_key, kind=Message.Kind.NOTE, author=author, body=body)
    attach(message, form_key, author)
    if is_new:
        search.add(ticket, body)
        record(ticket, Event.Kind.NOTED, actor=author, message=message)
    return message


@transaction.atomic
def customer_reply(*, ticket, body, form_key) -> Message:
    """Add what the customer wrote, once per `form_key` and text: the ticket waits again and is reopened if it was
    completed. Whoever writes here has opened the link from our mail, so the address is confirmed. On a merged ticket
    that happens where it goes on."""
    ticket = lock_where_it_goes_on(ticket)
    now = clock.now()
    kind = Message.Kind.CUSTOMER
    message, is_new = _add_once(ticket, form_key, kind=kind, body=body, created_at=now, visible_at=now)
    attach(message, form_key)
    if not is_new:
        return message
    kinds = [Event.Kind.CUSTOMER_REPLIED]
    if ticket.is_completed:
        kinds.append(Event.Kind.REOPENED)
    put_back_to_waiting(ticket, since=now)
    confirm_address(pk=ticket.requester_id)
    search.add(ticket, body)
    record(ticket, *kinds, message=message)
    return message


def put_back_to_waiting(ticket, *, since) -> None:
    """Save the ticket as waiting: with its assignee, if they may still see it, else for anybody of the category."""
    ticket.assignee = seeing_assignee(ticket)
    ticket.status = Ticket.Status.ASSIGNED if ticket.assignee else Ticket.Status.QUEUED
    ticket.waiting_since = ticket.waiting_since or ticket.waited_since or since
    ticket.completed_at = ticket.snoozed_until = ticket.waited_since = None
    ticket.is_spam = False
    ticket.save()


def _add_once(ticket, form_key, *, body, **fields) -> tuple[Message, bool]:
    """Add a message unless the same form brought the same text before; return it and whether it is new."""
    key = _key(form_key, ticket, body)
    return Message.objects.get_or_create(form_key=key, defaults={"ticket": ticket, "body": body} | fields)


def _key(form_key, ticket, body):
    """Return what a double click repeats. Another text under the same form is somebody who went back and wrote more:
    it is another message."""
    return uuid5(form_key, f"{ticket.pk} {body}")
