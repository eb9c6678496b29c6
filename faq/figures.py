"""How the FAQ does: what came of each entry, of the searches and of both together.

The figures are the counts of days that are over plus the visits of days not yet added up.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from .days import days_ago, start_of
from .models import DailyCount, Entry, LoggedSearch, SearchDay, Visit
from .querysets.reading import COUNTS, SOURCES

PERIODS = (7, 30, 90, 365)
STALE = timedelta(days=365)
POINTS = 30  # of a line, at most


@dataclass
class EntryFigures:
    """An entry with its counts of a period, each by its name in `COUNTS`, and its views as a line."""

    entry: Entry
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    line: list[int] = field(default_factory=list)

    @property
    def views(self) -> int:
        return sum(self.counts[source] for source in SOURCES)

    @property
    def is_stale(self) -> bool:
        return self.entry.is_published and self.entry.updated_at < timezone.now() - STALE


# What the table can be sorted by: of texts a to z first, of all else the most first.
SORTS = {
    "question": lambda row: row.entry.question.casefold(),
    "views": lambda row: row.views,
    "updated": lambda row: row.entry.updated_at,
} | {name: (lambda row, name=name: row.counts[name]) for name in COUNTS}


def of_entries(user, days: int) -> list[EntryFigures]:
    """List every entry `user` may know of with its counts of the last `days` days, the most read first. Three
    queries."""
    after = days_ago(days)
    visible = Entry.objects.visible_to(user)
    figures = {entry.pk: EntryFigures(entry) for entry in visible.for_desk().questions()}
    for rows in (
        DailyCount.objects.of_entries(visible, after).totals(),
        Visit.objects.of_entries(visible, after).added_up(),
    ):
        for row in rows:
            counts = figures[row["entry_id"]].counts
            for name in COUNTS:
                counts[name] += row.get(name, 0)
    return sorted(figures.values(), key=lambda row: -row.views)


def draw_lines(figures: list[EntryFigures], days: int) -> None:
    """Give each of the rows its views by day, or by a few days where there are too many of them. Two queries."""
    after, step = days_ago(days), -(-days // POINTS)
    by_day = views_by_day([row.entry for row in figures], after)
    for row in figures:
        of_day = [by_day[row.entry.pk, after + timedelta(days=number)] for number in range(1, days + 1)]
        row.line = [sum(of_day[start : start + step]) for start in range(0, days, step)]


def views_by_day(entries, after: date) -> dict[tuple[int, date], int]:
    """Map (entry id, day) to views, for the days after `after`. Two queries."""
    views: dict[tuple[int, date], int] = defaultdict(int)
    for entry_id, day, seen, _need in DailyCount.objects.of_entries(entries, after).by_day():
        views[entry_id, day] += seen
    for row in Visit.objects.of_entries(entries, after).added_up():
        views[row["entry_id"], row["day"]] += sum(row[source] for source in SOURCES)
    return views


@dataclass(frozen=True)
class SearchFigures:
    searches: int
    hard: int
    soft: int

    @property
    def misses_per_100(self) -> int | None:
        return round(100 * (self.hard + self.soft) / self.searches) if self.searches else None


def of_searches(user, days: int) -> SearchFigures:
    """Count the searches of the last `days` days that `user` may know of; of days whose searches are no longer kept,
    what was counted of them. Three queries."""
    kept = LoggedSearch.objects.visible_to(user).since(start_of(days)).totals()
    began = LoggedSearch.objects.began()
    first = days_ago(days) + timedelta(days=1)
    counted = SearchDay.objects.between(first, timezone.localdate(began) if began else None).totals()
    return SearchFigures(**{name: kept[name] + counted[name] for name in kept})


@dataclass(frozen=True)
class Deflection:
    """Of those who came with a question: whom the FAQ helped, and who filed a ticket."""

    solved: int
    tickets: int

    @property
    def percent(self) -> int | None:
        """The share that the FAQ solved; None where nobody came."""
        came = self.solved + self.tickets
        return round(100 * self.solved / came) if came else None
