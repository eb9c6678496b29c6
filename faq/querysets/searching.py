"""Which searches missed, and who may know of them."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.access import category_q

OPENED_WITHIN = timedelta(minutes=30)

HARD = Q(results=0)


def soft() -> Q:
    """Tell the searches that found something nobody wanted."""
    unopened = Q(opened=None, at__lt=timezone.now() - OPENED_WITHIN)
    return Q(results__gt=0) & (Q(refused=True) | unopened)


class LoggedSearchQuerySet(models.QuerySet):
    def forget_who(self, before: datetime) -> None:
        """Take the last trace of who asked from the searches before then."""
        self.filter(at__lt=before, once__isnull=False).update(once=None)

    def visible_to(self, user):
        """Keep the searches `user` may know of: those asked in no category, or in one they may know of."""
        return self.filter(Q(category=None) | category_q(user))

    def missed(self):
        """Keep the hard and the soft misses."""
        return self.filter(HARD | soft())

    def hard(self):
        return self.filter(HARD)

    def soft(self):
        return self.filter(soft())

    def since(self, moment: datetime):
        return self.filter(at__gte=moment)

    def in_language(self, code: str):
        return self.filter(language=code)

    def unsettled(self):
        """Keep what nobody has dealt with."""
        return self.filter(settled=False)

    def of_phrases(self, folded, language: str | None = None):
        """Keep the searches for these folded phrases, in one language or in any."""
        found = self.filter(folded__in=folded)
        return found.filter(language=language) if language else found

    def with_ids(self, ids):
        return self.filter(pk__in=ids)

    def by_phrase(self, since: datetime | None = None):
        """List a dict for each phrase, language and category: "folded", "language", "category_id", "phrase", "times",
        "hard", "recent" (how many of them since that time) and "last_at"."""
        recent = Q(at__gte=since) if since else Q()
        return (
            self.order_by()
            .values("folded", "language", "category_id")
            .annotate(
                phrase=Max("phrase"),
                times=Count("pk"),
                hard=Count("pk", filter=HARD),
                recent=Count("pk", filter=recent),
                last_at=Max("at"),
            )
        )

    def taught(self, least: int):
        """List a dict ("opened_id", "folded", "phrase") for each phrase and entry that helped at least so many readers,
        and more of them than it failed; of what was asked in a category that is by now for named people, none."""
        return (
            self.exclude(opened=None)
            .exclude(helped=None)
            .exclude(category__named_only=True)
            .order_by("opened_id", "folded")
            .values("opened_id", "folded")
            .annotate(
                phrase=Min("phrase"),
                helped_n=Count("pk", filter=Q(helped=True)),
                failed_n=Count("pk", filter=Q(helped=False)),
            )
            .filter(helped_n__gte=least, helped_n__gt=F("failed_n"))
        )

    def refused_since(self, moment: datetime, *, language: str, category):
        """Keep the searches there that nothing fitted."""
        return self.filter(refused=True, at__gte=moment, language=language, category=category)

    def totals(self) -> dict[str, int]:
        """Return how many "searches" there were, and how many of them were "hard" and "soft" misses."""
        return self.aggregate(searches=Count("pk"), hard=Count("pk", filter=HARD), soft=Count("pk", filter=soft()))

    def began(self) -> datetime | None:
        """Return when the oldest of them was made."""
        return self.aggregate(at=Min("at"))["at"]

    def before(self, time):
        return self.filter(at__lt=time)

    def added_up(self):
        """List a dict for each day and language: "day", "language", and the counts of `SearchDay`. All of them must be
        older than half an hour."""
        missed = {"hard": Count("pk", filter=HARD), "soft": Count("pk", filter=soft())}
        days = self.order_by().annotate(day=TruncDate("at")).values("day", "language")
        return list(days.annotate(searches=Count("pk"), **missed))


class SearchDayQuerySet(models.QuerySet):
    def add(self, *, day, language: str, **counts: int) -> None:
        """Add `counts` to those of the day."""
        row, is_new = self.get_or_create(day=day, language=language, defaults=counts)
        if not is_new:
            self.filter(pk=row.pk).update(**{name: F(name) + count for name, count in counts.items()})

    def between(self, first: date, end: date | None):
        """Keep the days from `first` on and, where there is one, before `end`."""
        days = self.filter(day__gte=first)
        return days.filter(day__lt=end) if end else days

    def totals(self) -> dict[str, int]:
        sums = self.aggregate(n_searches=Sum("searches"), n_hard=Sum("hard"), n_soft=Sum("soft"))
        return {name.removeprefix("n_"): value or 0 for name, value in sums.items()}


class FixQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keep the to-dos of entries that `user` may know of, and those of phrases that they know were asked."""
        searches = self.model._meta.apps.get_model("faq", "LoggedSearch").objects.visible_to(user)
        asked = Exists(searches.filter(phrase=OuterRef("phrase")))
        entries = self.model._meta.get_field("entry").related_model.objects.visible_to(user)
        return self.filter(Q(entry__in=entries) | Q(asked, entry=None)).select_related("entry")

    def open(self):
        return self.filter(done_at=None)

    def done_since(self, moment: datetime):
        return self.filter(done_at__gte=moment)

    def noted_since(self, moment: datetime):
        return self.filter(Q(created_at__gte=moment) | Q(done_at=None))
