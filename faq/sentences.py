"""The sentence of an answer that a search hit, its words marked."""

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
    asked = set(stems(query[:1000])) - STOP_STEMS
    sentences = [part for part in _BREAK.split(plain_text(text)) if part.strip()] or [""]
    best = max(sentences, key=lambda sentence: len(asked.intersection(stems(sentence))))
    words = best.split()
    return _marked(" ".join(words[:MAX_WORDS]) + (" …" if len(words) > MAX_WORDS else ""), asked)


def _marked(sentence: str, asked: set[str]) -> SafeString:
    parts = [
        format_html("<mark>{}</mark>", part) if fold(part)[:STEM] in asked else escape(part)
        for part in _WORD.split(sentence)
    ]
    return mark_safe("".join(parts))  # noqa: S308  (each part is escaped)
