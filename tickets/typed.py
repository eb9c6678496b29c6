"""What people type and paste, brought to its usual form. Pure functions."""

import re
import unicodedata

# Soft hyphens, zero-width characters and direction marks: they come along when something is copied.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
LONGEST_TIDIED = 10_000  # sorting a long run of marks, which normalisation does, takes quadratic time


def tidy(text: str) -> str:
    """Drop what cannot be seen, bring full-width characters to their usual form and make it one line.

    A text over `LONGEST_TIDIED` comes back as it is: no field takes one.
    """
    if len(text) > LONGEST_TIDIED:
        return text
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())


def trimmed(text: str) -> str:
    """Drop what is blank around a text; a line break becomes one character, whatever the browser sends for it."""
    return text.strip().replace("\r\n", "\n").replace("\r", "\n")


def row_id(text: str) -> int | None:
    """Return the id that a form sent, or None if it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def plain_digits(text: str) -> str:
    """Write the decimal digits of any script as 0–9."""
    return "".join(str(unicodedata.decimal(character, character)) for character in text)
