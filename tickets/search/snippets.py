"""The passage of a ticket that was hit, with the hits marked. All of it is escaped: nothing typed becomes markup."""

import re
from functools import cache, lru_cache
from itertools import chain

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from faq.text import fold

from .tokens import SHORTEST_ENDING

A_PASSAGE = 180  # characters
LEAD = 50  # of them before the first hit
_MARKS = "[\u0300-\u036f\u00ad\u200b-\u200d]*"


def mark(tickets, beginnings) -> None:
    """Give each ticket a `marked_subject` and a `snippet`: the best passage, and `snippet_kind`, where it is from:
    a message's kind, the label of a field, or nothing."""
    beginnings = tuple(dict.fromkeys(beginnings))
    for ticket in tickets:
        ticket.marked_subject = _marked(ticket.subject, _hits(ticket.subject, beginnings))
        ticket.marked_name = _marked(who := ticket.name or ticket.requester.email, _hits(who, beginnings))
        ticket.snippet_kind, ticket.snippet = _best(ticket, beginnings)


def _best(ticket, beginnings) -> tuple[str, SafeString]:
    best, most = None, 0
    for kind, text in _texts(ticket):
        hits = _hits(text, beginnings)
        number = len({beginning for _start, _end, beginning in hits})
        if number > most:
            best, most = (kind, text, hits), number
            if number == len(beginnings):
                break
    if best is None:
        first = ticket.messages.all()[:1]
        return ("", _passage(first[0].beginning, [])) if first else ("", SafeString(""))
    kind, text, hits = best
    return kind, _passage(text, hits)


def _texts(ticket):
    for answer in ticket.answers:
        yield answer["label"], str(answer["value"])[:4000]
    for message in ticket.messages.all():
        yield message.kind, message.beginning
    if ticket.name:  # else it stands in the row
        yield "email", ticket.requester.email


def _hits(text, beginnings) -> list[tuple[int, int, str]]:
    """List start, end and the beginning that fits of every word that was looked for, in order."""
    hits, done = [], 0
    for start, end, beginning in sorted(_all_hits(text, beginnings)):
        if start >= done:
            hits.append((start, end, beginning))
            done = end
    return hits


def _all_hits(text, beginnings):
    for beginning in beginnings:
        within = len(beginning) >= SHORTEST_ENDING and any(map(str.isdigit, beginning))  # of a number any part is found
        for match in _pattern(beginning).finditer(text):
            if within or not match.start() or not text[match.start() - 1].isalnum():
                yield match.start(), match.end(), beginning


@lru_cache(maxsize=1_000)
def _pattern(beginning) -> re.Pattern:
    """Return what finds a folded text where it is not folded: with any case and accents, and with dashes and dots
    between its letters, as in numbers and addresses. Much faster than to fold all there is to read."""
    letters = [f"[{_spellings().get(letter, '')}{re.escape(letter + letter.upper())}]{_MARKS}" for letter in beginning]
    return re.compile("[-./@_]?".join(letters) + r"[^\W_]*")


@cache
def _spellings() -> dict[str, str]:
    """Map letters and digits to all the others that fold to them."""
    spellings: dict[str, str] = {}
    for character in map(chr, chain(range(0x80, 0x530), range(0x1E00, 0x2000), range(0xFF10, 0xFF5B))):
        folded = fold(character)
        if character.isalnum() and len(folded) == 1:
            spellings[folded] = spellings.get(folded, "") + character
    return spellings


def _passage(text, hits) -> SafeString:
    """Cut out the part with the most different hits, at words, and mark them."""
    start = 0
    if hits:
        within = [{b for s, _e, b in hits if first[0] <= s < first[0] + A_PASSAGE - LEAD} for first in hits]
        start = max(0, hits[max(range(len(hits)), key=lambda n: len(within[n]))][0] - LEAD)
    if start:
        start = text.find(" ", start, start + LEAD) + 1 or start
    end = start + A_PASSAGE
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + A_PASSAGE // 2)
    hits = [(s - start, min(e, end) - start, b) for s, e, b in hits if start <= s < end]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(before + _marked(text[start:end], hits) + after)  # noqa: S308 - each part was escaped


def _marked(text, hits) -> SafeString:
    parts, done = [], 0
    for start, end, _beginning in hits:
        parts += [conditional_escape(text[done:start]), "<mark>", conditional_escape(text[start:end]), "</mark>"]
        done = end
    parts.append(conditional_escape(text[done:]))
    return mark_safe("".join(parts))  # noqa: S308 - each part was escaped
