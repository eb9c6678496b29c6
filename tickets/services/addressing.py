"""Whom mail goes to: corrected addresses, "this was not me", new links, and what an owner does with held mail."""

from django.db import transaction

from notifications import clock

from .. import search
from ..mail.caps import reason_to_hold
from ..mail.outbox import put_in_outbox, put_link_to_tickets
from ..models import AccountMail, Event, HelpDesk, OutboxMail, Requester, Ticket
from ..models.ticket import new_link_key
from .merging import take_merges_back
from .recording import lock, record

MOST_CORRECTIONS = 3
Kind, State, HeldFor = OutboxMail.Kind, OutboxMail.State, OutboxMail.HeldFor


class TooManyCorrections(Exception):
    """The address of this ticket has been corrected often enough."""


def requester_of(email) -> Requester:
    """Return the record of this address, which may be new."""
    # An upsert rather than get_or_create: one query, and two first tickets at once do not collide.
    [requester] = Requester.objects.bulk_create(
        [Requester(email=email.lower())], update_conflicts=True, unique_fields=["email"], update_fields=["email"]
    )
    requester.refresh_from_db()
    return requester


@transaction.atomic
def change_address(*, ticket, email) -> bool:
    """Give the ticket to the address that was meant; False if it is that one already.

    Links to the old address die, nothing more goes there, and the confirmation goes to the new one. Raises
    `TooManyCorrections` after the third. Merged tickets part: they are no longer one customer's.
    """
    if email.lower() != ticket.requester.email:
        take_merges_back(ticket)
    ticket = lock(ticket)
    old = ticket.requester.email
    if email.lower() == old:
        return False
    if ticket.events.filter(kind=Event.Kind.ADDRESS_CHANGED).count() >= MOST_CORRECTIONS:
        raise TooManyCorrections
    ticket.requester = requester_of(email)
    ticket.link_key = new_link_key()
    ticket.save(update_fields=["requester", "link_key"])
    search.reindex(ticket)
    # One that is just leaving is let go: its link no longer opens anything.
    ticket.mails.filter(kind=Kind.CONFIRMATION, state__in=[State.WAITING, State.HELD], attempts=0).delete()
    put_in_outbox(ticket, Kind.CONFIRMATION)
    record(ticket, Event.Kind.ADDRESS_CHANGED, detail=f"{old} → {ticket.requester.email}")
    return True


@transaction.atomic
def mail_link(*, ticket) -> OutboxMail:
    """Mail a new private link to the ticket's address; the mail says whether and why it is held back."""
    return put_in_outbox(ticket, Kind.LINK)


@transaction.atomic
def revoke_links(*, ticket, actor) -> bool:
    """End what every link to the ticket opened so far, and every one to all tickets of its address; a new one goes to
    that address. False if that mail is held back."""
    ticket = lock(ticket)
    ticket.link_key = new_link_key()
    ticket.save(update_fields=["link_key"])
    Requester.objects.filter(pk=ticket.requester_id).update(link_key=new_link_key())
    record(ticket, Event.Kind.LINKS_REVOKED, actor=actor)
    return mail_link(ticket=ticket).state == State.WAITING


@transaction.atomic
def mail_link_to_tickets(*, email, language) -> None:
    """Mail the link to all tickets of `email`, if it has any: the worker finds out."""
    put_link_to_tickets(email.lower(), language)


@transaction.atomic
def stop_mail(*, requester) -> bool:
    """End all mail to the address, which says that it did not write to us; False if that was said before."""
    if not Requester.objects.filter(pk=requester.pk, mail_stopped_at=None).update(mail_stopped_at=clock.now()):
        return False
    waiting = OutboxMail.objects.filter(to=requester.email, state=State.WAITING)
    waiting.exclude(kind__in=AccountMail.values).update(state=State.HELD, held_for=HeldFor.NOT_ME)
    for ticket in requester.tickets.exclude(status=Ticket.Status.COMPLETED):
        record(ticket, Event.Kind.NOT_ME)
    return True


@transaction.atomic
def allow_mail(*, requester) -> None:
    """Take "this was not me" back: what was held for it leaves now, the newest first and no more of it than the caps
    allow; the answers of staff all do."""
    Requester.objects.filter(pk=requester.pk).update(mail_stopped_at=None)
    held = OutboxMail.objects.filter(to=requester.email, held_for=HeldFor.NOT_ME)
    _release(held.exclude(message=None))
    for mail in held.order_by("-pk")[: HelpDesk.current().mails_an_address]:
        this = held.filter(pk=mail.pk)
        if reason := reason_to_hold(mail.kind, mail.to, is_confirmed=requester.is_confirmed):
            this.update(held_for=reason)
        else:
            _release(this)
    held.update(held_for=HeldFor.ADDRESS)


@transaction.atomic
def release(*, mails) -> int:
    """Let held mails leave, whatever the caps say; returns how many were still held. Who stopped mail stays stopped."""
    return _release(mails.exclude(held_for=HeldFor.NOT_ME))


@transaction.atomic
def block(*, mails) -> int:
    """Drop held mails and let no more go to their addresses; returns how many addresses that were."""
    addresses = set(mails.values_list("to", flat=True))
    mails.delete()
    for email in addresses:
        stop_mail(requester=requester_of(email))
    return len(addresses)


def _release(mails) -> int:
    now = clock.now()  # also as when it was written: caps count what left today
    return mails.filter(state=State.HELD).update(state=State.WAITING, held_for="", send_at=now, created_at=now)
