"""Can't answer: one click gives the ticket, with a reason, to who helps in its category."""

from django.db import transaction

from accounts.access import may_see, staff_for
from accounts.models import User
from notifications import clock

from ..mail.outbox import put_staff_mail
from ..models import Event, OutboxMail, Ticket
from .recording import lock, record
from .replying import note


class NobodyElse(Exception):
    """Nobody but the person themself could take the ticket."""


@transaction.atomic
def hand_over(*, ticket, actor, reason, form_key) -> User:
    """Assign the ticket to the person named for its category, if they see it, else to an owner who does; the `reason`
    becomes a note, and they get a mail. Returns who has it now; a second time, as after a double click, changes
    nothing. Raises `NobodyElse`. A completed ticket keeps its state."""
    ticket = lock(ticket)
    person = _who_helps(ticket.category, actor)
    if person is None:
        raise NobodyElse
    message = note(ticket=ticket, author=actor, body=reason, form_key=form_key)
    if message.events.filter(kind=Event.Kind.HANDED_OVER).exists():
        return person
    now = clock.now()
    if not ticket.is_completed:
        ticket.assignee, ticket.assigned_at = person, now
        if ticket.status == Ticket.Status.QUEUED:
            ticket.status = Ticket.Status.ASSIGNED
        if ticket.snoozed_until:  # somebody is to look at it now
            ticket.waiting_since = ticket.waited_since or now
            ticket.snoozed_until = ticket.waited_since = None
            if ticket.status == Ticket.Status.ASKED:
                ticket.status = Ticket.Status.ASSIGNED
        ticket.save()
    put_staff_mail(ticket, OutboxMail.Kind.HANDED_OVER, person)
    record(ticket, Event.Kind.HANDED_OVER, actor=actor, message=message, detail=person.name)
    return person


def _who_helps(category, actor):
    named = category.handed_to
    if named and named != actor and may_see(named, category):
        return named
    return staff_for(category).filter(role=User.Role.OWNER).exclude(pk=actor.pk).order_by("pk").first()
