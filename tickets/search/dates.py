"""Days in a search: how they are typed, and what the tickets filed before or since then have."""

import re
from calendar import monthrange
from datetime import date

from django.utils import timezone

from ..typed import plain_digits
from .engine import Any, Token
from .tokens import date_token

FIRST_YEAR = 2000  # no ticket is older
_FORMS = [
    re.compile(r"(?P<year>\d{4})(?:[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?)?\Z"),
    re.compile(r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})\Z"),
]


def parse(text: str) -> date | None:
    """Return the day meant by ``2026-11-26``, ``26.11.2026``, ``2026-11`` or ``2026`` (the first of it), or None."""
    for form in _FORMS:
        if match := form.match(plain_digits(text)):
            year, month, day = (int(match[name] or 1) for name in ("year", "month", "day"))
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def before(day: date):
    """What the tickets filed before that day have, in the help desk's time zone."""
    years = range(FIRST_YEAR, min(day.year, _next_year() + 1))
    return _any_of(years, day, range(1, day.month), range(1, day.day))


def since(day: date):
    """What the tickets filed on that day or later have."""
    years = range(max(day.year + 1, FIRST_YEAR), _next_year() + 1)
    days = range(day.day, monthrange(day.year, day.month)[1] + 1)
    return _any_of(years, day, range(day.month + 1, 13), days)


def _any_of(years, day, months, days):
    texts = [f"{year:04d}" for year in years]
    texts += [f"{day.year:04d}{month:02d}" for month in months]
    texts += [f"{day.year:04d}{day.month:02d}{number:02d}" for number in days]
    return Any(tuple(Token(date_token(text), year=int(text[:4])) for text in texts))


def _next_year() -> int:
    return timezone.localdate().year + 1  # somewhere it is next year already
