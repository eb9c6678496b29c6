"""Categories and the form each of them asks."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..patterns import check_pattern
from ..querysets import CategoryQuerySet, FieldDefinitionQuerySet


class Category(models.Model):
    """What a ticket can be about: its page for customers, its form, and who of the staff may know of it."""

    slug = models.SlugField(
        _("address"), unique=True, help_text=_("The last part of the page's address; keep it once people know it.")
    )
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(
        _("examples"),
        max_length=200,
        blank=True,
        help_text=_("One line in customers' words, shown under the name on the help home."),
    )
    hints = models.TextField(
        _("hints"),
        max_length=20_000,
        blank=True,
        help_text=_("What to try or have at hand before writing. Markdown, a list of at most five."),
    )
    covered = models.TextField(
        _("what we cover"), max_length=5_000, blank=True, help_text=_("What is and is not covered. Markdown.")
    )
    hours_text = models.CharField(_("when we are here"), max_length=200, blank=True)
    promise_text = models.CharField(
        _("how soon we reply"),
        max_length=200,
        blank=True,
        help_text=_("Shown on the category's page and in the confirmation, in these words."),
    )
    staff_note = models.TextField(
        _("what you may decide"),
        max_length=5_000,
        blank=True,
        help_text=_("For the people who answer here: what they may grant, refund or promise by themselves. Markdown."),
    )
    handed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who helps when somebody cannot answer"),
        help_text=_("Empty: the owner."),
    )
    minutes_to_wait = models.PositiveIntegerField(
        _("minutes a ticket may wait"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(60 * 24 * 30)],
        help_text=_("A ticket that waits longer is overdue: it is brought up again at everybody's next check."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    named_only = models.BooleanField(
        _("named people only"),
        default=False,
        help_text=_(
            "Only people assigned to it know of its tickets, not even another owner does, "
            "and only they can add a person."
        ),
    )
    is_active = models.BooleanField(_("open for new tickets"), default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name

    def fields_asked_before(self, keys):
        """Return the archived fields of these keys, with their choices."""
        # Not `self.fields`: where a page loaded them it knows of no archived one.
        return FieldDefinition.objects.filter(category=self, is_archived=True, key__in=keys).prefetch_related("choices")


class RelatedLink(models.Model):
    """A link to a resource elsewhere, shown on the category's page."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="links", verbose_name=_("category"))
    label = models.CharField(_("label"), max_length=120)
    url = models.URLField(_("address"), max_length=500, validators=[URLValidator(schemes=["http", "https"])])
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("related link")
        verbose_name_plural = _("related links")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.label


class FieldDefinition(models.Model):
    """One question of a category's form. A definition is archived, never deleted: tickets keep its label and value
    as they were, and a canned response may name its key."""

    class Kind(models.TextChoices):
        LINE = "line", _("One line")
        TEXT = "text", _("Long text")
        EMAIL = "email", _("E-mail address")
        URL = "url", _("Web address")
        PHONE = "phone", _("Phone number")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        CHOICE = "choice", _("Choice")
        CHOICES = "choices", _("Several choices")
        YES_NO = "yes_no", _("Yes or no")
        FILE = "file", _("File")
        PATTERN = "pattern", _("Pattern (serial, order number, account id)")

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="fields", verbose_name=_("category"))
    key = models.CharField(
        _("key"),
        max_length=40,
        help_text=_("Lower-case letters, digits and _. Canned responses name the field by it, like {serial}."),
        validators=[
            RegexValidator(r"^[a-z][a-z0-9_]*\Z", _("Use lower-case letters, digits and _, beginning with a letter."))
        ],
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.LINE)
    label = models.CharField(_("label"), max_length=120)
    hint = models.CharField(
        _("hint"), max_length=300, blank=True, help_text=_("One sentence: where to find it, what it looks like.")
    )
    required = models.BooleanField(_("required"), default=True)
    allow_missing = models.BooleanField(
        _("“I do not have it”"),
        default=False,
        help_text=_("Lets people say that they do not have it, even if it is required."),
    )
    pattern = models.CharField(
        _("pattern"),
        max_length=200,
        blank=True,
        validators=[check_pattern],
        help_text=_(
            "For the kind Pattern: a regular expression for the whole value, compared in capitals, "
            "without spaces and dashes. Example: LP[0-9]{10}"
        ),
    )
    error_text = models.CharField(
        _("error text"),
        max_length=200,
        blank=True,
        help_text=_("What to say when the value does not fit, in a person's words."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    shown_if = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="shows",
        verbose_name=_("shown only after"),
    )
    shown_if_value = models.CharField(_("and the answer"), max_length=40, blank=True)  # a choice's key, or yes or no
    is_archived = models.BooleanField(
        _("archived"), default=False, help_text=_("No longer asked; tickets keep their values.")
    )

    objects = FieldDefinitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["category", "key"], name="tickets_a_category_asks_a_key_once"),
        ]

    RESERVED_KEYS = frozenset({"name", "reference", "category", "email", "subject", "text", "form_key", "website"})

    def __str__(self):
        return self.label

    @property
    def offers_choices(self) -> bool:
        return self.kind in (self.Kind.CHOICE, self.Kind.CHOICES)

    def all_choices(self):
        """Return the choices, archived ones too."""
        return FieldChoice.objects.filter(field=self)

    def clean(self):
        if self.key in self.RESERVED_KEYS or "__" in self.key:
            raise ValidationError({"key": _("This key is used by the form itself. Choose another one.")})
        if self.kind == self.Kind.PATTERN and not self.pattern:
            raise ValidationError({"pattern": _("A field of the kind Pattern needs a pattern.")})
        if self.shown_if_id:
            self._check_condition()

    def _check_condition(self):
        before = self.shown_if
        if before.category_id != self.category_id or before.pk == self.pk:
            raise ValidationError({"shown_if": _("Choose another field of the same category.")})
        if (before.position, before.pk) > (self.position, self.pk or before.pk):
            raise ValidationError({"shown_if": _("Choose a field that stands before this one.")})
        offered = {"yes", "no"} if before.kind == self.Kind.YES_NO else set()
        if before.offers_choices:
            offered = set(before.choices.filter(is_archived=False).values_list("key", flat=True))
        if not offered:
            raise ValidationError({"shown_if": _("Choose a field of the kind Choice, Several choices or Yes or no.")})
        if self.shown_if_value not in offered:
            keys = ", ".join(sorted(offered))
            raise ValidationError(
                {"shown_if_value": _("Enter the key of one of its answers: %(keys)s") % {"keys": keys}}
            )


class FieldChoice(models.Model):
    """One of the values a choice field offers."""

    field = models.ForeignKey(
        FieldDefinition, on_delete=models.CASCADE, related_name="choices", verbose_name=_("field")
    )
    key = models.SlugField(_("key"), max_length=40)
    label = models.CharField(_("label"), max_length=120)
    hint = models.TextField(
        _("hint"),
        max_length=2_000,
        blank=True,
        help_text=_("Shown to whoever chooses this, before they write on. Markdown."),
    )
    hint_entry = models.ForeignKey(
        "faq.Entry",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("FAQ entry"),
        help_text=_("Shown to whoever chooses this, with a link to the whole answer."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_archived = models.BooleanField(_("archived"), default=False)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["field", "key"], name="tickets_a_field_offers_a_choice_once"),
        ]

    def __str__(self):
        return self.label

    @property
    def shows_entry(self) -> bool:
        """Whether there is an FAQ entry that customers may read."""
        return self.hint_entry is not None and self.hint_entry.is_published

    @property
    def has_hint(self) -> bool:
        return bool(self.hint) or self.shows_entry


class HintSolved(models.Model):
    """Somebody who filled in a form said that the hint of a choice solved their problem."""

    choice = models.ForeignKey(FieldChoice, on_delete=models.CASCADE, related_name="solved")
    form_key = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["choice", "form_key"], name="tickets_a_hint_solves_a_form_once")]

    def __str__(self):
        return f"{self.choice_id} {self.form_key}"
