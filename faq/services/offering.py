"""Which entries are offered where nobody has searched yet."""

from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby

from ..models import Entry


def top_entries(category, limit: int = 5) -> list[Entry]:
    """List the published entries of `category`: the owner's pins, then those needed most in the last 30 days (searches
    that led to them, tickets answered with them). One query."""
    return list(Entry.objects.published().in_category(category).with_need(days=30).most_needed_first()[:limit])


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
