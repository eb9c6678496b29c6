"""Filing a ticket."""

from django.db import IntegrityError, transaction

from .. import reference, search
from ..mail.outbox import put_in_outbox
from ..models import Event, Message, OutboxMail, Requester, Ticket
from .recording import record


@transaction.atomic
def open_ticket(*, category, email, name, language, subject, text, answers, form_key) -> Ticket:
    """Register a request, once per `form_key`: a second call returns the ticket of the first.

    `answers` is the snapshot described at `Ticket`. The confirmation is an outbox row of the same transaction; counts
    are pushed after commit, so a ticket that was rolled back is never announced. Eight queries, the counts included.
    """
    # An upsert rather than get_or_create: one query, and two first tickets at once do not collide.
    [requester] = Requester.objects.bulk_create(
        [Requester(email=email.lower())], update_conflicts=True, unique_fields=["email"], update_fields=["email"]
    )
    ticket = Ticket(
        category=category,
        requester=requester,
        name=name,
        language=language,
        subject=subject,
        answers=answers,
        form_key=form_key,
    )
    ticket.waiting_since = ticket.created_at
    if not _save_with_reference(ticket):
        return Ticket.objects.get(form_key=form_key)
    message = Message.objects.create(
        ticket=ticket, kind=Message.Kind.CUSTOMER, body=text, created_at=ticket.created_at, visible_at=ticket.created_at
    )
    search.index(ticket)
    put_in_outbox(ticket, OutboxMail.Kind.CONFIRMATION)
    record(ticket, Event.Kind.OPENED, message=message)
    return ticket


def _save_with_reference(ticket) -> bool:
    """Save under a reference nobody has; False if the form was filed already."""
    while True:
        ticket.reference = reference.generate()
        try:
            with transaction.atomic():
                ticket.save(force_insert=True)
                return True
        except IntegrityError:
            if Ticket.objects.filter(form_key=ticket.form_key).exists():
                return False
            if not Ticket.objects.filter(reference=ticket.reference).exists():
                raise
