"""The plain search: which published entries answer these words? Every word may match, none must.

A query costs one look at the table; the terms of a text are remembered by the text itself, so they cannot be stale.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .models import Entry
from .text import words

FLOOR = 0.1  # below it a hit is chance
IN_CATEGORY, IN_LANGUAGE = 0.1, 0.02  # raise a hit, never filter
ANSWER = 0.4  # worth of a word that stands only in the answer
STOP_WORD = 0.4  # worth of a word that says little
MAX_WORDS = 40
STOP_WORDS = frozenset(
    """a an and are can do does for from how i if in is it me my of on or please the there this to want we what when
    where which who why with you your acaba ama bana ben bir bu da de en icin ile ise kadar ki mi mu nasil ne neden
    nerede o olarak olur ve veya var yok""".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Hit:
    entry: Entry
    score: float  # 0–1, comparable between queries


@dataclass(frozen=True)
class Terms:
    """What a text is compared by: words cut to five letters, and runs of three letters (they survive slips)."""

    words: frozenset[str]
    grams: frozenset[str]


@lru_cache(maxsize=8192)
def terms(text: str) -> Terms:
    found = words(text)
    padded = [f" {word} " for word in found]
    return Terms(
        frozenset(("~" if word in STOP_WORDS else "") + word[:5] for word in found),
        frozenset(word[i : i + 3] for word in padded for i in range(len(word) - 2)),
    )


def search(query: str, *, category=None, language: str | None = None, limit: int = 5) -> list[Hit]:
    """List at most `limit` published entries that fit `query`, best first; empty where nothing does.

    The questions and answers of every language are searched. `category` (or its slug) and `language` only raise a
    hit. Any text is plain words. One query.
    """
    asked = terms(" ".join(words(query[:1000])[:MAX_WORDS]))
    if not asked.words:
        return []
    entries = list(Entry.objects.published().select_related("category").order_by("pk"))
    scores = rank(asked, [(e.texts("question"), e.texts("answer")) for e in entries])
    slug = getattr(category, "slug", category)
    hits = []
    for entry, score in zip(entries, scores, strict=True):
        if score >= FLOOR:
            score += IN_CATEGORY * (slug is not None and entry.category.slug == slug)
            score += IN_LANGUAGE * (language is not None and entry.question_language == language)
            hits.append(Hit(entry, min(score, 1.0)))
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


def rank(asked: Terms, documents: list[tuple[list[str], list[str]]]) -> list[float]:
    """Score each document, (questions, answers), 0–1: half by words, half by runs of letters, rare ones weigh more."""
    questions = [[terms(text) for text in questions] for questions, _ in documents]
    answers = [_union(terms(text).words for text in answers) for _, answers in documents]
    whole = [_union(t.words for t in q) | a for q, a in zip(questions, answers, strict=True)]
    word_weight = _weights(asked.words, whole)
    gram_weight = _weights(asked.grams, [_union(t.grams for t in q) for q in questions])
    return [
        max(
            (
                0.5 * _overlap(word_weight, q.words, answer) + 0.5 * _overlap(gram_weight, q.grams, frozenset())
                for q in question
            ),
            default=0.0,
        )
        for question, answer in zip(questions, answers, strict=True)
    ]


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _weights(asked: frozenset[str], documents: list[frozenset[str]]) -> dict[str, float]:
    """Map each term asked for to its rarity; a term found nowhere is as rare as can be."""
    total = len(documents)
    return {
        term: math.log(1 + (total + 1) / (0.5 + sum(term in document for document in documents)))
        * (STOP_WORD if term[0] == "~" else 1)
        for term in asked
    }


def _overlap(weight: dict[str, float], question: frozenset[str], answer: frozenset[str]) -> float:
    """Return the share of the weight found, times how much of the question that is (a short question fits tighter)."""
    in_question = sum(w for term, w in weight.items() if term in question)
    in_answer = sum(w for term, w in weight.items() if term in answer and term not in question)
    share = (in_question + ANSWER * in_answer) / sum(weight.values())
    tight = sum(term in question for term in weight) / math.sqrt(len(weight) * len(question)) if question else 0
    return 0.7 * share + 0.3 * tight
