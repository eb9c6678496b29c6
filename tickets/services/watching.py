"""When tickets wait: what turned overdue is pushed, and where nobody watches people are told by mail."""

from datetime import timedelta

from django.db import transaction

from accounts.access import assigned_to, staff_for
from accounts.models import User
from notifications import clock
from notifications.push import push_counts
from notifications.watching import watching

from ..counts import frames_of_overdue
from ..mail.outbox import put_mail_of_waiting
from ..models import Category, OutboxMail, Reminder, Ticket

QUIET = timedelta(minutes=30)  # at least, between two of these mails to a person


def push_overdue(since) -> None:
    """Push the counts to everybody who sees a ticket that turned overdue since that moment."""
    overdue = set(Ticket.objects.turned_overdue(since).values_list("category_id", flat=True))
    push_counts(lambda: frames_of_overdue(overdue))


def tell_where_nobody_watches() -> int:
    """Mail people that tickets wait in a category of which nobody has the desk open; returns how many mails that were.

    Those assigned to the category first, each after the minutes they chose; then, later by the minutes they chose, the
    owners who see it. A mail is about everything that waits for the person; a wait is told once.
    """
    due: dict[User, list] = {}
    seen = watching()
    for category in Category.objects.with_waiting():
        people = list(staff_for(category)) if category.waiting else []
        if any(person.pk in seen and not person.is_away for person in people):
            continue
        for person, minutes in _turns(category, people):
            due.setdefault(person, []).append((category, clock.now() - timedelta(minutes=minutes)))
    return sum(_tell(person, waits) for person, waits in due.items())


def _turns(category, people):
    """List who is to be told of the category's tickets, each with the minutes that they have to wait for it."""
    present = [person for person in people if not person.is_away]
    told = [person for person in present or people if person.mail_after]
    first = {person.pk: person.mail_after for person in told if person.pk in assigned_to(category)}
    later = min(first.values(), default=0)
    return [(person, person.mail_after + (0 if person.pk in first else later)) for person in told]


@transaction.atomic
def _tell(person, waits) -> bool:
    User.objects.select_for_update().get(pk=person.pk)  # another worker may be about to do the same
    if OutboxMail.objects.about_waiting(person).filter(created_at__gt=clock.now() - QUIET).exists():
        return False
    tickets = list(Ticket.objects.waiting_before(waits).not_told(person))
    if not tickets:
        return False
    Reminder.objects.bulk_create(
        [Reminder(user=person, ticket=ticket, waiting_since=ticket.waiting_since) for ticket in tickets],
        update_conflicts=True,
        unique_fields=["user", "ticket"],
        update_fields=["waiting_since"],
    )
    put_mail_of_waiting(person)
    return True


def forget_reminders() -> None:
    """Delete those of tickets that wait no more."""
    Reminder.objects.filter(ticket__waiting_since=None).delete()
