"""Counts as subqueries."""

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce


def number_of(rows, by):
    """Return how many `rows` there are, which are all of one `by`, as a subquery."""
    return Coalesce(
        Subquery(rows.order_by().values(by).values(count=Count("*"))), 0
    )  # rows: not every index has the keys
