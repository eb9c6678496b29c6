"""Who read an entry, and what came of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets.reading import DailyCountQuerySet, VisitQuerySet
from .entries import Entry


class Visit(models.Model):
    """That somebody read an entry today, from where, and what came of it: one row a visitor, entry and day.

    The visitor is a hash salted for the day. When the day is over the worker adds the rows up (`DailyCount`) and
    deletes them, so that no counter is written by two readers at once.
    """

    class Source(models.TextChoices):
        SEARCH = "search", _("Search")
        CATEGORY = "category", _("Category page")
        FORM = "form", _("Ticket form")
        STAFF = "staff", _("Link in an answer")
        ELSEWHERE = "elsewhere", _("Elsewhere")

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="visits")
    day = models.DateField()
    visitor = models.CharField(max_length=32)
    at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=10, choices=Source, default=Source.ELSEWHERE)
    helped = models.BooleanField(null=True)  # what they said; None: nothing
    solved = models.BooleanField(default=False)  # "This solved it", on the page before sending
    filed = models.BooleanField(default=False)  # a ticket within 30 minutes

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [models.Index(fields=["day", "visitor"], name="faq_visits_of_a_day")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "day", "visitor"], name="faq_a_visitor_is_counted_once_a_day")
        ]

    def __str__(self):
        return f"{self.day}"


class DailyCount(models.Model):
    """The visits of an entry on a day that is over, added up; and what staff did with it that day."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="daily_counts")
    day = models.DateField()
    # Views, by source.
    search = models.PositiveIntegerField(default=0)
    category = models.PositiveIntegerField(default=0)
    form = models.PositiveIntegerField(default=0)
    staff = models.PositiveIntegerField(default=0)
    elsewhere = models.PositiveIntegerField(default=0)
    # What came of them.
    helped = models.PositiveIntegerField(default=0)
    not_helped = models.PositiveIntegerField(default=0)
    solved = models.PositiveIntegerField(default=0)
    filed = models.PositiveIntegerField(default=0)
    # Counted at once.
    answered = models.PositiveIntegerField(default=0)  # tickets answered with the entry
    unfound = models.PositiveIntegerField(default=0)  # tickets whose answer stood here all along

    objects = DailyCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("counts of a day")
        verbose_name_plural = _("counts of a day")
        constraints = [models.UniqueConstraint(fields=["entry", "day"], name="faq_counts_of_a_day_are_one_row")]
        indexes = [models.Index(fields=["day"], name="faq_counts_by_day")]

    def __str__(self):
        return f"{self.day}"
