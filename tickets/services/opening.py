"""Filing a ticket."""

from django.db import IntegrityError, transaction

from faq.services import log_search, note_filed, was_refused
from notifications import clock

from .. import reference, search
from ..mail.outbox import put_in_outbox
from ..models import EntryUse, Event, Message, OutboxMail, Ticket
from .addressing import requester_of
from .filing import attach
from .recording import record


@transaction.atomic
def open_ticket(
    *,
    category,
    email,
    name,
    language,
    subject,
    text,
    answers,
    form_key,
    tried=(),
    read=None,
    offered=0,
    visitor="",
    entered_by=None,
) -> Ticket:
    """Register a request, once per `form_key`: a second call returns the ticket of the first.

    `answers` and `tried` are the snapshots described at `Ticket`; `entered_by` is who of us wrote it down for a
    customer who called. `read` is the FAQ entry that did not help (see `SubmissionForm.read`), `offered` how many were
    offered before sending and not taken, `visitor` who files, as the FAQ counts readers.

    The confirmation is an outbox row of the same transaction; counts are pushed after commit, so a ticket that was
    rolled back is never announced. Eleven queries, the counts included, and on PostgreSQL one more.
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
        created_at=clock.now(),
    )
    ticket.waiting_since = ticket.created_at
    if not _save_with_reference(ticket):
        return Ticket.objects.get(form_key=form_key)
    message = Message.objects.create(
        ticket=ticket, kind=Message.Kind.CUSTOMER, body=text, created_at=ticket.created_at, visible_at=ticket.created_at
    )
    attach(message, form_key)
    search.index(ticket, text)
    _tell_faq(ticket, read, offered, visitor)
    put_in_outbox(ticket, OutboxMail.Kind.CONFIRMATION)
    record(ticket, Event.Kind.OPENED, actor=entered_by, message=message)
    return ticket


def _tell_faq(ticket, read, offered, visitor) -> None:
    if read:
        EntryUse.objects.create(ticket=ticket, entry=read.entry, kind=EntryUse.Kind.READ, reason=read.reason)
    if offered and not was_refused(ticket.subject, ticket.language, ticket.category):
        log_search(ticket.subject, ticket.language, offered, ticket.category, visitor=visitor, refused=True)
    if visitor:
        note_filed(visitor)


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
