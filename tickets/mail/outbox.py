"""The outbox: mail is a row first, and a worker sends it (`tickets.services.delivering`).

A row is claimed by a conditional update: whoever changes it first has it for the length of a lease. Any number of
workers may run.
"""

import uuid
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings

from accounts.models import User
from notifications import clock
from notifications.watching import watching

from ..models import AccountMail, OutboxMail, Requester, Ticket
from . import account_mails
from .addresses import capped_as
from .caps import reason_to_hold

LEASE = timedelta(seconds=90)  # renewed while a server is slow (`leases`); a worker that dies frees its mail after that
LONGEST_ADDRESS = 254  # characters: RFC 5321, and our columns
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]  # between tries


def put_in_outbox(ticket, kind, *, message=None) -> OutboxMail:
    """Write the mail in the caller's transaction; an answer leaves when its message becomes visible.

    It is held back where the address said "this was not me", and an automatic one where it would be too much.
    """
    requester = ticket.requester
    held_for = OutboxMail.HeldFor.NOT_ME if requester.mail_stopped_at else ""
    if not held_for and message is None:
        held_for = reason_to_hold(kind, requester.email, is_confirmed=requester.is_confirmed)
    send_at = message.visible_at if message else clock.now()
    return _write(kind, requester.email, held_for, ticket=ticket, message=message, send_at=send_at)


def put_link_to_tickets(email, language) -> OutboxMail:
    """Write the mail with the link to all tickets of `email`, in the caller's transaction. Whether there are any is
    found out when it is sent, so that nobody can tell from our answer."""
    kind, requester = OutboxMail.Kind.TICKETS, Requester.objects.with_address(email)
    is_confirmed = requester is not None and requester.is_confirmed
    return _write(kind, email, reason_to_hold(kind, email, is_confirmed=is_confirmed), language=language)


def put_mail_to_asker(asker, requester, kind, *, entry=None) -> OutboxMail:
    """Write a mail to somebody who wants to know of an answer, in the caller's transaction: that they confirm it, or
    the `entry` with the answer. `requester` is the record of their address."""
    held_for = OutboxMail.HeldFor.NOT_ME if requester.mail_stopped_at else ""
    held_for = held_for or reason_to_hold(kind, asker.email, is_confirmed=requester.is_confirmed)
    return _write(kind, asker.email, held_for, asker=asker, entry=entry, language=asker.language)


def put_staff_mail(ticket, kind, user) -> OutboxMail:
    """Write a mail about the ticket to one of ours, in the caller's transaction; it tells nothing of its content."""
    return _write(kind, user.email, "", ticket=ticket, language=user.language)


def put_mail_of_waiting(user) -> OutboxMail:
    """Write the mail that tells one of ours that tickets wait and nobody watches; which they are is found out when it
    is sent."""
    return _write(OutboxMail.Kind.UNWATCHED, user.email, "", language=user.language)


def put_account_mail(what, email, language="") -> None:
    """Write a mail that tells the person at `email` what happened to their account (an `AccountMail`), the same row
    whoever that is. Whether it is anybody is found out when it is sent; nothing is held back, as the callers' limits
    keep anybody from causing many."""
    if len(email) <= LONGEST_ADDRESS:  # a longer one is typed, and nobody's
        _write(AccountMail(what), email, "", language=language)


def _write(kind, to, held_for, **fields) -> OutboxMail:
    fields = {"send_at": clock.now(), "created_at": clock.now()} | fields
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    state = OutboxMail.State.HELD if held_for else OutboxMail.State.WAITING
    header_id = f"<{uuid.uuid4().hex}@{domain}>"
    fields |= {"capped_as": capped_as(to), "header_id": header_id}
    return OutboxMail.objects.create(kind=kind, to=to, state=state, held_for=held_for, **fields)


def claim() -> OutboxMail | None:
    """Take the oldest mail that is due; None if there is none."""
    now = clock.now()
    due = OutboxMail.objects.filter(state=OutboxMail.State.WAITING, send_at__lte=now)
    related = ("ticket__category", "ticket__requester", "message", "asker", "entry")
    for mail in due.select_related(*related).order_by("send_at", "pk")[:10]:
        if due.filter(pk=mail.pk, attempts=mail.attempts).update(send_at=now + LEASE, attempts=mail.attempts + 1):
            mail.attempts, mail.send_at = mail.attempts + 1, now + LEASE
            return mail
    return None


def renew(mail) -> bool:
    """Begin the lease of a claimed mail anew; False where it is ours no more."""
    until = clock.now() + LEASE
    ours = OutboxMail.objects.filter(pk=mail.pk, state=OutboxMail.State.WAITING, send_at=mail.send_at)
    if not ours.update(send_at=until):
        return False
    mail.send_at = until
    return True


def is_wanted(mail) -> bool:
    """Tell whether somebody is to get the mail: a link to all tickets goes only where there are some, a new password
    only to who works here, and word of what waits only to who does not see it on their desk by now."""
    if mail.kind == OutboxMail.Kind.UNWATCHED:
        person = User.objects.active_at(mail.to)
        return bool(person and person.pk not in watching() and Ticket.objects.visible_to(person).waiting().exists())
    if mail.kind != OutboxMail.Kind.TICKETS:
        return account_mails.is_somebodys(mail)
    requester = Requester.objects.with_address(mail.to)
    return bool(requester and not requester.mail_stopped_at and Ticket.objects.of_address(requester).exists())


def mark_sent(mail) -> None:
    OutboxMail.objects.filter(pk=mail.pk).update(
        state=OutboxMail.State.SENT, sent_at=clock.now(), error="", held_for=""
    )


def put_off(mail, reason) -> bool:
    """Try again after the next, longer pause; False if there is none left."""
    if mail.attempts > len(PAUSES):
        return False
    OutboxMail.objects.filter(pk=mail.pk).update(send_at=clock.now() + PAUSES[mail.attempts - 1], error=reason)
    return True
