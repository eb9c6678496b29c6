"""Merging a ticket into another one of the same customer, and taking that back.

The merged ticket is completed and stays as it is: its messages show in the timeline of the one that goes on, to which
the customer's later messages go.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.access import may_see
from notifications import clock

from ..models import Event, Ticket
from .recording import lock_all, lock_merged, record, seeing_assignee
from .replying import put_back_to_waiting

Status = Ticket.Status
OPEN = (Status.QUEUED, Status.ASSIGNED)
SNOOZE = ("snoozed_until", "waited_since")
TIMES = ("waiting_since", "assigned_at", "completed_at", "mail_failed_at", *SNOOZE)


class CannotMerge(Exception):
    """The tickets stay two; the text is a sentence for people."""


@transaction.atomic
def merge(*, ticket, other, actor) -> Ticket:
    """Merge `other` into `ticket`, or into the one that `ticket` itself was merged into; return the one that goes on.

    What waits in `other` waits there. Merging twice happens once. Raises `CannotMerge`.
    """
    locked = lock_all(other.pk, ticket.pk, ticket.merged_into_id)
    other, ticket = locked[other.pk], locked[ticket.pk]
    target = locked.get(ticket.merged_into_id) if ticket.merged_into_id else ticket
    if target is None or (target != ticket and not may_see(actor, target.category)):
        raise CannotMerge(_("This ticket was merged already. Take that back first."))
    if other.merged_into_id == target.pk:
        return target
    _check(other, target)
    own, before, now = _standing(other), _standing(target), clock.now()
    if waits_since := other.waiting_since or (other.snoozed_until and (other.waited_since or now)):
        times = (waits_since, target.waiting_since, target.waited_since)
        target.waiting_since = min(time for time in times if time)
        target.snoozed_until = target.waited_since = None
        target.mail_failed_at = target.mail_failed_at or other.mail_failed_at
        put_back_to_waiting(target, since=target.waiting_since)
    other.before_merge = {"own": own, "target": {"before": before, "after": _standing(target)}}
    other.status, other.completed_at, other.merged_into = Status.COMPLETED, other.completed_at or now, target
    other.waiting_since = other.mail_failed_at = other.snoozed_until = other.waited_since = None
    other.save()
    # Numbers, not references: who may read which depends on who reads.
    record(target, Event.Kind.MERGED, actor=actor, detail=str(other.reference))
    record(other, Event.Kind.MERGED, actor=actor, detail=str(target.reference))
    return target


@transaction.atomic
def take_merge_back(*, ticket, actor=None) -> bool:
    """Let the merged `ticket` stand alone again, as it stood before; False if it does.

    What merging changed on the other one is as before, unless something happened there since.
    """
    ticket, target = lock_merged(ticket)
    if target is None:
        return False
    kept = ticket.before_merge
    ticket.merged_into = ticket.before_merge = None
    _put_back(ticket, kept["own"])
    before, after = kept["target"]["before"], kept["target"]["after"]
    merged = target.events.filter(kind=Event.Kind.MERGED, detail=str(ticket.reference)).latest("pk")
    if before != after and _standing(target) == after and not target.events.news_after(merged.pk).exists():
        _put_back(target, before)
    record(target, Event.Kind.UNMERGED, actor=actor, detail=str(ticket.reference))
    record(ticket, Event.Kind.UNMERGED, actor=actor, detail=str(target.reference))
    return True


def take_merges_back(ticket) -> None:
    """Part the ticket from whatever it was merged with, in the caller's transaction, which has not locked it yet."""
    for merged in Ticket.objects.filter(Q(merged_into=ticket) | Q(pk=ticket.pk, merged_into__isnull=False)):
        take_merge_back(ticket=merged)


def _check(other, target) -> None:
    words = {"reference": other.reference_text}
    if other.pk == target.pk:
        raise CannotMerge(_("These two are merged already."))
    if other.requester_id != target.requester_id:
        raise CannotMerge(_("Only tickets of the same customer can be merged."))
    if other.merged_into_id:
        raise CannotMerge(_("Ticket %(reference)s was merged already. Take that back first.") % words)
    if other.merged.exists():
        raise CannotMerge(_("Others were merged into ticket %(reference)s. Take that back first.") % words)
    if other.messages.held().exists():
        raise CannotMerge(_("An answer to ticket %(reference)s is about to leave. Try again when it has.") % words)


def _standing(ticket) -> dict:
    """Return everything that merging can change, as JSON."""
    return ticket.state() | {name: (time := getattr(ticket, name)) and time.isoformat() for name in TIMES}


def _put_back(ticket, standing) -> None:
    """Save the ticket as it stood; a person who no longer sees it does not get it back."""
    for name in ("status", "assignee_id", "is_spam"):
        setattr(ticket, name, standing[name])
    for name in TIMES:
        setattr(ticket, name, standing[name] and parse_datetime(standing[name]))
    if not ticket.is_completed:
        ticket.assignee = seeing_assignee(ticket)
    if ticket.status in OPEN:
        ticket.status = Status.ASSIGNED if ticket.assignee else Status.QUEUED
    ticket.save()
