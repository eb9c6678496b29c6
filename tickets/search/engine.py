"""Asking the index: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL. Both know the same tokens, and so give
the same tickets, newest first.

Neither of the two can end early where a common word is on half of all tickets: a GIN index gives all that match, and
FTS5 merges all words of a prefix before it gives the first. So they are asked window by window, newest first.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from .tokens import ANY_CATEGORY, window_of

# Each in a query of its own is read off the index; together SQLite reads all rows.
FIRST_AND_LAST = """
    SELECT (SELECT min(ticket_id) FROM tickets_searchdocument), (SELECT max(ticket_id) FROM tickets_searchdocument)
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
    """A token in one of the categories asked for, or of every ticket's own kind (`of_any`: the date)."""

    text: str
    prefix: bool = False
    of_any: bool = False


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
        first, last = cursor.fetchone()
        if not categories or last is None:
            return []
        windows = window_of(min(last, before - 1)), window_of(first)
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL, [*windows, _tsquery(expression, categories), before, limit, limit])
            return sorted((pk for (pk,) in cursor), reverse=True)
        return _by_fts5(cursor, _fts5(expression, categories), windows, before, limit)


def _by_fts5(cursor, query, windows, before, limit) -> list[int]:
    found: list[int] = []
    for window in range(windows[0], windows[1] - 1, -1):
        cursor.execute(SQLITE, [query.replace(WINDOW, str(window)), before, limit - len(found)])
        found += [pk for (pk,) in cursor.fetchall()]
        if len(found) == limit:
            break
    return found


def _spelled(token, categories):
    """List the token as it is written for each category. Only letters, digits and _ are in it: nothing to escape."""
    return [f"{category}_{WINDOW}_{token.text}" for category in ([ANY_CATEGORY] if token.of_any else categories)]


def _tsquery(node, categories) -> str:
    if isinstance(node, Token):
        star = ":*" if node.prefix else ""
        return "(" + "|".join(f"'{text}'{star}" for text in _spelled(node, categories)) + ")"
    if isinstance(node, But):
        return f"({_tsquery(node.wanted, categories)} & !{_tsquery(node.unwanted, categories)})"
    return "(" + ("&" if isinstance(node, All) else "|").join(_tsquery(part, categories) for part in node.parts) + ")"


def _fts5(node, categories) -> str:
    if isinstance(node, Token):
        star = "*" if node.prefix else ""
        return "(" + " OR ".join(f'"{text}"{star}' for text in _spelled(node, categories)) + ")"
    if isinstance(node, But):
        return f"({_fts5(node.wanted, categories)} NOT {_fts5(node.unwanted, categories)})"
    return "(" + (" AND " if isinstance(node, All) else " OR ").join(_fts5(p, categories) for p in node.parts) + ")"
