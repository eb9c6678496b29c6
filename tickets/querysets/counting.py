"""Counts as subqueries, and moments worked out by the database."""

from django.db.models import Count, DateTimeField, Func, Subquery, Value
from django.db.models.functions import Coalesce


def number_of(rows, by):
    """Return how many `rows` there are, which are all of one `by`, as a subquery."""
    return Coalesce(
        Subquery(rows.order_by().values(by).values(count=Count("*"))), 0
    )  # rows: not every index has the keys


class MinutesBefore(Func):
    """A moment, so many minutes (an expression) before another, to the second. Django subtracts durations only, and on
    SQLite by a function in Python, which no index is entered with."""

    output_field = DateTimeField()

    def __init__(self, moment, minutes):
        super().__init__(Value(moment, output_field=DateTimeField()), minutes)

    def as_sqlite(self, compiler, connection, **context):
        template = "datetime(%(expressions)s || ' minutes')"
        return self.as_sql(compiler, connection, template=template, arg_joiner=", '-' || ", **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - make_interval(mins => ", **context)
