"""Who works on a ticket and whether it is done."""

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from ..models import Event, Ticket
from .recording import lock, record
from .replying import put_back_to_waiting


@transaction.atomic
def assign_to(*, ticket, user, instead_of) -> bool:
    """Give the ticket to `user`, who may see it, if it still is with the person whose id is `instead_of` (None: with
    nobody). Returns False, changing nothing, if somebody was faster or the ticket is completed."""
    open_with_them = Ticket.objects.filter(pk=ticket.pk, assignee=instead_of).exclude(status=Ticket.Status.COMPLETED)
    status = Case(When(status=Ticket.Status.QUEUED, then=Value(Ticket.Status.ASSIGNED)), default=F("status"))
    changed = open_with_them.update(assignee=user, assigned_at=timezone.now(), status=status)
    if changed:
        record(ticket, Event.Kind.ASSIGNED, actor=user)
    return bool(changed)


@transaction.atomic
def complete(*, ticket, actor) -> bool:
    """Complete the ticket without another answer; False if it was completed already. `actor` None: the customer."""
    return _complete(lock(ticket), actor, Event.Kind.COMPLETED)


@transaction.atomic
def customer_solved(*, ticket) -> bool:
    """The customer says that the problem is solved; False if they knew the ticket to be completed.

    A held reply may have completed it already, which the customer does not see: what they say stays, even if that
    reply is taken back.
    """
    ticket = lock(ticket)
    held = ticket.messages.held().order_by("pk").first()
    if held is None:
        return _complete(ticket, None, Event.Kind.COMPLETED)
    if held.before["status"] == Ticket.Status.COMPLETED:
        return False
    held.before |= {"status": "completed", "completed_at": timezone.now().isoformat(), "waiting_since": None}
    held.save(update_fields=["before"])
    ticket.completed_at = None
    return _complete(ticket, None, Event.Kind.COMPLETED, even_if_completed=True)


@transaction.atomic
def mark_spam(*, ticket, actor) -> bool:
    """Complete the ticket as spam; a reply or reopening takes that back. False if it is marked already."""
    ticket = lock(ticket)
    if ticket.is_spam:
        return False
    ticket.is_spam = True
    return _complete(ticket, actor, Event.Kind.SPAM, even_if_completed=True)


@transaction.atomic
def reopen(*, ticket, actor=None) -> bool:
    """Let a completed ticket wait again; False if it is open. `actor` None: the customer."""
    ticket = lock(ticket)
    if not ticket.is_completed:
        return False
    put_back_to_waiting(ticket, since=timezone.now())
    record(ticket, Event.Kind.REOPENED, actor=actor)
    return True


def _complete(ticket, actor, kind, even_if_completed=False) -> bool:
    if ticket.is_completed and not even_if_completed:
        return False
    ticket.status, ticket.waiting_since = Ticket.Status.COMPLETED, None
    ticket.completed_at = ticket.completed_at or timezone.now()
    ticket.save()
    record(ticket, kind, actor=actor)
    return True
