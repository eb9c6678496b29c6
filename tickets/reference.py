"""Reference numbers: nine digits, shown ``482-913-053``, random, the last one a check digit.

The check digit is Damm's (H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004): a totally anti-symmetric
quasigroup of order 10, which finds every wrong digit and every swap of neighbours.
"""

import re
import secrets

from .typed import INVISIBLE, plain_digits

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
# A look-ahead, so that a date before the number does not swallow its beginning.
_CANDIDATE = re.compile(r"(?<!\d)(?=(\d(?:[\s.#/_\u2010-\u2015\u2212\uff03\uff0d-\uff0f-]{0,3}\d){8})(?!\d))")
_ALONE = re.compile(r"#?(\d[\s.#/_\u2010-\u2015\u2212-]{0,3}){8}\d\Z")
_THREE_EQUAL = re.compile(r"(\d)\1\1")


def generate() -> int:
    """Return a random reference; three equal digits in a row are left out, since they are misheard. It may be taken:
    the database's unique constraint decides."""
    while True:
        digits = str(10_000_000 + secrets.randbelow(90_000_000))
        digits += str(_checksum(digits))
        if not _THREE_EQUAL.search(digits):
            return int(digits)


def format(number: int) -> str:  # the contract's name; nobody imports it bare
    """Return ``482-913-053`` for 482913053."""
    digits = f"{number:09d}"
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def parse(text: str) -> int:
    """Find the reference in what a person typed or pasted: spaces, dots, dashes, a whole subject line, the digits of
    any script. Raises `ValueError` where there are no nine digits or the check digit does not fit."""
    for match in _CANDIDATE.finditer(plain_digits(INVISIBLE.sub("", str(text)[:2000]))):
        digits = re.sub(r"\D", "", match[1])
        if digits[0] != "0" and _checksum(digits) == 0 and not _THREE_EQUAL.search(digits):
            return int(digits)
    raise ValueError("no reference number in this text")


def find(text: str) -> int | None:
    """Return what `parse` finds, or None."""
    try:
        return parse(text)
    except ValueError:
        return None


def is_nothing_else(text: str) -> bool:
    """Tell whether `text` is nine digits, however they are grouped, and nothing beside them."""
    return bool(_ALONE.match(plain_digits(INVISIBLE.sub("", text)).strip()))


def is_mistyped(text: str) -> bool:
    """Tell whether `text` can only be meant as a reference, and is none: a digit must be wrong."""
    return is_nothing_else(text) and find(text) is None


def _checksum(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim
