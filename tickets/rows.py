"""The rows of a table of tickets, as they are printed: worked out here, since a template is slow at it fifty times."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Ticket
from .reference import format as format_reference
from .templatetags.times import waited, when

STATUSES = Ticket.Status


@dataclass(frozen=True, slots=True)
class Row:
    href: str
    reference: str
    status: str
    status_label: str
    is_undelivered: bool
    subject: str
    customer: str
    category: str
    category_id: int
    waiting: str  # for how long, or until when it sleeps
    assignee: str
    assignee_id: int | str  # empty: nobody
    is_mine: bool
    is_open: bool
    tags: list


def rows_of(tickets, user) -> list[Row]:
    """Return a row for each of the tickets, which `for_queue_page` has loaded."""
    labels = {(spam, status): _label(spam, status) for spam in (False, True) for status in STATUSES.values}
    sample = reverse("desk:ticket", args=[0])
    zero, you = format_reference(0), _("You")

    def row(ticket):
        reference = ticket.reference_text
        is_mine = ticket.assignee_id == user.pk
        assignee = you if is_mine else ticket.assignee.shown_name if ticket.assignee_id else "–"
        return Row(
            href=sample.replace(zero, reference),
            reference=reference,
            status=ticket.status,
            status_label=labels[ticket.is_spam, ticket.status],
            is_undelivered=ticket.mail_failed_at is not None,
            subject=ticket.subject,
            customer=ticket.name or ticket.requester.email,
            category=ticket.category.name,
            category_id=ticket.category_id,
            waiting=_waiting(ticket),
            assignee=assignee,
            assignee_id=ticket.assignee_id or "",
            is_mine=is_mine,
            is_open=ticket.completed_at is None,
            tags=list(ticket.tags.all()),
        )

    return [row(ticket) for ticket in tickets]


def _label(is_spam, status):
    return str(Ticket(is_spam=is_spam, status=status).desk_status)


def _waiting(ticket):
    if ticket.waiting_since:
        return waited(ticket.waiting_since)
    return when(ticket.snoozed_until) if ticket.snoozed_until else "–"
