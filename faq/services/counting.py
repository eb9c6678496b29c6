"""What is counted: who read which entry, and what was searched for in vain."""

import re
from datetime import date

from django.db import transaction
from django.utils import timezone

from ..models import DailyCount, Entry, IgnoredPhrase, LoggedSearch, Visit
from ..text import fold, storable, words
from ..visitors import is_robot

MAX_PHRASE = 80  # characters
MAX_DIGITS = 5  # more may be a card, an order or a telephone number
_ADDRESS = re.compile(r"\S@\S")


def record_view(entry: Entry, visitor: str, user_agent: str, *, source: str = "elsewhere") -> None:
    """Count that `visitor` (a hash salted for the day) read `entry`: once a day, never a robot.

    One write, of a row of the visitor's own: many readers at once do not wait for each other.
    """
    if not is_robot(user_agent):
        Visit.objects.add(entry=entry, day=timezone.localdate(), visitor=visitor, at=timezone.now(), source=source)


def add_up_visits(before_day: date) -> int:
    """Add the visits of the days before `before_day` up and delete them; return how many there were."""
    with transaction.atomic():
        visits = Visit.objects.before(before_day)
        for row in visits.added_up():
            DailyCount.objects.add(**row)
        return visits.delete()[0]


def log_search(
    phrase: str,
    language: str,
    results: int,
    category=None,
    *,
    opened: Entry | None = None,
    helped: bool | None = None,
    refused: bool = False,
) -> LoggedSearch | None:
    """Note a search and how much it found, cut to 80 characters; `category` is where it was typed, if anywhere.

    `opened`, `helped` and `refused`: what came of it, where that is known by now.

    Nothing is kept (None) of a phrase without a word, or with what may be personal: an e-mail address or six digits;
    nor of what was typed in a category for named people only.
    """
    if category and category.named_only:
        return None
    folded = fold(phrase)
    digits = sum(character.isdigit() for character in folded)
    if not words(folded) or digits > MAX_DIGITS or _ADDRESS.search(folded):
        return None
    folded = folded[:MAX_PHRASE].strip()
    return LoggedSearch.objects.create(
        phrase=" ".join(storable(phrase).split())[:MAX_PHRASE],
        folded=folded,
        language=language,
        category=category,
        results=results,
        opened=opened,
        helped=helped,
        refused=refused,
        settled=IgnoredPhrase.objects.filter(folded=folded, language=language).exists(),
    )
