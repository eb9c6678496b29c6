"""Taking a reply back while it is held."""

from django.db import transaction
from django.db.models import Min
from django.utils.dateparse import parse_datetime

from .. import search
from ..models import Event, OutboxMail, Ticket
from .drafting import add_to_draft
from .filing import detach
from .recording import lock, record, seeing_assignee
from .teaching import forget_links


class TooLate(Exception):
    """The reply has left; it can no longer be taken back."""


@transaction.atomic
def undo(*, ticket, author, message_id=None, keep_text=True) -> bool:
    """Take back `author`'s reply (without an id: the newest held one) while it is held: message and mail go, the text
    joins the author's draft, unless it is not to be kept.

    What the reply changed on the ticket is as before, unless it was changed again since. Returns False if the reply was
    taken back already (a double click). Raises `TooLate` once it has left.
    """
    ticket = lock(ticket)
    if message_id is None:
        message = ticket.messages.held_by(author).first()
    else:
        message = ticket.messages.replies_of(author).filter(pk=message_id).first()
    if message is None and message_id:
        return False
    # The worker decides by the same row whether the mail leaves: whoever changes it first has it.
    states = [OutboxMail.State.WAITING, OutboxMail.State.HELD]
    unsent = OutboxMail.objects.filter(message=message, state__in=states, attempts=0)
    if message is None or not message.is_held or not unsent.delete()[0]:
        raise TooLate
    later = ticket.messages.held().filter(pk__gt=message.pk).order_by("pk").first()
    if later:
        later.before = message.before
        later.save(update_fields=["before"])
    else:
        _restore(ticket, message)
    if keep_text:
        detach(message, add_to_draft(ticket, author, message.body).form_key)
    forget_links(message)
    message.delete()
    replies = ticket.messages.filter(kind="reply")
    ticket.first_response_at = replies.aggregate(first=Min("visible_at"))["first"]
    ticket.save()
    search.reindex(ticket)
    record(ticket, Event.Kind.UNDONE, actor=author)
    return True


def _restore(ticket, message) -> None:
    """Give the ticket back what `message` changed, each part only if nobody changed it since."""
    before, after, now = message.before, message.after, ticket.state()
    if now["assignee_id"] == after["assignee_id"]:
        ticket.assignee_id = before["assignee_id"]
        ticket.assigned_at = _time(before["assigned_at"])
        ticket.assignee = seeing_assignee(ticket)
    if all(now[field] == after[field] for field in ("status", "completed_at", "is_spam")):
        ticket.status, ticket.is_spam = before["status"], before["is_spam"]
        ticket.completed_at = _time(before["completed_at"])
    if ticket.status in (Ticket.Status.QUEUED, Ticket.Status.ASSIGNED):
        ticket.status = Ticket.Status.ASSIGNED if ticket.assignee else Ticket.Status.QUEUED
        ticket.waiting_since = _time(before["waiting_since"]) or ticket.waiting_since
        ticket.mail_failed_at = _time(before["mail_failed_at"])
    if not ticket.waiting_since and not ticket.completed_at:
        ticket.snoozed_until = _time(before.get("snoozed_until"))
        ticket.waited_since = _time(before.get("waited_since"))


def _time(text):
    return text and parse_datetime(text)
