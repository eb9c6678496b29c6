"""Who works on a ticket and whether it is done."""

from django.db import transaction
from django.db.models import Case, F, Value, When

from notifications import clock

from ..models import Event, Ticket
from .recording import confirm_address, lock, lock_where_it_goes_on, record, stop_if_news
from .replying import put_back_to_waiting


@transaction.atomic
def assign_to(*, ticket, user, instead_of) -> bool:
    """Give the ticket to `user`, who may see it, if it still is with the person whose id is `instead_of` (None: with
    nobody). Returns False, changing nothing, if somebody was faster or the ticket is completed."""
    open_with_them = Ticket.objects.filter(pk=ticket.pk, assignee=instead_of).exclude(status=Ticket.Status.COMPLETED)
    status = Case(When(status=Ticket.Status.QUEUED, then=Value(Ticket.Status.ASSIGNED)), default=F("status"))
    changed = open_with_them.update(assignee=user, assigned_at=clock.now(), status=status)
    if changed:
        record(ticket, Event.Kind.ASSIGNED, actor=user)
    return bool(changed)


@transaction.atomic
def complete(*, ticket, actor, last_event=None) -> bool:
    """Complete the ticket without another answer; False if it is completed already. Raises `Stale` like a reply."""
    ticket = lock(ticket)
    if ticket.is_completed:
        return False
    stop_if_news(ticket, last_event)
    _complete(ticket, actor, Event.Kind.COMPLETED)
    return True


@transaction.atomic
def customer_solved(*, ticket) -> bool:
    """The customer says that the problem is solved; False if they could see that the ticket is completed.

    A held reply may have completed it, which they cannot see: what they say stays, even if that reply is taken back.
    """
    ticket = lock_where_it_goes_on(ticket)
    if ticket.is_completed and not ticket.messages.held().filter(after__completed_at=ticket.state()["completed_at"]):
        return False
    confirm_address(pk=ticket.requester_id)
    _complete(ticket, None, Event.Kind.COMPLETED)
    return True


@transaction.atomic
def mark_spam(*, ticket, actor, last_event=None) -> bool:
    """Complete the ticket as spam; a reply or reopening takes that back. False if it is marked already. Raises `Stale`
    like a reply."""
    ticket = lock(ticket)
    if ticket.is_spam:
        return False
    stop_if_news(ticket, last_event)
    ticket.is_spam = True
    _complete(ticket, actor, Event.Kind.SPAM)
    return True


@transaction.atomic
def reopen(*, ticket, actor=None) -> bool:
    """Let a completed ticket wait again; False if it is open. `actor` None: the customer. A merged one stays completed:
    staff take the merge back, the customer reopens the ticket where it goes on."""
    ticket = lock_where_it_goes_on(ticket) if actor is None else lock(ticket)
    if not ticket.is_completed or ticket.merged_into_id:
        return False
    if actor is None:
        confirm_address(pk=ticket.requester_id)
    put_back_to_waiting(ticket, since=clock.now())
    record(ticket, Event.Kind.REOPENED, actor=actor)
    return True


def _complete(ticket, actor, kind) -> None:
    ticket.status, ticket.completed_at = Ticket.Status.COMPLETED, clock.now()
    ticket.waiting_since = ticket.mail_failed_at = ticket.snoozed_until = ticket.waited_since = None
    ticket.save()
    record(ticket, kind, actor=actor)
