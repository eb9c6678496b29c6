"""Helpers that are offered below the search field."""

from dataclasses import dataclass

from .query import helpers

MOST_FIELDS = 3


@dataclass(frozen=True)
class Suggestion:
    """A helper to add: the word as it is typed, ``from:``, and what was typed with it at the end."""

    word: str
    typed: str
    label: str = ""


def suggestions(found) -> list[Suggestion]:
    """List the helpers that what was typed does not use yet: the general ones, and a few fields of the categories that
    the person sees."""
    query = found.query
    words = [(word, "") for name, word in helpers().items() if name not in query.used]
    fields = [(key, label) for key, label in found.field_keys.items() if key not in query.used]
    typed = f"{query.typed} " if query.typed else ""
    return [Suggestion(f"{word}:", f"{typed}{word}:", label) for word, label in words + fields[:MOST_FIELDS]]
