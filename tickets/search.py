"""Finding tickets by reference, e-mail address, name or a field's value; exact first, then by prefix.

What can be found is written to `SearchKey` in the transaction that files the ticket, folded, and looked up by index.
"""

import re
from contextlib import suppress

from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When

from faq.text import fold

from . import reference
from .models import SearchKey, Ticket

LONGEST = SearchKey._meta.get_field("folded").max_length
SEPARATORS = re.compile(r"[\s./_:#-]+")


def index(ticket) -> None:
    """Write the keys by which `ticket` is found; one query."""
    texts = [ticket.requester.email, ticket.name, *ticket.name.split()]
    texts += [answer["value"] for answer in ticket.answers]
    keys = {key for text in texts for key in _keys(text)}
    SearchKey.objects.bulk_create([SearchKey(ticket=ticket, folded=key) for key in sorted(keys)], ignore_conflicts=True)


def reindex(ticket) -> None:
    """Write the keys anew after what they were made of has changed."""
    SearchKey.objects.filter(ticket=ticket).delete()
    index(ticket)


def find(text, *, user):
    """Return the tickets `user` may know of that are found by `text`, completed ones included: exact hits before
    prefixes, newer before older. An empty QuerySet for an empty text."""
    tickets = Ticket.objects.visible_to(user)
    rule = Q(pk__in=SearchKey.objects.filter(_prefix_q(text)).values("ticket"))
    with suppress(ValueError):
        rule |= Q(reference=reference.parse(text))
    keys = _keys(text)
    if not keys:
        return tickets.none()
    exact = When(pk__in=SearchKey.objects.filter(folded__in=keys).values("ticket"), then=Value(0))
    return (
        tickets.filter(rule)
        .annotate(inexact=Case(exact, default=Value(1), output_field=IntegerField()))
        .order_by("inexact", "-created_at", "-pk")
    )


def _keys(text) -> set[str]:
    """Return the folded text, and once more without spaces and dashes: "LP 22-08" is found as "lp2208"."""
    folded = fold(text)[:LONGEST]
    return {folded, SEPARATORS.sub("", folded)} - {""}


def _prefix_q(text) -> Q:
    rule = Q(pk__in=[])
    for key in _keys(text):
        # LIKE cannot use an index on SQLite, where it ignores case; PostgreSQL has an index made for it.
        rule |= (
            Q(folded__startswith=key)
            if connection.vendor == "postgresql"
            else Q(folded__gte=key, folded__lt=key + "\U0010ffff")
        )
    return rule
