"""The search of the desk: from what was typed to a page of tickets with the passages that were hit."""

import re
from dataclasses import dataclass, field

from ..models import Category, FieldDefinition, Ticket
from .engine import newest
from .query import Query, parse
from .snippets import mark

A_PAGE = 25  # tickets
_PLACE = re.compile(r"(?P<rank>[xw])(?P<before>[0-9]{1,18})\Z")
_END = 2**62


@dataclass
class Found:
    """A page of what was found: tickets with a `snippet` and a `marked_subject`, and where the next page begins."""

    query: Query
    tickets: list = field(default_factory=list)
    next: str = ""
    field_keys: dict[str, str] = field(default_factory=dict)  # of the categories the person sees: key → label

    def __iter__(self):
        return iter(self.tickets)

    def __len__(self):
        return len(self.tickets)


def find(text, *, user, after="", limit=A_PAGE) -> Found:
    """Find the tickets `user` may know of, completed ones included: those whose e-mail address or number is `text`
    first, then those that hold its words, newest first.

    `after` is where a page ended (`Found.next`). Six queries at most on PostgreSQL; on SQLite one more for every
    32,768 tickets that had to be looked through. What it costs depends on the page and on the number of tickets there
    are, not on how many fit.
    """
    categories = list(Category.objects.visible_to(user))
    fields = FieldDefinition.objects.of_categories(categories)
    labels = {definition.key: definition.label for definition in fields}
    query = parse(text, categories=categories, keys=labels)
    found = Found(query, field_keys=labels)
    if query.asks:
        ranked = _ids(query, after, limit + 1)
        if len(ranked) > limit:
            rank, last = ranked[limit - 1]
            found.next = f"{rank}{last}"
        tickets = Ticket.objects.visible_to(user).for_search_page([pk for _rank, pk in ranked[:limit]])
        by_id = {ticket.pk: ticket for ticket in tickets}
        found.tickets = [by_id[pk] for _rank, pk in ranked[:limit] if pk in by_id]
        mark(found.tickets, query.marked)
    return found


def _ids(query, after, limit) -> list[tuple[str, int]]:
    """List rank and id of what fits: ``x`` for exactly what was typed, then ``w``."""
    place = _PLACE.match(after)
    rank, before = (place["rank"], int(place["before"])) if place else ("x", _END)
    found: list[tuple[str, int]] = []
    if query.exact and rank == "x":
        found = [("x", pk) for pk in newest(query.exact, query.categories, before=before, limit=limit)]
        before = _END
    if len(found) < limit:
        # Where a first page began without exact ones there are none: to leave them out would be looked for in vain.
        but_exact = bool(query.exact and (found or place))
        rest = newest(query.inexact(but_exact=but_exact), query.categories, before=before, limit=limit - len(found))
        found += [("w", pk) for pk in rest]
    return found
