"""What a ticket can be found by, as tokens: the same ones in every database.

A token is ``<category>_<window>_<kind>_<word>``, all of it letters, digits and ``_``. The category is part of it, so
that a search reads only what its person may know of: what other categories hold changes neither result nor time. The
window (so many tickets in a row) is, so that a search can begin with the newest tickets and end once a page is full.
"""

import re
from collections.abc import Iterable, Iterator

from django.utils import timezone

from faq.text import words

WINDOW_BITS = 15  # 32,768 tickets are a window
ANY_CATEGORY = 0  # of tokens that say nothing about what a ticket holds
MOST_WORDS = 5_000  # of one ticket
LONGEST_WORD = 40  # characters; longer ones are cut, when they are searched for as well
LONGEST_KEY = 64
LONGEST_WITH_ENDINGS = 32
SHORTEST_ENDING = 4
# Possessive and bounded: what customers write may be made to keep a careless pattern busy for minutes.
_JOINED = re.compile(r"(?<![^\W_])[^\W_]++(?:[-./][^\W_]++)+")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@([^\W_][\w.-]{1,64})")

# The kinds of tokens.
ANYTHING = "a"  # every ticket has it
WORD = "w"  # a word of whatever the ticket holds; a value without what stands between its letters; a number's ending
SENDER = "n"  # a word of name or e-mail address
VALUE = "f"  # a word of a field's value
KEY = "x"  # a whole value, address, name or reference, without what stands between its letters and digits


def value_of(key: str) -> str:
    """Return the kind of the words of the field `key`."""
    return f"k_{key}_"  # no field's key holds two _ in a row


def window_of(ticket_id: int) -> int:
    return ticket_id >> WINDOW_BITS


def compact(text: str) -> str:
    """Return the folded letters and digits of `text` only: "LP 22-08" and "lp2208" are one."""
    return "".join(words(text))[:LONGEST_KEY]


def cut_words(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in words(text)]


def asked_words(text: str) -> list[str]:
    """List what somebody asks for by `text`: its words, an e-mail address or a part of one being a single word. Its
    parts are on so many tickets that it would take long to find those that have all of them."""
    return [
        word
        for part in text.split()
        for word in ([compact(part)[:LONGEST_WORD]] if "@" in part else cut_words(part))
        if word
    ]


def held_words(text: str) -> list[str]:
    """List the words that `text` is found by: its words, numbers with dashes as a whole, and of an e-mail address the
    whole and the domain."""
    found = cut_words(text)
    for joined in _JOINED.finditer(text):
        if any(map(str.isdigit, joined[0])):
            found.append(compact(joined[0])[:LONGEST_WORD])
    if "@" in text:
        for address in _ADDRESS.finditer(text):
            found += [compact(address[0])[:LONGEST_WORD], compact(address[1])[:LONGEST_WORD]]
    return found


def tokens_of(ticket, *, email: str, tags: Iterable[str], texts: Iterable[str]) -> str:
    """Return the tokens of `ticket`, parted by spaces; of very many words those that stand first in `texts`."""
    window = window_of(ticket.pk)
    own, any_category = _own(ticket), f"{ANY_CATEGORY}_{window}_"
    found = dict.fromkeys(own + token for token in _kinds(ticket, email))
    found |= dict.fromkeys(any_category + token for token in _dates(timezone.localtime(ticket.created_at)))
    values = [str(answer["value"]) for answer in ticket.answers]
    numbers = [f"{ticket.reference:09d}", *(spelling for value in values for spelling in _spellings(value))]
    everything = [ticket.subject, ticket.name, email, *numbers, *values, *tags, *texts]
    found |= dict.fromkeys(word_tokens(ticket, everything))
    return " ".join(found)


def word_tokens(ticket, texts: Iterable) -> list[str]:
    """List the tokens of the words of `texts`; of very many words those that stand first."""
    own = _own(ticket)
    seen = dict.fromkeys(word for text in texts for word in held_words(str(text)))
    return [f"{own}{WORD}_{word}" for word in list(seen)[:MOST_WORDS]]


def _own(ticket) -> str:
    return f"{ticket.category_id}_{window_of(ticket.pk)}_"


def _kinds(ticket, email) -> Iterator[str]:
    yield ANYTHING
    for word in held_words(f"{ticket.name} {email}"):
        yield f"{SENDER}_{word}"
    for text in (email, ticket.name, f"{ticket.reference:09d}"):
        if key := compact(text):
            yield f"{KEY}_{key}"
    for answer in ticket.answers:
        yield from _of_value(answer["key"], str(answer["value"]))


def _of_value(field, value) -> Iterator[str]:
    key = compact(value)
    for word in {*held_words(value)[:MOST_WORDS], key[:LONGEST_WORD]} - {""}:
        yield f"{VALUE}_{word}"
        yield f"{value_of(field)}_{word}"
    if key:
        yield f"{KEY}_{key}"


def _spellings(value) -> Iterator[str]:
    """Tell how else a value may be asked for: as one word, and if it is a number by its last letters and digits."""
    key = compact(value)
    yield key[:LONGEST_WORD]
    if any(map(str.isdigit, key)) and len(value) <= LONGEST_WITH_ENDINGS:
        for start in range(1, len(key) - SHORTEST_ENDING + 1):
            yield key[start:]


def _dates(day) -> Iterator[str]:
    for form in ("%Y", "%Y%m", "%Y%m%d"):
        yield date_token(day.strftime(form))


def date_token(digits: str) -> str:
    """Return what the tickets of a year, a month or a day have, written ``2026``, ``202611`` or ``20261126``."""
    return f"d_{digits}_"  # ends in _, so that a year is not the beginning of its months
