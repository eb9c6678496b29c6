"""The index of the FAQ search: which documents answer these words? Pure, in memory, no word must match.

A text is compared by two kinds of terms: words cut to their first letters, which forgives endings, and runs of three
and four letters of what people ask, which forgives slips and words still being typed. For each kind a document is worth
what its best single phrasing is (cosine of tf·idf vectors) and what it is as a whole (Okapi BM25: Robertson and
Zaragoza, "The Probabilistic Relevance Framework", 2009), as a part of what a full match would be worth.
"""

import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from .text import is_one_slip, without_a_letter, words

STEM = 5  # letters
GRAMS = (3, 4)  # letters
STOP_WORD = 0.4  # worth of a word that says little
STOP_WORDS = frozenset(
    """a am an and any are be been but by can could did do does for from had has he her his how i if in into is it its
    just know like may me might must my need not of on or our out please shall she should so some tell than that the
    them then there these they this those to want was we were what when where which who why will with would you your
    acaba alabilirim ama bana ben bir bu da daha de en gereken gerekir gerekiyor gibi gorebilirim hakkinda
    hangi hem icin ile ise istiyorum kac kaca kadar ki kim mi midir misin misiniz miyim miyiz mu mumkun musun
    musunuz muyum nasil ne neden nedir nelerdir nerde nerede nereden neresi nereye o olabilir olarak olur once sonra
    var ve veya yapabilirim yapmaliyim yok zaman""".split()  # noqa: SIM905
)
STOP_STEMS = frozenset(word[:STEM] for word in STOP_WORDS)
K1, B = 1.2, 0.6  # of BM25
PHRASING, ANSWER = 0.8, 0.25  # worth of a term there, beside 1 in the question
SINGLE = 0.35  # share of the best single phrasing; the rest is the whole document
LEAST, LETTERS_ONLY = 0.02, 0.17  # a score below is chance; the second for one word
WORDS = 0.5  # share of the words; the rest are the runs of letters
SYNONYM = 0.5  # worth of a word that stands for one that was typed
MANY = 1_000  # documents, from which on a term is dropped that
COMMON = 0.2  # of them hold: it says nothing and costs most
SLIP = 0.7  # worth of a known word that is one slip away from an unknown one
BEGUN = 0.7  # worth of a known word that begins like the last one, which may not be typed to its end
MOST_BEGUN = 30  # of them
ENOUGH_WORDS, ENOUGH_GRAMS = 8, 24  # terms that make a full match: a long story may match by its gist
SHORTEST_CORRECTED = 4  # letters of a word that is taken for a slip
MAX_WORDS = 40


@dataclass(frozen=True)
class Document:
    """What there is to find. `questions` is every wording of it, `phrasings` other ways to ask, `answers` the rest."""

    questions: list[str]
    phrasings: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)


@lru_cache(maxsize=8192)
def stems(text: str) -> tuple[str, ...]:
    """Return the words of `text` as they are compared, in order."""
    return tuple(word[:STEM] for word in words(text))


@lru_cache(maxsize=8192)
def grams(text: str, *, is_open: bool = False) -> tuple[str, ...]:
    """Return the runs of letters of `text`; where a word begins and ends belongs to them, but for the end of the last
    word of one that is still being typed."""
    found = []
    all_words = words(text)
    for place, word in enumerate(all_words, 1):
        padded = f" {word}" if is_open and place == len(all_words) else f" {word} "
        for length in GRAMS:
            found += [padded[i : i + length] for i in range(len(padded) - length + 1)]
    return tuple(found)


class _Postings:
    """Where a term stands, and its worth there. Arrays: a hundred thousand of them are nothing to the collector."""

    __slots__ = ("numbers", "worths")

    def __init__(self):
        self.numbers, self.worths = array("l"), array("f")

    def add(self, number: int, worth: float) -> None:
        self.numbers.append(number)
        self.worths.append(worth)

    def __iter__(self):
        return zip(self.numbers, self.worths, strict=True)


class _Terms:
    """One kind of term: how rare each is, and which phrasings and documents hold it, with its worth there."""

    def __init__(self, cut, documents: list[Document], *, enough: int, with_answers: bool, worth=None):
        self.enough = enough
        self.cut, self.worth = cut, worth or (lambda term: 1.0)
        wholes, singles = [], []
        self.owner: list[int] = []  # of each single phrasing, its document
        for number, document in enumerate(documents):
            whole: dict[str, float] = defaultdict(float)
            for texts, share in ((document.questions, 1.0), (document.phrasings, PHRASING)):
                for text in texts:
                    found = Counter(cut(text))
                    singles.append(found)
                    self.owner.append(number)
                    for term, count in found.items():
                        whole[term] += share * count
            if with_answers:
                for text in document.answers:
                    for term in cut(text):
                        whole[term] += ANSWER
            wholes.append(whole)
        held = Counter(term for whole in wholes for term in whole)
        total = len(documents)
        self.unknown = math.log(1 + (total + 0.5) / 0.5)
        self.idf = {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) * self.worth(term) for term, n in held.items()}
        most = COMMON * total if total >= MANY else total
        self.idf = {term: weight for term, weight in self.idf.items() if held[term] <= most}
        self.dropped = held.keys() - self.idf.keys()
        self.whole = self._whole(wholes)
        self.single = self._single(singles)

    def _whole(self, wholes):
        lengths = [sum(whole.values()) for whole in wholes]
        mean = sum(lengths) / max(len(lengths), 1) or 1.0
        postings: dict[str, _Postings] = defaultdict(_Postings)
        for number, whole in enumerate(wholes):
            damping = K1 * (1 - B + B * lengths[number] / mean)
            for term, tf in whole.items():
                if weight := self.idf.get(term):
                    postings[term].add(number, weight * tf * (K1 + 1) / (tf + damping))
        return dict(postings)

    def _single(self, singles):
        postings: dict[str, _Postings] = defaultdict(_Postings)
        for number, found in enumerate(singles):
            weights = {term: (1 + math.log(n)) * self.idf[term] for term, n in found.items() if term in self.idf}
            norm = math.sqrt(sum(weight * weight for weight in weights.values()))
            for term, weight in weights.items():
                postings[term].add(number, weight / norm)
        return dict(postings)

    def holding(self, terms: Iterable[str]) -> set[int]:
        """Return the documents that hold any of the terms."""
        return set().union(*(self.whole[term].numbers for term in terms if term in self.whole))

    def scores(self, asked: dict[str, float]) -> dict[int, float]:
        """Map the documents that hold any of the terms `asked`, with their weights, to a score: 1 is a full match."""
        known = {term: weight for term, weight in asked.items() if term not in self.dropped}
        idf = {term: self.idf.get(term, self.unknown * self.worth(term)) * weight for term, weight in known.items()}
        norm = math.sqrt(sum(weight * weight for weight in idf.values()))
        if not norm:
            return {}
        whole: dict[int, float] = defaultdict(float)
        single: dict[int, float] = defaultdict(float)
        for term, weight in known.items():
            if term not in self.whole:
                continue
            for number, worth in self.whole[term]:
                whole[number] += weight * worth
            share = idf[term] / norm
            for number, worth in self.single.get(term, ()):
                single[number] += share * worth
        best: dict[int, float] = {}
        for number, score in single.items():
            owner = self.owner[number]
            if score > best.get(owner, 0.0):
                best[owner] = score
        most = sum(sorted(idf.values(), reverse=True)[: self.enough])
        return {number: SINGLE * best.get(number, 0.0) + (1 - SINGLE) * score / most for number, score in whole.items()}


class Index:
    """Finds documents, which it knows by their place in the list, by words."""

    def __init__(self, documents: Iterable[Document], synonyms: Iterable[Iterable[str]] = ()):
        documents = list(documents)
        self._words = _Terms(stems, documents, enough=ENOUGH_WORDS, with_answers=True, worth=_worth)
        self._grams = _Terms(grams, documents, enough=ENOUGH_GRAMS, with_answers=False)
        self._sorted = sorted(self._words.idf)
        self._slips = _by_spelling(self._sorted)
        asked = [text for document in documents for text in (*document.questions, *document.phrasings)]
        self._frequency = Counter(word for text in asked for word in words(text))
        self._misspelt = _by_spelling(word for word in self._frequency if len(word) >= SHORTEST_CORRECTED - 1)
        self._synonyms: dict[str, set[str]] = defaultdict(set)
        for group in synonyms:
            alike = {stem for word in group for stem in stems(word)}
            for stem in alike:
                self._synonyms[stem] |= alike - {stem}

    def scores(self, query: str) -> dict[int, float]:
        """Map the documents that fit the query to how well they do, 0–1, comparable between queries.

        What has a word of it, however misspelt, is left out below `LEAST`; of what only has letters in common, the more
        is asked the fewer words there are.
        """
        typed = words(query)[:MAX_WORDS]
        text = " ".join(typed)
        asked = self._asked(text)
        by_words = self._words.scores(asked)
        by_grams = self._grams.scores(dict.fromkeys(grams(text, is_open=True), 1.0))
        with_a_word = self._words.holding(asked.keys() - STOP_STEMS)
        chance = max(LEAST, LETTERS_ONLY / max(len(typed), 1))
        found = {}
        for number in by_words.keys() | by_grams.keys():
            fits = math.tanh(WORDS * by_words.get(number, 0.0) + (1 - WORDS) * by_grams.get(number, 0.0))
            if fits >= (LEAST if number in with_a_word else chance):
                found[number] = fits
        return found

    def corrected(self, query: str) -> str | None:
        """Return the query with its unknown words replaced by the commonest known ones that are one slip away, or None
        where no word is."""
        typed = words(query)[:MAX_WORDS]
        better = [self._spelling(word) for word in typed]
        return " ".join(better) if better != typed else None

    def _spelling(self, word):
        if word in self._frequency or len(word) < SHORTEST_CORRECTED or not word.isalpha():
            return word
        near = {known for spelling in without_a_letter(word) for known in self._misspelt.get(spelling, ())}
        alike = [known for known in near if is_one_slip(word, known)]
        return min(alike, key=lambda known: (-self._frequency[known], known), default=word)

    def _asked(self, text: str) -> dict[str, float]:
        """Map the stems of the query, and those it may mean as well, to their worth."""
        typed = stems(text)
        asked = dict.fromkeys(typed, 1.0)
        for word, stem in zip(words(text), typed, strict=True):
            if stem not in self._words.idf and len(stem) > 2:
                for near in self._near(word):
                    asked.setdefault(near, SLIP)
            for alike in self._synonyms.get(stem, ()):
                asked.setdefault(alike, SYNONYM)
        if typed and 1 < len(typed[-1]) < STEM:
            for begun in self._begun(typed[-1]):
                asked.setdefault(begun, BEGUN)
        return asked

    def _near(self, word):
        """List the known stems that are one slip away: a letter too much, too few, another, or two swapped. A long
        word is none that ends sooner."""
        stem = word[:STEM]
        near = {known for spelling in without_a_letter(stem) for known in self._slips.get(spelling, ())}
        shortest = STEM if len(word) > STEM else 1
        return sorted(known for known in near if len(known) >= shortest and is_one_slip(stem, known))

    def _begun(self, beginning):
        first = bisect_left(self._sorted, beginning)
        found = []
        for known in self._sorted[first : first + MOST_BEGUN]:
            if not known.startswith(beginning):
                break
            found.append(known)
        return found


def _by_spelling(known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Map each word, and what is left of it without a letter, to the words it may stand for."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in known:
        for spelling in without_a_letter(word):
            found[spelling].append(word)
    return {spelling: tuple(alike) for spelling, alike in found.items()}


def _worth(stem: str) -> float:
    return STOP_WORD if stem in STOP_STEMS else 1.0
