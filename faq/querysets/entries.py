"""Which entries are shown to whom, and in which order."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.access import category_q

VIEWS = F("search") + F("category") + F("form") + F("staff") + F("elsewhere")


def age_index() -> None:
    """Tell every process that what the search looks through has changed. One write."""
    sql = (
        "INSERT INTO faq_indexversion (id, number) VALUES (1, 1) "
        "ON CONFLICT (id) DO UPDATE SET number = faq_indexversion.number + 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)


class IndexedQuerySet(models.QuerySet):
    """Rows of the search: whatever writes them tells that the index is old."""

    def update(self, **changes):
        updated = super().update(**changes)
        age_index()
        return updated

    def bulk_create(self, *args, **kwargs):
        created = super().bulk_create(*args, **kwargs)
        age_index()
        return created

    def delete(self):
        deleted = super().delete()
        age_index()
        return deleted

    delete.queryset_only = True  # type: ignore[attr-defined]


class EntryQuerySet(IndexedQuerySet):
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
        return self._with("views", VIEWS, Q(), days)

    def with_need(self, days: int):
        """Annotate `need`: how often a search led to it in the last `days` days, and how many tickets were answered
        with it."""
        return self._with("need", F("search") + F("answered"), Q(source="search"), days)

    def most_read_first(self):
        """Order by `views` (of `with_views`), then the freshest first."""
        return self.order_by("-views", "-updated_at", "pk")

    def most_needed_first(self):
        """Order by the owner's pins, then `need` (of `with_need`), then the freshest first."""
        return self.order_by("-is_pinned", "-need", "-updated_at", "pk")

    def for_links(self):
        """Load what links print: without the long texts."""
        texts = [f"{name}_{code}" for name in ("answer", "body") for code, _ in settings.LANGUAGES]
        return self.defer("answer", "body", *texts)

    def newest_first(self):
        """Order by when they were first published."""
        return self.order_by(F("published_at").desc(nulls_last=True), "-pk")

    def for_index(self):
        """Load what the index prints, by category, the most read first: one query, without the long answers."""
        rows = self.published().with_views(days=30).select_related("category").for_links()
        return rows.order_by("category__position", "category_id", "-views", "-updated_at", "pk")

    def _with(self, name, counted, visits: Q, days):
        """Annotate `name`: `counted` of the days that are over, and the `visits` of those that are not."""
        since = timezone.localdate() - timedelta(days=days)
        over = self._rows("daily_counts", Q(day__gt=since)).annotate(total=Sum(counted)).values("total")
        today = self._rows("visits", visits & Q(day__gt=since)).annotate(total=Count("pk")).values("total")
        return self.annotate(**{name: Coalesce(Subquery(over), 0) + Coalesce(Subquery(today), 0)})

    def _rows(self, relation, condition):
        related: Any = self.model._meta.get_field(relation).related_model
        return related.objects.filter(condition, entry=OuterRef("pk")).order_by().values("entry")
