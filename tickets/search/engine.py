"""Asking the index: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL. Both know the same tokens, and so give
the same tickets, newest first.

Neither of the two can end early where a common word is on half of all tickets: a GIN index gives all that match, and
FTS5 merges all words of a prefix before it gives the first. So they are asked window by window, newest first.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from .tokens import ANY_CATEGORY, window_of

# Each in a query of its own is read off the index; together SQLite reads all rows.
FIRST_AND_LAST = """
    SELECT (SELECT min(ticket_id) FROM tickets_searchdocument), (SELECT max(ticket_id) FROM tickets_searchdocument),
        (SELECT min(created_at) FROM tickets_ticket)
"""
WINDOW = "#"  # stands for the window in a rendered query; no token has it
# `+ 0`: sorting by the key alone would tempt PostgreSQL to read all tickets by it, newest first, and look at each.
POSTGRESQL = """
    SELECT hit.ticket_id FROM generate_series(%s::bigint, %s::bigint, -1) AS w(number) CROSS JOIN LATERAL (
        SELECT ticket_id FROM tickets_searchdocument
        WHERE tokens @@ replace(%s, '#', w.number::text)::tsquery AND ticket_id < %s
        ORDER BY ticket_id + 0 DESC LIMIT %s
    ) AS hit LIMIT %s
"""
SQLITE = "SELECT rowid FROM tickets_search WHERE tickets_search MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s"


@dataclass(frozen=True)
class Token:
    """A token in one of the categories asked for; with a `year` one that says when a ticket was filed."""

    text: str
    prefix: bool = False
    year: int | None = None


@dataclass(frozen=True)
class All:
    parts: tuple


@dataclass(frozen=True)
class Any:
    parts: tuple


@dataclass(frozen=True)
class But:
    """What fits `wanted` and not `unwanted`."""

    wanted: object
    unwanted: object


def newest(expression, categories: Iterable[int], *, before: int, limit: int) -> list[int]:
    """List the ids of tickets of `categories` that fit, newest first, at most `limit`, all of them below `before`."""
    categories = list(categories)
    with connection.cursor() as cursor:
        cursor.execute(FIRST_AND_LAST)
        first, last, oldest = cursor.fetchone()
        if not categories or last is None:
            return []
        windows = window_of(min(last, before - 1)), window_of(first)
        first_year = int(str(oldest)[:4]) - 1  # it is last year somewhere
        write = _Tsquery if connection.vendor == "postgresql" else _Fts5
        query = write(categories, range(first_year, timezone.now().year + 2)).query(expression)
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL, [*windows, query, before, limit, limit])
            return sorted((pk for (pk,) in cursor), reverse=True)
        return _by_fts5(cursor, query, windows, before, limit)


def _by_fts5(cursor, query, windows, before, limit) -> list[int]:
    found: list[int] = []
    for window in range(windows[0], windows[1] - 1, -1):
        cursor.execute(SQLITE, [query.replace(WINDOW, str(window)), before, limit - len(found)])
        found += [pk for (pk,) in cursor.fetchall()]
        if len(found) == limit:
            break
    return found


class _Query:
    """Writes an expression in the language of a database. Only letters, digits and _ are in a token: nothing there
    has to be escaped."""

    all = any = but = ""

    def __init__(self, categories, years):
        self.categories, self.years = categories, years

    def query(self, node) -> str:
        """Return `node` in parentheses."""
        if isinstance(node, Token):
            return self._join(self.any, [self.token(text, node.prefix) for text in self._spelled(node)])
        if isinstance(node, But):
            return self._join(self.but, [self.query(node.wanted), self.query(node.unwanted)])
        if isinstance(node, Any):
            # What no ticket can have is left out, since to look for it in every window takes its time.
            parts = [part for part in node.parts if getattr(part, "year", None) in (None, *self.years)]
            return self._join(self.any, [self.query(part) for part in parts or [Token("none")]])
        return self._join(self.all, [self.query(part) for part in node.parts])

    def token(self, text, prefix) -> str:
        raise NotImplementedError

    def _spelled(self, token):
        """List the token as it is written for each category."""
        of = self.categories if token.year is None else [ANY_CATEGORY]
        return [f"{category}_{WINDOW}_{token.text}" for category in of]

    def _join(self, operator, parts):
        return "(" + operator.join(parts) + ")"


class _Tsquery(_Query):
    all, any, but = " & ", " | ", " & !"

    def token(self, text, prefix):
        return f"'{text}':*" if prefix else f"'{text}'"


class _Fts5(_Query):
    all, any, but = " AND ", " OR ", " NOT "

    def token(self, text, prefix):
        return f'"{text}"*' if prefix else f'"{text}"'
