"""The FAQ search: which published entries answer these words? Best first, and nothing where nothing fits.

The index lives in the memory of each process and is built anew when the rows have changed: a number in the database
says so (`IndexVersion`). SQLite and PostgreSQL give the same lists.
"""

import threading
from dataclasses import dataclass

from django.conf import settings

from .indexing import Document, Index
from .models import Entry, IndexVersion, Phrasing, Synonyms
from .semantic import Meanings
from .text import words

IN_CATEGORY, IN_LANGUAGE = 0.15, 0.02  # raise a hit, never filter
BESIDE = 0.2  # of the best score: what fits so much worse only stands in the way
MEANING, UNLIKE = 0.5, 0.2  # share of the meaning where it is compared, and below what score a hit is chance then
LONGEST = 1_000  # characters of a query


@dataclass(frozen=True)
class Hit:
    entry: Entry
    score: float  # 0–1, comparable between queries


@dataclass(frozen=True)
class _Built:
    version: int
    keys: list[int]  # of the entries, in the order of the index
    categories: list[str]
    languages: list[frozenset[str]]  # in which each has its question
    index: Index
    meanings: Meanings | None

    def scores(self, query: str) -> dict[int, float]:
        scores = self.index.scores(query)
        if self.meanings is None:
            return scores
        both = {
            number: (1 - MEANING) * scores.get(number, 0.0) + MEANING * near
            for number, near in enumerate(self.meanings.scores(query))
        }
        return {number: score for number, score in both.items() if score >= UNLIKE}


_lock = threading.Lock()
_built: _Built | None = None


def search(query: str, *, category=None, language: str | None = None, limit: int = 5) -> list[Hit]:
    """List at most `limit` published entries that fit `query`, best first; empty where nothing does.

    Every language, the answers and the phrasings are searched. `category` (or its slug) and `language` only raise a
    hit: many people choose the wrong category. Any text is plain words. Two queries, and three more where the index is
    old.
    """
    if not words(query := query[:LONGEST]):
        return []
    built = _current()
    slug = getattr(category, "slug", category)
    found = []
    for number, score in built.scores(query).items():
        score += IN_CATEGORY * (slug is not None and built.categories[number] == slug)
        score += IN_LANGUAGE * (language in built.languages[number])
        found.append((-min(score, 1.0), built.keys[number]))
    # Once more by the database: what is no longer published is never shown, however old the index.
    nearest = sorted(found)[:limit]
    best = [(score, key) for score, key in nearest if score <= BESIDE * nearest[0][0]]
    entries = Entry.objects.published().select_related("category").in_bulk([key for _score, key in best])
    return [Hit(entries[key], -score) for score, key in best if key in entries]


def did_you_mean(query: str) -> str | None:
    """Return the words of the query with those nobody uses here replaced by ones that are one slip away, or None if
    there is nothing to replace."""
    return _current().index.corrected(query[:LONGEST])


def _current() -> _Built:
    """Return the index of the rows as they are now; one process builds it once, others wait."""
    global _built
    version = IndexVersion.objects.values_list("number", flat=True).first() or 0
    built = _built
    if built is None or built.version != version:
        with _lock:
            built = _built
            if built is None or built.version != version:
                _built = built = _build(version)
    return built


def _build(version: int) -> _Built:
    # The version was read before the rows: at worst they are newer, and are read once more.
    entries = list(Entry.objects.published().select_related("category").order_by("pk"))
    phrasings: dict[int, list[str]] = {}
    for key, text in Phrasing.objects.order_by("pk").values_list("entry_id", "text"):
        phrasings.setdefault(key, []).append(text)
    documents = [
        Document(entry.texts("question"), phrasings.get(entry.pk, []), [*entry.texts("answer"), *entry.texts("body")])
        for entry in entries
    ]
    synonyms = [row.split(",") for row in Synonyms.objects.order_by("pk").values_list("words", flat=True)]
    return _Built(
        version,
        [entry.pk for entry in entries],
        [entry.category.slug for entry in entries],
        [entry.languages("question") for entry in entries],
        Index(documents, synonyms),
        Meanings([[*document.questions, *document.phrasings] for document in documents])
        if settings.FAQ_SEMANTIC
        else None,
    )
