"""Writes that must not read first, and the adding up of what they left."""

from datetime import date, datetime

from django.db import connection, models
from django.db.models import Count, F, Q, Sum

SOURCES = ("search", "category", "form", "staff", "elsewhere")
OUTCOMES = ("helped", "not_helped", "solved", "filed")
COUNTS = (*SOURCES, *OUTCOMES, "answered", "unfound")


class VisitQuerySet(models.QuerySet):
    def add(self, *, entry, day: date, visitor: str, at: datetime, source: str, helped: bool | None = None) -> None:
        """Note that `visitor` read `entry` on `day`, last at `at`, and perhaps what they said of it. One write.

        The first `source` of the day stays, and what was said until something else is.
        """
        sql = (
            "INSERT INTO faq_visit (entry_id, day, visitor, at, source, helped, solved, filed) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (entry_id, day, visitor) DO UPDATE "
            "SET at = excluded.at, helped = COALESCE(excluded.helped, faq_visit.helped)"
        )
        values = [connection.ops.adapt_datefield_value(day), visitor, connection.ops.adapt_datetimefield_value(at)]
        with connection.cursor() as cursor:
            cursor.execute(sql, [entry.pk, *values, source, helped, False, False])

    def of(self, *, entry, day: date, visitor: str):
        return self.filter(entry=entry, day=day, visitor=visitor)

    def by(self, visitor: str, *, since: datetime):
        """Keep what `visitor` has read since then."""
        return self.filter(visitor=visitor, at__gte=since)

    def before(self, day: date):
        return self.filter(day__lt=day)

    def of_entries(self, entries, after: date):
        """Keep those of `entries` on the days after `after`."""
        return self.filter(entry__in=entries, day__gt=after)

    def added_up(self):
        """List a dict for each entry and day: "entry_id", "day", and the counts of `DailyCount`."""
        by_source = {source: Count("pk", filter=Q(source=source)) for source in SOURCES}
        outcomes = {
            "helped": Count("pk", filter=Q(helped=True)),
            "not_helped": Count("pk", filter=Q(helped=False)),
            "solved": Count("pk", filter=Q(solved=True)),
            "filed": Count("pk", filter=Q(filed=True)),
        }
        # Under names of their own: an annotation may not be called like a column.
        counts = {f"n_{name}": count for name, count in (by_source | outcomes).items()}
        rows = self.order_by("day", "entry_id").values("entry_id", "day").annotate(**counts)
        return [{name.removeprefix("n_"): value for name, value in row.items()} for row in rows]


class DailyCountQuerySet(models.QuerySet):
    def of_entries(self, entries, after: date):
        """Keep those of `entries` on the days after `after`."""
        return self.filter(entry__in=entries, day__gt=after)

    def totals(self):
        """List a dict for each entry: "entry_id" and each of `COUNTS`."""
        sums = {f"n_{name}": Sum(name) for name in COUNTS}
        rows = self.order_by().values("entry_id").annotate(**sums)
        return [{name.removeprefix("n_"): value for name, value in row.items()} for row in rows]

    def by_day(self):
        """List (entry id, day, views, need) for each entry and day."""
        views = sum((F(source) for source in SOURCES[1:]), F(SOURCES[0]))
        return self.order_by("day").values_list("entry_id", "day", views, F("search") + F("answered"))

    def add(self, *, entry_id: int, day: date, **counts: int) -> None:
        """Add `counts` to those of the day. One write that reads nothing first, so that of two at once both count."""
        names = list(counts)
        columns = [field.attname for field in self.model._meta.fields if field.attname not in ("id", "entry_id", "day")]
        unknown = set(names) - set(columns)
        if unknown:
            raise ValueError(f"not counted: {', '.join(sorted(unknown))}")
        sql = (  # only the names of columns are put in
            f"INSERT INTO faq_dailycount (entry_id, day, {', '.join(columns)}) "  # noqa: S608
            f"VALUES (%s, %s, {', '.join(['%s'] * len(columns))}) ON CONFLICT (entry_id, day) DO UPDATE SET "
            + ", ".join(f"{name} = faq_dailycount.{name} + excluded.{name}" for name in names)
        )
        values = [counts.get(name, 0) for name in columns]
        with connection.cursor() as cursor:
            cursor.execute(sql, [entry_id, connection.ops.adapt_datefield_value(day), *values])
