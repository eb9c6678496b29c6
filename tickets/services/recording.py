"""What the use cases share: locking the ticket, stopping at news, writing the events, telling the desks."""

from django.db import transaction
from django.db.models import Max

from accounts.access import may_see
from notifications import clock
from notifications.push import push_counts, recheck

from ..counts import frames
from ..models import Event, Requester, Ticket
from .pushing import put_pushes


class Stale(Exception):
    """Something newer arrived since the page was drawn; `events` are those, oldest first."""

    def __init__(self, events):
        super().__init__("something newer arrived")
        self.events = events


def newest_event() -> int:
    """Return the id of the newest event of all: what a page drawn now has seen. 0 if there is none."""
    return Event.objects.aggregate(newest=Max("pk"))["newest"] or 0


def lock(ticket) -> Ticket:
    """Read the ticket anew and keep others from changing it until the transaction ends."""
    return Ticket.objects.select_for_update().get(pk=ticket.pk)


def lock_all(*keys) -> dict[int, Ticket]:
    """Lock the tickets of these primary keys (None: none). Always in the same order, so that two who need several do
    not wait for each other."""
    wanted = [key for key in keys if key is not None]
    return {ticket.pk: ticket for ticket in Ticket.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}


def lock_merged(ticket) -> tuple[Ticket, Ticket | None]:
    """Lock the ticket and, if it was merged, the one it was merged into; return both."""
    merged_into = ticket.merged_into_id  # as it was loaded
    while True:
        with transaction.atomic():
            locked = lock_all(ticket.pk, merged_into)
            merged_into = locked[ticket.pk].merged_into_id
            if merged_into is None:
                return locked[ticket.pk], None
            if merged_into in locked:
                return locked[ticket.pk], locked[merged_into]
            # Merged in this moment: let go, so that both are locked in their order.
            transaction.set_rollback(True)


def lock_where_it_goes_on(ticket) -> Ticket:
    """Lock the ticket and return it, or the one it was merged into."""
    ticket, goes_on = lock_merged(ticket)
    return goes_on or ticket


def stop_if_news(ticket, last_event) -> None:
    """Raise `Stale` if the ticket, which is locked, holds anything newer than the event `last_event` (None: no page
    was drawn), or if it was merged: then it goes on elsewhere."""
    if ticket.merged_into_id:
        raise Stale(list(ticket.events.filter(kind=Event.Kind.MERGED).select_related("actor").order_by("-pk")[:1]))
    if last_event is None:
        return
    if news := list(ticket.events.news_after(last_event).select_related("message", "actor")):
        raise Stale(news)


def confirm_address(**whose) -> None:
    """Note that somebody opened a link from our mail and acted on it: the address is theirs. `whose` finds the
    requester. Never called for opening alone, which mail scanners do as well."""
    Requester.objects.filter(**whose, confirmed_at=None).update(confirmed_at=clock.now())


def seeing_assignee(ticket):
    """Return who the ticket is assigned to; None if it is nobody, or somebody who may no longer see it."""
    return ticket.assignee if ticket.assignee and may_see(ticket.assignee, ticket.category) else None


def record(ticket, *kinds, actor=None, message=None, detail="", left=None) -> list[Event]:
    """Write an event for each of `kinds`, and push the new counts after commit, announced as the first of them; also
    to who sees the category that the ticket has `left`."""
    fields = {"ticket": ticket, "actor": actor, "message": message, "detail": detail[:300], "created_at": clock.now()}
    events = Event.objects.bulk_create(Event(kind=kind, **fields) for kind in kinds)
    put_pushes(events[0], left)
    # robust: what is committed stays done, even if nobody can be told
    transaction.on_commit(lambda: push_counts(lambda: frames(events[0], left)), robust=True)
    return events


def recheck_later(people) -> None:
    """After commit, have the desks of `people` look at what they may still see."""
    keys = [person.pk for person in people]
    transaction.on_commit(lambda: recheck(keys), robust=True)
