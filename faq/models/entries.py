"""Questions with their answers, and the words people ask them in."""

import re
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts.access import category_q

from ..querysets.entries import EntryQuerySet, IndexedQuerySet, PhrasingQuerySet, PictureQuerySet, age_index
from ..text import fold

# By name only: schema, not code; faq imports nothing of tickets.
CATEGORY = "tickets.Category"
RESERVED_SLUGS = ["ask", "feed", "none", "pictures", "search", "suggest"]
LONGEST_PHRASING = 500  # characters: people write whole stories
LANGUAGES = [code for code, name in settings.LANGUAGES]


class IndexVersion(models.Model):
    """The one row whose number is another one after every write to what the search looks through."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return str(self.number)


class Indexed(models.Model):
    """A row that the search looks through: to write it tells every process that its index is old."""

    objects = IndexedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs):
        super().save(**kwargs)
        age_index()

    def delete(self, using=None, keep_parents=False):
        deleted = super().delete(using=using, keep_parents=keep_parents)
        age_index()
        return deleted


class Entry(Indexed):
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
        _("short answer"),
        max_length=20_000,
        help_text=_("What to do, in at most 40 words: they are shown wherever the question is offered. Markdown."),
    )
    body = models.TextField(
        _("steps and pictures"),
        max_length=20_000,
        blank=True,
        help_text=_("Whatever else helps, below the short answer. Markdown."),
    )
    category = models.ForeignKey(CATEGORY, on_delete=models.PROTECT, related_name="entries", verbose_name=_("category"))
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, help_text=_("Only published entries are shown.")
    )
    is_pinned = models.BooleanField(
        _("pinned"), default=False, help_text=_("Stands before the others on the page of its category.")
    )
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # of the form it was first saved with
    personal = models.JSONField(default=list, blank=True, editable=False)  # words it must not hold when published
    related = models.ManyToManyField("self", blank=True, verbose_name=_("related entries"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)

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

    def save(self, **kwargs):
        """Save; the first time it is published that time is kept."""
        if self.is_published and self.published_at is None:
            self.published_at = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "published_at"}
        super().save(**kwargs)

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

    @property
    def body_language(self):
        """The code of the language in which the steps are shown now."""
        return self._language_shown("body")

    def _language_shown(self, name):
        asked = [get_language() or "", *LANGUAGES]
        return next((code for code in asked if getattr(self, f"{name}_{code}", "")), LANGUAGES[0])

    def languages(self, name) -> frozenset[str]:
        """Return the codes of the languages that have the field `name`."""
        return frozenset(code for code in LANGUAGES if getattr(self, f"{name}_{code}"))

    def texts(self, name) -> list[str]:
        """Return the field `name` (``"question"``, ``"answer"``, ``"body"``) in every language that has it."""
        return [text for code in LANGUAGES if (text := getattr(self, f"{name}_{code}"))]


class Phrasing(Indexed):
    """Another way in which people ask the question of an entry."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="phrasings")
    text = models.CharField(_("also asked as"), max_length=LONGEST_PHRASING)
    folded = models.CharField(max_length=LONGEST_PHRASING, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PhrasingQuerySet.as_manager()

    class Meta:
        verbose_name = _("also asked as")
        verbose_name_plural = _("also asked as")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "folded"], name="faq_a_phrasing_is_kept_once_an_entry")]
        indexes = [models.Index(fields=["folded"], name="faq_phrasings_folded")]

    def __str__(self):
        return self.text

    def save(self, **kwargs):
        self.folded = fold(self.text)[:LONGEST_PHRASING]
        super().save(**kwargs)


class Synonyms(Indexed):
    """Words that mean the same to the search."""

    words = models.CharField(
        _("words"), max_length=200, help_text=_("Words that mean the same, with commas between: invoice, bill, receipt")
    )

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]

    def __str__(self):
        return self.words


class Picture(models.Model):
    """A picture of an entry, re-encoded by us; its text says how to place it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="pictures")
    file = models.FileField(upload_to="faq/%Y/%m")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(
        _("description"), max_length=200, help_text=_("What is to be seen, for those who cannot see it.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["pk"]

    def __str__(self):
        return self.alt

    def get_absolute_url(self):
        """Return the one address, whatever language is spoken: entries of all languages hold it."""
        with override(settings.LANGUAGE_CODE):
            return reverse("faq:picture", args=[self.key])

    @property
    def markdown(self) -> str:
        """What places the picture in a text."""
        alt = re.sub(r"([\\\[\]])", r"\\\1", self.alt)
        return f"![{alt}]({self.get_absolute_url()})"


class Revision(models.Model):
    """An entry as it was once saved: ``{field: text}``, its phrasings a list under "phrasings"."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="revisions")
    texts = models.JSONField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.saved_at:%Y-%m-%d %H:%M}"


def open_categories() -> models.QuerySet:
    """List the categories a visitor can write to, by the foreign key's target."""
    target = Entry._meta.get_field("category").related_model
    return target._default_manager.filter(is_active=True).order_by("position", "pk")


def visible_categories(user) -> models.QuerySet:
    """List the categories `user` may know of as staff."""
    target = Entry._meta.get_field("category").related_model
    return target._default_manager.filter(category_q(user, "pk")).order_by("position", "pk")


def find_category(slug: str | None):
    """Return the category with this slug, or None."""
    if not slug or "\0" in slug:
        return None
    return Entry._meta.get_field("category").related_model._default_manager.filter(slug=slug).first()
