"""Until when a ticket can be snoozed with one touch."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications import clock

MORNING = time(9)
MONDAY = 0
LATER = timedelta(hours=3)
LONGEST = timedelta(days=366)
CHOICES = {
    "later": _("In 3 hours"),
    "tomorrow": _("Tomorrow at 9:00"),
    "monday": _("Next Monday at 9:00"),
    "week": _("In a week, at 9:00"),
}


def moment_of(choice) -> datetime:
    """Return the moment that one of `CHOICES` means now, in the help desk's time zone. Raises KeyError."""
    if choice == "later":
        return clock.now() + LATER
    today = clock.today()
    days = {"tomorrow": 1, "monday": (MONDAY - today.weekday()) % 7 or 7, "week": 7}[choice]
    return timezone.make_aware(datetime.combine(today + timedelta(days=days), MORNING))
