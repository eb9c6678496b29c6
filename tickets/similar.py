"""Which questions are alike. Pure."""

import math
from collections import Counter
from collections.abc import Iterable

from faq.text import words

STEM = 5  # letters: enough to tell words apart, short enough for endings in English and Turkish
SHORTEST_WORD = 4  # shorter ones hold a sentence together
ALIKE = 1 / 3  # of the weight of both questions' words together


def most_alike(question: str, others: Iterable[tuple], limit: int) -> list:
    """Return the keys of at most `limit` of `others`, (key, question) pairs, that are most like `question`, best first.

    Words count by how rare they are among the questions, cut to their first five letters; two questions are alike by
    the weight of the words they share, as a part of that of all their words (a weighted Jaccard index).
    """
    asked = _stems(question)
    stems = [(key, _stems(other)) for key, other in others]
    known = Counter(stem for _key, found in stems for stem in found)
    weight = {stem: math.log(1 + len(stems) / (1 + known[stem])) for stem in asked.union(*(s for _key, s in stems))}
    scored = []
    for key, found in stems:
        if shared := asked & found:
            score = sum(weight[stem] for stem in shared) / sum(weight[stem] for stem in asked | found)
            if score >= ALIKE:
                scored.append((score, key))
    scored.sort(key=lambda pair: -pair[0])
    return [key for _score, key in scored[:limit]]


def _stems(question: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in words(question) if len(word) >= SHORTEST_WORD)
