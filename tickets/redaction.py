"""Taking words out of a text for good. Pure."""

import re

BLOCK = "█████"  # always as long: the length of a word tells something too


def without(text, words) -> str:
    """Return `text` with a block in the place of each of `words`, whatever their capitals and the spaces in them."""
    for word in words:
        text = _pattern(word).sub(BLOCK, text)
    return text


def not_in(text, words) -> list[str]:
    """Return those of `words` that the text does not hold."""
    return [word for word in words if not _pattern(word).search(text)]


def _pattern(word):
    return re.compile(r"\s+".join(re.escape(part) for part in word.split()), re.IGNORECASE)
