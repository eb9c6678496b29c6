"""Which entries are shown to whom, and in which order."""

import re
import secrets
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.access import category_q, is_active_staff

VIEWS = F("search") + F("category") + F("form") + F("staff") + F("elsewhere")


def age_index() -> None:
    """Tell every process that what the search looks through has changed. One write.

    Not by counting: what a transaction that is rolled back has counted would be counted once more, for other rows.
    """
    sql = (
        "INSERT INTO faq_indexversion (id, number) VALUES (1, %s) "
        "ON CONFLICT (id) DO UPDATE SET number = excluded.number"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [secrets.randbits(62)])


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


class PhrasingQuerySet(IndexedQuerySet):
    def of_published(self, folded: str):
        """Keep the phrasings of published entries that are these folded words, with their entries."""
        return self.filter(folded=folded, entry__state="published").select_related("entry").order_by("pk")


class EntryQuerySet(IndexedQuerySet):
    def published(self):
        """Keep what everybody may read."""
        return self.filter(state="published")

    def in_category(self, category):
        return self.filter(category=category)

    def visible_to(self, user):
        """Keep the entries `user` may know of as staff (accounts.access: the only rule)."""
        return self.filter(category_q(user))

    def with_id(self, text: str):
        """Return the entry of this id, as it stands in a form, or None."""
        return self.filter(pk=int(text)).first() if re.fullmatch(r"[0-9]{1,18}", text or "") else None

    def made_with(self, form_key):
        """Return the entry that this form was saved as, or None."""
        return self.filter(form_key=form_key).first() if form_key else None

    def in_state(self, state: str):
        return self.filter(state=state)

    def missing_in(self, code: str):
        """Keep those whose question or answer does not exist in that language."""
        names = (f"{name}_{code}" for name in ("question", "answer"))
        return self.filter(reduce(or_, (Q(**{name: empty}) for name in names for empty in ("", None))))

    def related_to(self, entry):
        """Keep the entries that `entry` is related to."""
        return self.filter(related=entry).order_by("pk")

    def for_desk(self):
        """Load what the desk lists, the last changed first."""
        return self.select_related("category").order_by("-updated_at", "pk")

    def questions(self):
        """Load the questions without the long answers."""
        texts = [f"{name}_{code}" for name in ("answer", "body") for code, _ in settings.LANGUAGES]
        return self.defer("answer", "body", *texts)

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

    def newest_first(self):
        """Order by when they were first published."""
        return self.order_by(F("published_at").desc(nulls_last=True), "-pk")

    def for_index(self):
        """Load what the index prints, by category, the most read first: one query, without the long answers."""
        rows = self.published().with_views(days=30).select_related("category").questions()
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


class PictureQuerySet(models.QuerySet):
    def shown_to(self, user):
        """Keep the pictures of published entries and, for an owner, those of the entries they may know of."""
        rule = Q(entry__state="published")
        if is_active_staff(user) and user.is_owner:
            rule |= category_q(user, "entry__category")
        return self.filter(rule)
