"""What is counted: who read which entry, and what was searched for in vain."""

import re
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

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
    visitor: str = "",
    **outcome,
) -> LoggedSearch | None:
    """Note a search and how much it found, cut to 80 characters; `category` is where it was typed, if anywhere.

    `visitor`: who asks (`visitors.visitor_hash`); asked once more today, it is still one search. `outcome`: `opened`
    (an entry), `helped` and `refused`, where it is known by now what came of it.

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
    search, is_new = LoggedSearch.objects.get_or_create(
        once=_once(visitor, folded, language),
        defaults={
            "phrase": " ".join(storable(phrase).split())[:MAX_PHRASE],
            "folded": folded,
            "language": language,
            "category": category,
            "results": results,
            "settled": IgnoredPhrase.objects.filter(folded=folded, language=language).exists,  # called where it is new
            **outcome,
        },
    )
    if outcome and not is_new:
        LoggedSearch.objects.filter(pk=search.pk).update(**outcome)
    return search


def _once(visitor, folded, language) -> str:
    """Return what stands for this visitor's search for this phrase today (their hash holds the day), or for a search of
    nobody in particular."""
    who = f"{visitor}\n{language}\n{folded}" if visitor else uuid4().hex
    return salted_hmac("faq.search.once", who, algorithm="sha256").hexdigest()[:32]
