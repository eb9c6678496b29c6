"""How much automatic mail is too much: anyone can type anybody's address into a form."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from ..models import HelpDesk, MailEvent, OutboxMail

AUTOMATIC = [
    MailEvent.CONFIRMATION,
    MailEvent.LINK,
    MailEvent.TICKETS,
    MailEvent.ASKED,
    MailEvent.FOUND,
]  # nobody of ours wrote them
TO_STAFF = [MailEvent.HANDED_OVER, MailEvent.MOVED_AWAY, MailEvent.UNWATCHED]
HeldFor = OutboxMail.HeldFor


def reason_to_hold(email: str) -> str:
    """Return why one more automatic mail to `email` would be too much (an `OutboxMail.HeldFor`), or an empty text.

    Mails held back do not count. Two queries.
    """
    allowed = HelpDesk.current()
    now = timezone.now()
    automatic = OutboxMail.objects.filter(kind__in=AUTOMATIC).exclude(state=OutboxMail.State.HELD)
    if automatic.filter(to=email, created_at__gt=now - timedelta(days=1)).count() >= allowed.mails_an_address:
        return HeldFor.ADDRESS
    domain = email[email.rfind("@") :]
    within_an_hour = automatic.filter(created_at__gt=now - timedelta(hours=1)).aggregate(
        overall=Count("pk"), domain=Count("pk", filter=Q(to__endswith=domain))
    )
    if within_an_hour["domain"] >= allowed.mails_a_domain:
        return HeldFor.DOMAIN
    return HeldFor.OVERALL if within_an_hour["overall"] >= allowed.mails_overall else ""
