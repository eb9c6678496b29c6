"""The pages of the queue.

They are cut by where the last row stands (keyset), not by counting rows from the start: page 2,000 costs what page 1
costs, and rows that arrive shift nothing. See https://use-the-index-luke.com/no-offset.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.dateparse import parse_datetime

A_PAGE = 50  # rows


@dataclass(frozen=True)
class Page:
    """Some rows of a view. `previous` and `next` are the cursors of its neighbours, empty where there is none."""

    rows: list
    previous: str
    next: str

    def __iter__(self):
        return iter(self.rows)


@dataclass(frozen=True)
class Order:
    """By one moment and then by id. A cursor holds both, and whether the row stands behind those that come first
    because our mail about them was not delivered."""

    moment: str
    newest_first: bool = True

    @property
    def undelivered_first(self) -> bool:
        return self.moment == "waiting_since"

    def sort(self, tickets):
        sign = "-" if self.newest_first else ""
        return (
            tickets.oldest_first() if self.undelivered_first else tickets.order_by(f"{sign}{self.moment}", f"{sign}pk")
        )

    def beyond(self, cursor, backwards) -> Q:
        """Keep what stands after the cursor, or before it. The first condition lets the index be entered there."""
        delivered, moment, pk = cursor
        way = "gt" if self.newest_first == backwards else "lt"
        rule = Q(**{f"{self.moment}__{way}e": moment}) & (
            Q(**{f"{self.moment}__{way}": moment}) | Q(**{f"pk__{way}": pk})
        )
        if self.undelivered_first:
            rule &= Q(mail_failed_at__isnull=delivered)
            if not delivered and not backwards:
                rule |= Q(mail_failed_at=None)
        return rule

    def write(self, row) -> str:
        return f"{int(row.mail_failed_at is None)}_{getattr(row, self.moment).isoformat()}_{row.pk}"


ORDERS = {
    "waiting": Order("waiting_since", newest_first=False),
    "overdue": Order("waiting_since", newest_first=False),
    "snoozed": Order("snoozed_until", newest_first=False),
    "today": Order("completed_at"),
    "completed": Order("completed_at"),
}
NEWEST_FIRST = Order("created_at")


def page_of(tickets, filters, *, after="", before="") -> Page:
    """Cut the page that begins after, or ends before, a cursor of another one; an unreadable cursor is none."""
    order = ORDERS.get(filters.state, NEWEST_FIRST)
    ordered = order.sort(tickets)
    if cursor := _read(before):
        found = list(ordered.filter(order.beyond(cursor, True)).reverse()[: A_PAGE + 1])
        if len(found) > A_PAGE:
            rows = found[A_PAGE - 1 :: -1]
            return Page(rows, order.write(rows[0]), order.write(rows[-1]))
    elif cursor := _read(after):
        ordered = ordered.filter(order.beyond(cursor, False))
        found = list(ordered[: A_PAGE + 1])
        if found:
            rows = found[:A_PAGE]
            return Page(rows, order.write(rows[0]), order.write(rows[-1]) if len(found) > A_PAGE else "")
        ordered = order.sort(tickets)
    found = list(ordered[: A_PAGE + 1])  # the first page, to which too few rows before a cursor belong as well
    return Page(found[:A_PAGE], "", order.write(found[A_PAGE - 1]) if len(found) > A_PAGE else "")


def _read(cursor) -> tuple[bool, datetime, int] | None:
    delivered, _first, rest = cursor.partition("_")
    written, _second, pk = rest.partition("_")
    if delivered not in ("0", "1") or not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return None
    try:
        moment = parse_datetime(written)
    except ValueError:
        return None
    return (delivered == "1", moment, int(pk)) if moment and moment.tzinfo else None
