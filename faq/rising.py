"""Questions that are asked more and more."""

from collections import defaultdict
from dataclasses import dataclass

from .days import days_ago, start_of
from .misses import group
from .models import DailyCount, Entry, Fix, LoggedSearch, Visit

DAYS = 14
AT_LEAST = 3
TIMES_AS_MANY = 2
SHOWN = 5


@dataclass(frozen=True)
class Rising:
    """A phrase nothing answers well, or an entry, with how often it was asked for in two weeks and the two before."""

    phrase: str
    language: str
    entry: Entry | None
    before: int
    now: int

    @property
    def kinds(self) -> list[Fix.Kind]:
        """What can be done about it."""
        return [Fix.Kind.REWORD if self.entry else Fix.Kind.WRITE, Fix.Kind.PRODUCT]


def rising(user) -> list[Rising]:
    """List what `user` may know of and what is not on the list of to-dos yet, the most asked first."""
    noted = list(Fix.objects.visible_to(user).noted_since(start_of(2 * DAYS)))
    found = [
        *_phrases(user, {fix.phrase for fix in noted if fix.entry_id is None}),
        *_entries(user, {fix.entry_id for fix in noted}),
    ]
    return sorted(found, key=lambda question: (-question.now, question.phrase))[:SHOWN]


def find(user, *, phrase: str = "", entry: str = "") -> Rising | None:
    """Return the rising question of this phrase, or of the entry of this id."""
    return next(
        (
            question
            for question in rising(user)
            if (str(question.entry.pk) == entry if question.entry else not entry and question.phrase == phrase)
        ),
        None,
    )


def is_rising(before: int, now: int) -> bool:
    return now >= AT_LEAST and now >= TIMES_AS_MANY * before


def _phrases(user, noted):
    searches = LoggedSearch.objects.visible_to(user).missed().unsettled().since(start_of(2 * DAYS))
    for asked in group(searches.by_phrase(since=start_of(DAYS))):
        if is_rising(asked.before, asked.recent) and not noted & set(asked.phrases):
            yield Rising(asked.phrase, asked.language, None, asked.before, asked.recent)


def _entries(user, noted):
    entries = Entry.objects.visible_to(user).published()
    after, split = days_ago(2 * DAYS), days_ago(DAYS)
    before: dict[int, int] = defaultdict(int)
    now: dict[int, int] = defaultdict(int)
    for entry_id, day, _views, need in DailyCount.objects.of_entries(entries, after).by_day():
        (now if day > split else before)[entry_id] += need
    for row in Visit.objects.of_entries(entries, after).added_up():
        (now if row["day"] > split else before)[row["entry_id"]] += row["search"]
    ids = [pk for pk, times in now.items() if is_rising(before[pk], times) and pk not in noted]
    for entry in entries.in_bulk(ids).values():
        yield Rising(entry.question, entry.question_language, entry, before[entry.pk], now[entry.pk])
