"""Tickets that are not to wait before a certain time."""

from django.db import transaction

from notifications import clock

from ..models import Event, Ticket
from .recording import lock, record, stop_if_news
from .replying import put_back_to_waiting

WOKEN_AT_ONCE = 100


@transaction.atomic
def snooze(*, ticket, actor, until, last_event=None) -> bool:
    """Let the ticket wait no more until then, whatever it was doing; False if it is completed. Raises `Stale` like a
    reply. Whatever the customer does wakes it."""
    ticket = lock(ticket)
    if ticket.is_completed:
        return False
    stop_if_news(ticket, last_event)
    ticket.waited_since = ticket.waiting_since or ticket.waited_since
    ticket.waiting_since, ticket.snoozed_until = None, until
    ticket.save(update_fields=["waiting_since", "waited_since", "snoozed_until"])
    record(ticket, Event.Kind.SNOOZED, actor=actor, detail=until.isoformat(timespec="seconds"))
    return True


@transaction.atomic
def wake(*, ticket, actor=None) -> bool:
    """Let a snoozed ticket wait again, for as long as it did before or from now; False if it is not snoozed. `actor`
    None: its time has come."""
    ticket = lock(ticket)
    if ticket.snoozed_until is None:
        return False
    put_back_to_waiting(ticket, since=clock.now())
    record(ticket, Event.Kind.WOKEN, actor=actor)
    return True


def wake_due() -> int:
    """Wake what has slept long enough; returns how many that were."""
    return sum(wake(ticket=ticket) for ticket in Ticket.objects.snoozed().due()[:WOKEN_AT_ONCE])
