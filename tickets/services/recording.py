"""What every use case does at its end: write the events, tell the desks."""

from django.db import transaction

from notifications.push import push

from ..counts import frames
from ..models import Event, Ticket


def lock(ticket) -> Ticket:
    """Read the ticket anew and keep others from changing it until the transaction ends."""
    return Ticket.objects.select_for_update().get(pk=ticket.pk)


def record(ticket, *kinds, actor=None, message=None, detail="") -> list[Event]:
    """Write an event for each of `kinds`, and push the new counts after commit, announced as the first of them."""
    events = Event.objects.bulk_create(
        Event(ticket=ticket, kind=kind, actor=actor, message=message, detail=detail[:300]) for kind in kinds
    )
    # robust: what is committed stays done, even if nobody can be told
    transaction.on_commit(lambda: push(frames(events[0])), robust=True)
    return events
