"""How much automatic mail is too much: anyone can type anybody's address into a form."""

from datetime import timedelta

from django.db import connection
from django.db.models import Count, Q

from notifications import clock

from ..models import AccountMail, HelpDesk, MailEvent, OutboxMail
from .addresses import capped_as

CONFIRMATIONS = [MailEvent.CONFIRMATION]
ASKED_FOR = [MailEvent.LINK, MailEvent.TICKETS, MailEvent.ASKED]
AUTOMATIC = [*CONFIRMATIONS, *ASKED_FOR, MailEvent.FOUND]  # nobody of ours wrote them
# Until an address is confirmed it gets one mail a day of each of these, and no other automatic one.
UNCONFIRMED = {kind: alike for alike in (CONFIRMATIONS, ASKED_FOR) for kind in alike}
TO_STAFF = [MailEvent.HANDED_OVER, MailEvent.MOVED_AWAY, MailEvent.UNWATCHED, *AccountMail]
HeldFor = OutboxMail.HeldFor


def reason_to_hold(kind, email: str, *, is_confirmed) -> str:
    """Return why an automatic mail of this kind to `email` would be too much (an `OutboxMail.HeldFor`), or an empty
    text.

    Mails held back do not count; ``+tags`` and dots make no other person (`capped_as`). Called in the transaction that
    writes the mail. One query, and on PostgreSQL one that waits for its turn.
    """
    alike = UNCONFIRMED.get(kind, [])
    if not is_confirmed and not alike:
        return HeldFor.UNCONFIRMED
    allowed, person = HelpDesk.current(), capped_as(email)
    _one_at_a_time(person)
    left = _left(person, email[email.rfind("@") :], alike)
    if not is_confirmed and left["alike"]:
        return HeldFor.UNCONFIRMED
    if left["today"] >= allowed.mails_an_address:
        return HeldFor.ADDRESS
    if left["domain"] >= allowed.mails_a_domain:
        return HeldFor.DOMAIN
    return HeldFor.OVERALL if left["overall"] >= allowed.mails_overall else ""


def _left(person, domain, alike) -> dict[str, int]:
    """Count the automatic mails to the person within a day (`today`, and those of the kinds `alike`), and within an
    hour those to the `domain`, which begins with @, and `overall`."""
    now = clock.now()
    today = Q(capped_as=person, created_at__gt=now - timedelta(days=1))
    within_an_hour = Q(created_at__gt=now - timedelta(hours=1))
    automatic = OutboxMail.objects.filter(kind__in=AUTOMATIC).exclude(state=OutboxMail.State.HELD)
    return automatic.filter(today | within_an_hour).aggregate(
        today=Count("pk", filter=today),
        alike=Count("pk", filter=today & Q(kind__in=alike)),
        domain=Count("pk", filter=within_an_hour & Q(to__endswith=domain)),
        overall=Count("pk", filter=within_an_hour),
    )


def _one_at_a_time(person) -> None:
    """Let transactions count the mails to a person one after the other, or each would find room for its own."""
    if connection.vendor == "postgresql":  # SQLite writes one transaction at a time
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [person])
