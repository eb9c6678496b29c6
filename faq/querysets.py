"""What is shown to whom, and the writes that must not read first."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.access import category_q


class EntryQuerySet(models.QuerySet):
    def published(self):
        """Keep what everybody may read."""
        return self.filter(state="published")

    def in_category(self, category):
        return self.filter(category=category)

    def visible_to(self, user):
        """Keep the entries `user` may know of as staff (accounts.access: the only rule)."""
        return self.filter(category_q(user))

    def with_views(self, days: int):
        """Annotate `views`: the visitors of each of the last `days` days, added up."""
        return self.annotate(views=self._views(Q(day__gt=timezone.localdate() - timedelta(days=days))))

    def with_all_views(self):
        """Annotate `all_views`: the same since the entry exists."""
        return self.annotate(all_views=self._views(Q()))

    def most_read_first(self):
        """Order by `views` (of `with_views`), then the freshest first."""
        return self.order_by("-views", "-updated_at", "pk")

    def for_index(self):
        """Load what the index prints, by category, the most read first: one query, without the long answers."""
        answers = [f"answer_{code}" for code, _ in settings.LANGUAGES]
        rows = self.published().with_views(days=30).select_related("category").defer("answer", *answers)
        return rows.order_by("category__position", "category_id", "-views", "-updated_at", "pk")

    def for_statistics(self):
        """Load what the owner's table prints: one query."""
        return self.select_related("category").with_views(days=30).with_all_views().most_read_first()

    def _views(self, period: Q):
        daily: Any = self.model._meta.get_field("daily_views").related_model
        rows = daily.objects.filter(period, entry=OuterRef("pk")).order_by().values("entry")
        return Coalesce(Subquery(rows.annotate(total=Sum("count")).values("total")), 0)


class ViewMarkQuerySet(models.QuerySet):
    def set_mark(self, *, entry, day: date, visitor: str) -> bool:
        """Mark that `visitor` read `entry` on `day`; tell whether they had not yet. One write.

        By hand, as Django's own "ignore conflicts" does not say whether there was one.
        """
        sql = "INSERT INTO faq_viewmark (entry_id, day, visitor) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
        with connection.cursor() as cursor:
            cursor.execute(sql, [entry.pk, connection.ops.adapt_datefield_value(day), visitor])
            return cursor.rowcount == 1

    def before(self, day: date):
        return self.filter(day__lt=day)


class DailyViewsQuerySet(models.QuerySet):
    def add_one(self, *, entry, day: date) -> None:
        """Count a view. One write that reads nothing first, so that of two at once both count."""
        sql = (
            "INSERT INTO faq_dailyviews (entry_id, day, count) VALUES (%s, %s, 1) "
            "ON CONFLICT (entry_id, day) DO UPDATE SET count = faq_dailyviews.count + 1"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [entry.pk, connection.ops.adapt_datefield_value(day)])


class SearchMissQuerySet(models.QuerySet):
    def add_one(self, *, folded: str, language: str, phrase: str, category_id: int | None, at: datetime) -> None:
        """Count a miss: two writes that read nothing first. The first category known stays: the last one would decide
        anew, with each search, who may know of it."""
        self.bulk_create(
            [self.model(folded=folded, language=language, phrase=phrase, last_at=at)], ignore_conflicts=True
        )
        row = self.filter(folded=folded, language=language)
        first_known = Coalesce(F("category"), Value(category_id))
        row.update(times=F("times") + 1, phrase=phrase, category=first_known, last_at=at)

    def visible_to(self, user):
        """Keep the misses `user` may know of: those asked in no category, or in one they may know of."""
        return self.filter(Q(category=None) | category_q(user))

    def for_page(self):
        """Load what the owner's table prints, the most frequent first: one query."""
        return self.select_related("category").order_by("-times", "-last_at", "pk")
