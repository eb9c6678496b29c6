"""Search misses as the owner reads them: phrases that mean the same are one group."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import combinations

from .indexing import STEM
from .models import Entry
from .search import search
from .text import is_one_slip, without_a_letter, words

LONG_ENOUGH = 4  # letters of a word in which a slip is taken for one
GUESSES = 3


@dataclass
class Group:
    """Phrases of one language that mean the same, the most frequent first."""

    language: str
    phrases: list[str] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)
    times: int = 0
    hard: int = 0
    recent: int = 0
    last_at: datetime | None = None
    category_id: int | None = None  # in which it was asked last
    guesses: list[Entry] = field(default_factory=list)

    @property
    def phrase(self) -> str:
        return self.phrases[0]

    @property
    def soft(self) -> int:
        return self.times - self.hard

    @property
    def before(self) -> int:
        return self.times - self.recent


def group(rows: Iterable[dict]) -> list[Group]:
    """Group the rows of `LoggedSearchQuerySet.by_phrase`, the most frequent first: the same words in any order, of
    the same stem, or one slip apart."""
    by_key = defaultdict(list)
    for row in rows:
        by_key[row["language"], key_of(row["folded"])].append(row)
    together = defaultdict(list)
    for key, first in _joined(by_key).items():
        together[first] += by_key[key]
    groups = [_group(rows) for rows in together.values()]
    return sorted(groups, key=lambda group: (-group.times, group.phrase))


def _group(rows: list[dict]) -> Group:
    found = Group(rows[0]["language"])
    times: dict[str, int] = defaultdict(int)
    phrase = {}
    for row in rows:
        times[row["folded"]] += row["times"]
        phrase[row["folded"]] = row["phrase"]
        found.times += row["times"]
        found.hard += row["hard"]
        found.recent += row["recent"]
    rows = sorted(rows, key=lambda row: row["last_at"], reverse=True)
    found.last_at = rows[0]["last_at"]
    found.category_id = next((row["category_id"] for row in rows if row["category_id"]), None)
    found.folded = sorted(times, key=lambda folded: (-times[folded], folded))
    found.phrases = [phrase[folded] for folded in found.folded]
    return found


@lru_cache(maxsize=16_384)
def key_of(folded: str) -> tuple[str, ...]:
    """Return the stems of a phrase in an order of their own."""
    return tuple(sorted({word[:STEM] for word in words(folded)}))


def _joined(rows_by_key: dict[tuple, list[dict]]) -> dict[tuple, tuple]:
    """Map each (language, stems) to the first one of its group."""
    parent = {key: key for key in rows_by_key}

    def first(key):
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    # Two words that are one slip apart are the same without one letter, so only such are compared. Whole words: of
    # stems, "refund" and "refuse" would be one slip apart.
    alike = defaultdict(set)
    for key, rows in rows_by_key.items():
        language, stems = key
        for word in {word for row in rows for word in words(row["folded"])}:
            if len(word) < LONG_ENOUGH or not word.isalpha():
                continue
            others = tuple(stem for stem in stems if stem != word[:STEM])
            for shorter in without_a_letter(word):
                alike[language, others, shorter].add((word, key))
    for candidates in alike.values():
        for (word, key), (other, other_key) in combinations(sorted(candidates), 2):
            if is_one_slip(word, other):
                parent[first(other_key)] = first(key)
    return {key: first(key) for key in parent}


def guess(groups: Iterable[Group], entries: dict[int, Entry], needed: dict[int, list[Entry]]) -> None:
    """Give each group the three of `entries` (by id) that fit it best: what the search finds, then those needed most in
    the category it was asked in (`needed`, by category id). One search a group."""
    for found in groups:
        hits = search(found.phrase, language=found.language, limit=10)
        ids = [hit.entry.pk for hit in hits] + [entry.pk for entry in needed.get(found.category_id or 0, [])]
        found.guesses = [entries[pk] for pk in dict.fromkeys(ids) if pk in entries][:GUESSES]
