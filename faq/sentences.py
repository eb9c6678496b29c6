"""The words of a search marked: in a question, and in the sentence of an answer that it hit."""

import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from .indexing import STEM, STOP_STEMS, stems
from .markdown import plain_text
from .text import fold

MAX_WORDS = 40
_BREAK = re.compile(r"(?<=[.!?…])\s+|\n+")
_WORD = re.compile(r"([^\W_]+)")


def matching_sentence(text: str | None, query: str) -> SafeString:
    """Return the sentence of the Markdown `text` with most words of `query`, the first if none, cut to 40 words."""
    asked = _asked(query)
    sentences = [part for part in _BREAK.split(plain_text(text)) if part.strip()] or [""]
    best = max(sentences, key=lambda sentence: len(asked.intersection(stems(sentence))))
    words = best.split()
    return _marked(" ".join(words[:MAX_WORDS]) + (" …" if len(words) > MAX_WORDS else ""), asked)


def marked(text: str, query: str) -> SafeString:
    """Return the plain `text` with the words of `query` marked."""
    return _marked(text, _asked(query))


def _asked(query: str) -> set[str]:
    return set(stems(query[:1000])) - STOP_STEMS


def _marked(sentence: str, asked: set[str]) -> SafeString:
    parts = [
        format_html("<mark>{}</mark>", part) if fold(part)[:STEM] in asked else escape(part)
        for part in _WORD.split(sentence)
    ]
    return mark_safe("".join(parts))  # noqa: S308  (each part is escaped)
