"""What the FAQ holds: entries, how often they were read, and what was searched for in vain."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .querysets import DailyViewsQuerySet, EntryQuerySet, SearchMissQuerySet, ViewMarkQuerySet

# By name only: schema, not code; faq imports nothing of tickets.
CATEGORY = "tickets.Category"
RESERVED_SLUGS = ["search", "suggest"]
LANGUAGES = [code for code, name in settings.LANGUAGES]


class Entry(models.Model):
    """A question with its answer, once per language; an empty text falls back to the other language's."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

    slug = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        help_text=_("The last part of the page's address. It stays as it is once the entry is saved."),
    )
    question = models.CharField(_("question"), max_length=200, help_text=_("In the words of the people who ask it."))
    answer = models.TextField(
        _("answer"),
        max_length=20_000,
        help_text=_("The short answer first, in at most 40 words, then the steps. Markdown."),
    )
    category = models.ForeignKey(CATEGORY, on_delete=models.PROTECT, related_name="entries", verbose_name=_("category"))
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, help_text=_("Only published entries are shown.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("FAQ entry")
        verbose_name_plural = _("FAQ entries")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "published", "archived"]), name="faq_entries_have_a_known_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(slug__in=RESERVED_SLUGS),
                name="faq_entries_leave_the_search_its_address",
                violation_error_message=_("This address belongs to the search. Choose another one."),
            ),
        ]

    def __str__(self):
        return self.question

    def get_absolute_url(self):
        return reverse("faq:entry", args=[self.slug])

    def clean(self):
        for name in ("question", "answer"):
            if not any(getattr(self, f"{name}_{code}") for code in LANGUAGES):
                raise ValidationError(_("Write the question and the answer in at least one language."))

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED

    @property
    def question_language(self):
        """The code of the language in which the question is shown now."""
        return self._language_shown("question")

    @property
    def answer_language(self):
        """The code of the language in which the answer is shown now."""
        return self._language_shown("answer")

    def _language_shown(self, name):
        asked = [get_language() or "", *LANGUAGES]
        return next((code for code in asked if getattr(self, f"{name}_{code}", "")), LANGUAGES[0])

    def texts(self, name) -> list[str]:
        """Return the field `name` (``"question"`` or ``"answer"``) in every language that has it."""
        return [text for code in LANGUAGES if (text := getattr(self, f"{name}_{code}"))]


class DailyViews(models.Model):
    """How many visitors read an entry on a day."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="daily_views")
    day = models.DateField()
    count = models.PositiveIntegerField()

    objects = DailyViewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("views of a day")
        verbose_name_plural = _("views of a day")
        constraints = [models.UniqueConstraint(fields=["entry", "day"], name="faq_views_of_a_day_are_one_row")]

    def __str__(self):
        return f"{self.day}: {self.count}"


class ViewMark(models.Model):
    """That somebody read an entry today: a hash salted for the day, kept until the day is over."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(db_index=True)
    visitor = models.CharField(max_length=32)

    objects = ViewMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("view mark")
        verbose_name_plural = _("view marks")
        constraints = [
            models.UniqueConstraint(fields=["entry", "day", "visitor"], name="faq_a_visitor_is_counted_once_a_day")
        ]

    def __str__(self):
        return f"{self.day}"


class SearchMiss(models.Model):
    """A phrase that found nothing, with nothing of who typed it."""

    folded = models.CharField(max_length=80)
    language = models.CharField(_("language"), max_length=10)
    phrase = models.CharField(_("phrase"), max_length=80, help_text=_("As it was typed last."))
    category = models.ForeignKey(
        CATEGORY, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked in")
    )
    times = models.PositiveIntegerField(_("times"), default=0)
    last_at = models.DateTimeField(_("last asked"))

    objects = SearchMissQuerySet.as_manager()

    class Meta:
        verbose_name = _("search miss")
        verbose_name_plural = _("search misses")
        indexes = [models.Index(fields=["-times", "-last_at"], name="faq_misses_by_frequency")]
        constraints = [models.UniqueConstraint(fields=["folded", "language"], name="faq_a_miss_is_one_row_a_language")]

    def __str__(self):
        return self.phrase


def open_categories() -> models.QuerySet:
    """List the categories a visitor can write to, by the foreign key's target."""
    target = Entry._meta.get_field("category").related_model
    return target._default_manager.filter(is_active=True).order_by("position", "pk")


def find_category(slug: str | None):
    """Return the category with this slug, or None."""
    if not slug or "\0" in slug:
        return None
    return Entry._meta.get_field("category").related_model._default_manager.filter(slug=slug).first()
