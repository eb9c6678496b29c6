"""What is counted: who read which entry, and what was searched for in vain."""

import re
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from .models import DailyViews, Entry, SearchMiss, ViewMark
from .text import fold, storable, words
from .visitors import is_robot

MAX_PHRASE = 80  # characters
MAX_DIGITS = 5  # more may be a card, an order or a telephone number
_ADDRESS = re.compile(r"\S@\S")


def record_view(entry: Entry, visitor: str, user_agent: str, *, by_staff: bool = False) -> None:
    """Count that `visitor` (a hash salted for the day) read `entry`: once a day, never a robot or staff.

    Two writes the first time, one after.
    """
    if by_staff or is_robot(user_agent):
        return
    today = timezone.localdate()
    with transaction.atomic():
        if ViewMark.objects.set_mark(entry=entry, day=today, visitor=visitor):
            DailyViews.objects.add_one(entry=entry, day=today)


def purge_view_marks(before_day: date) -> int:
    """Delete the marks of the days before `before_day`; return how many there were."""
    return ViewMark.objects.before(before_day).delete()[0]


def top_entries(category, limit: int = 5) -> list[Entry]:
    """List the published entries of `category` most read in the last 30 days, then the freshest. One query."""
    return list(Entry.objects.published().in_category(category).with_views(days=30).most_read_first()[:limit])


def record_miss(phrase: str, language: str, category=None) -> None:
    """Count a search that found nothing, cut to 80 characters; `category` is where it was typed, if anywhere.

    Nothing is kept of a phrase without a word, or with what may be personal: an e-mail address or six digits; nor of
    what was typed in a category for named people only.
    """
    if category and category.named_only:
        return
    folded = fold(phrase)
    digits = sum(character.isdigit() for character in folded)
    if not words(folded) or digits > MAX_DIGITS or _ADDRESS.search(folded):
        return
    with transaction.atomic():
        SearchMiss.objects.add_one(
            folded=folded[:MAX_PHRASE].strip(),
            language=language,
            phrase=" ".join(storable(phrase).split())[:MAX_PHRASE],
            category_id=category and category.pk,
            at=timezone.now(),
        )


@dataclass(frozen=True)
class Section:
    """A category on the index: its most read entries, and the rest."""

    category: object
    entries: list
    more: list

    @property
    def size(self):
        return len(self.entries) + len(self.more)


def index_sections(first: int = 5) -> list[Section]:
    """List the categories that have published entries, in their order. One query."""
    sections = []
    for category, rows in groupby(Entry.objects.for_index(), key=lambda entry: entry.category):
        entries = list(rows)
        sections.append(Section(category, entries[:first], entries[first:]))
    return sections


def most_read(sections: list[Section], count: int = 10) -> list[Entry]:
    """List the entries read most in the last 30 days, of all categories; empty where that says nothing new."""
    entries = [entry for section in sections for entry in (*section.entries, *section.more)]
    if len(entries) <= count:
        return []
    return nlargest(count, (entry for entry in entries if entry.views), key=lambda entry: entry.views)
