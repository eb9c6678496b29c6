"""Folding: one spelling for all the ways a word is typed. Used by the FAQ search and by the ticket search."""

import re
import unicodedata
from itertools import chain

# What casefold and decomposition leave of the letters that people type without their marks.
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th"}
)
_WORD = re.compile(r"[^\W_]+")


def _is_dropped(character: str) -> bool:
    """Tell marks (accents, enclosing, variation selectors), controls, zero-width and lone surrogates."""
    kind = unicodedata.category(character)
    if kind in ("Cc", "Cf", "Cs"):
        return not character.isspace()
    return bool(unicodedata.combining(character)) or kind == "Me" or 0xFE00 <= ord(character) <= 0xFE0F


_DROPPED = {n: None for n in chain(range(0x20000), range(0xE0000, 0xE0100)) if _is_dropped(chr(n))}
_DROPPED |= dict.fromkeys(range(0xE0100, 0xE01F0))  # variation selectors supplement


def fold(text: str) -> str:
    """Return `text` in lower-case letters without marks, its whitespace collapsed.

    İ I ı i are one letter; ş ğ ç ö ü and other accented letters become ASCII where there is such a letter.
    Controls, zero-width characters, NUL and lone surrogates vanish. Linear; folding twice changes nothing.
    """
    if text.isascii():
        text = text.lower().translate(_DROPPED)
    else:
        # Marks go first: to sort a long run of them, which normalisation does, takes quadratic time.
        text = unicodedata.normalize("NFKD", text.translate(_DROPPED)).casefold().translate(_LETTERS)
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text).translate(_DROPPED))
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """Return the folded words of `text` in order: runs of letters and digits."""
    return _WORD.findall(fold(text))


def storable(text: str) -> str:
    """Return `text` without what a database or an encoder refuses: NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def without_a_letter(word: str) -> set[str]:
    """Return the word and what is left of it without one of its letters. Two words that are one slip apart share one
    of these, so that only such need be compared."""
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


def is_one_slip(one: str, other: str) -> bool:
    """Tell whether two words differ in at most one letter that is other, missing, too many, or in two swapped ones."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = next((n for n, letters in enumerate(zip(one, other, strict=False)) if letters[0] != letters[1]), len(one))
    rest, other_rest = one[start:], other[start:]
    if len(one) < len(other):
        return rest == other_rest[1:]
    swapped = rest[1:2] + rest[:1] == other_rest[:2] and rest[2:] == other_rest[2:]
    return rest[1:] == other_rest[1:] or swapped
