"""The steps a customer follows: Queued, Assigned, Completed, and the side state "We need your answer"."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from .models import Ticket


@dataclass(frozen=True)
class Step:
    label: str
    reached_at: datetime | None
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Progress:
    status: str  # a Ticket.Status
    label: str
    steps: list[Step]

    @property
    def is_completed(self) -> bool:
        return self.status == Ticket.Status.COMPLETED


def progress(ticket) -> Progress:
    """Return the ticket's progress as the customer may know it; one query, or none after `for_own_list`.

    While replies are held and nothing else happened to the ticket, that is the state before them.
    """
    held = getattr(ticket, "held_replies", None)  # a list loads them for all its tickets
    if held is None:
        held = list(ticket.messages.held().order_by("pk"))
    state = ticket.state()
    if held and all(state[field] == held[-1].after[field] for field in ("status", "completed_at")):
        state = held[0].before
    status = state["status"]
    at = {Ticket.Status.QUEUED: 0, Ticket.Status.COMPLETED: 2}.get(status, 1)
    times = [ticket.created_at, _time(state["assigned_at"]) if at else None, _time(state["completed_at"])]
    labels = [_("Queued"), _("Assigned"), _("Completed")]
    return Progress(
        status=status,
        label=str(Ticket.Status(status).label),
        steps=[
            Step(label, time, is_done=position <= at, is_current=position == at)
            for position, (label, time) in enumerate(zip(labels, times, strict=True))
        ],
    )


def _time(text) -> datetime | None:
    return parse_datetime(text) if text else None
