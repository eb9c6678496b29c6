"""Which searches missed, and who may know of them."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, F, Max, Q
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
    def visible_to(self, user):
        """Keep the searches `user` may know of: those asked in no category, or in one they may know of."""
        return self.filter(Q(category=None) | category_q(user))

    def missed(self):
        """Keep the hard and the soft misses."""
        return self.filter(HARD | soft())

    def by_phrase(self):
        """List a dict for each phrase and language, the most frequent first: "phrase", "times", "last_at" …"""
        counted = self.filter(settled=False).values("folded", "language")
        return counted.annotate(
            times=Count("pk"), phrase=Max("phrase"), last_at=Max("at"), category__name=Max("category__slug")
        ).order_by("-times", "-last_at")

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
