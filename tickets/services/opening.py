"""Filing a ticket."""

from django.db import IntegrityError, transaction

from .. import reference, search
from ..mail.outbox import put_in_outbox
from ..models import Event, Message, OutboxMail, Ticket
from .addressing import requester_of
from .filing import attach
from .recording import record


@transaction.atomic
def open_ticket(
    *, category, email, name, language, subject, text, answers, form_key, tried=(), entered_by=None
) -> Ticket:
    """Register a request, once per `form_key`: a second call returns the ticket of the first.

    `answers` and `tried` are the snapshots described at `Ticket`; `entered_by` is who of us wrote it down for a
    customer who called. The confirmation is an outbox row of the same transaction; counts are pushed after commit, so a
    ticket that was rolled back is never announced. Twelve queries, the counts included.
    """
    requester = requester_of(email)
    ticket = Ticket(
        category=category,
        requester=requester,
        name=name,
        language=language,
        subject=subject,
        answers=answers,
        tried=list(tried),
        form_key=form_key,
    )
    ticket.waiting_since = ticket.created_at
    if not _save_with_reference(ticket):
        return Ticket.objects.get(form_key=form_key)
    message = Message.objects.create(
        ticket=ticket, kind=Message.Kind.CUSTOMER, body=text, created_at=ticket.created_at, visible_at=ticket.created_at
    )
    attach(message, form_key)
    search.index(ticket, text)
    put_in_outbox(ticket, OutboxMail.Kind.CONFIRMATION)
    record(ticket, Event.Kind.OPENED, actor=entered_by, message=message)
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
