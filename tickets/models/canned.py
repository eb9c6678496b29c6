"""Prepared answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import CannedResponseQuerySet
from .category import Category
from .tag import Tag


class CannedResponse(models.Model):
    """A text that answers a ticket of its categories with one touch. Placeholders: see `tickets.canned`."""

    class AfterSend(models.TextChoices):
        COMPLETE = "complete", _("Complete the ticket")
        KEEP_OPEN = "open", _("Keep it open")
        ASK = "ask", _("Wait for the customer's answer")

    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(
        _("text"),
        max_length=10_000,
        help_text=_(
            "Placeholders: {name}, {reference}, {category} and the key of any field of the category, like {serial}."
        ),
    )
    categories = models.ManyToManyField(Category, related_name="canned_responses", verbose_name=_("categories"))
    after_send = models.CharField(_("after sending"), max_length=10, choices=AfterSend, default=AfterSend.COMPLETE)
    shortcut = models.SlugField(
        _("shortcut"), max_length=20, blank=True, help_text=_("A short word that finds it in the list.")
    )
    is_pinned = models.BooleanField(
        _("pinned"), default=False, help_text=_("Always one of the buttons above the reply box.")
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="+", verbose_name=_("tags to set"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_archived = models.BooleanField(_("archived"), default=False)

    objects = CannedResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("canned response")
        verbose_name_plural = _("canned responses")
        ordering = ["position", "title"]

    def __str__(self):
        return self.title
