"""What was searched for, what is to be done about it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets.searching import FixQuerySet, LoggedSearchQuerySet, SearchDayQuerySet
from .entries import CATEGORY, Entry


class LoggedSearch(models.Model):
    """A phrase somebody searched for; kept 400 days. Of who it was there is nothing but, until the day is over, a hash
    of them, the day and the phrase in one (`once`): a visitor's searches cannot be joined by it.

    It found nothing (a hard miss), or nothing of it was opened within half an hour or it was refused (a soft miss), or
    it led to an entry.
    """

    phrase = models.CharField(_("phrase"), max_length=80)
    folded = models.CharField(max_length=80)
    language = models.CharField(_("language"), max_length=10)
    category = models.ForeignKey(
        CATEGORY, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked in")
    )
    at = models.DateTimeField(_("asked"), default=timezone.now)
    results = models.PositiveSmallIntegerField(_("results"))
    opened = models.ForeignKey(Entry, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    helped = models.BooleanField(null=True)  # what they said of the entry; None: nothing
    refused = models.BooleanField(default=False)  # "None of these", or "No, it did not help"
    settled = models.BooleanField(default=False)  # a miss the owner has dealt with, or learnt from
    once = models.CharField(max_length=32, null=True, blank=True, editable=False)

    objects = LoggedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("search log")
        indexes = [
            models.Index(fields=["at"], name="faq_searches_by_time"),
            models.Index(fields=["folded", "language"], name="faq_searches_by_phrase"),
            models.Index(
                fields=["opened", "folded"], condition=models.Q(helped__isnull=False), name="faq_searches_that_teach"
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["once"], name="faq_a_visitor_asks_a_phrase_once_a_day")]

    def __str__(self):
        return self.phrase


class SearchDay(models.Model):
    """How many searches a day had, and how many of them missed; all that is left of them after 400 days."""

    day = models.DateField()
    language = models.CharField(max_length=10)
    searches = models.PositiveIntegerField()
    hard = models.PositiveIntegerField()
    soft = models.PositiveIntegerField()

    objects = SearchDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("searches of a day")
        verbose_name_plural = _("searches of a day")
        constraints = [models.UniqueConstraint(fields=["day", "language"], name="faq_searches_of_a_day_are_one_row")]

    def __str__(self):
        return f"{self.day}"


class IgnoredPhrase(models.Model):
    """A phrase the owner does not want to see among the misses again."""

    folded = models.CharField(max_length=80)
    language = models.CharField(max_length=10)

    class Meta:
        verbose_name = _("ignored phrase")
        verbose_name_plural = _("ignored phrases")
        constraints = [models.UniqueConstraint(fields=["folded", "language"], name="faq_a_phrase_is_ignored_once")]

    def __str__(self):
        return self.folded


class Fix(models.Model):
    """Something to do about a question that is asked more and more, with the numbers that say so."""

    class Kind(models.TextChoices):
        WRITE = "write", _("Write an entry")
        REWORD = "reword", _("Reword the entry")
        PRODUCT = "product", _("Fix the product or the sales page")

    kind = models.CharField(max_length=10, choices=Kind)
    phrase = models.CharField(max_length=200)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True, blank=True, related_name="fixes")
    before = models.PositiveIntegerField()  # how often in the period before
    now = models.PositiveIntegerField()  # how often in the period that made it a to-do
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = FixQuerySet.as_manager()

    class Meta:
        verbose_name = _("to-do")
        verbose_name_plural = _("to-dos")
        ordering = ["-pk"]

    def __str__(self):
        return self.phrase
