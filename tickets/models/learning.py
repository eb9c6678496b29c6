"""What tickets teach the FAQ, and who waits for an answer there."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import AskerQuerySet, EntryUseQuerySet
from .category import Category
from .message import Message
from .ticket import Ticket


class EntryUse(models.Model):
    """What an FAQ entry has to do with a ticket."""

    class Kind(models.TextChoices):
        READ = "read", _("Read before, did not help")
        MADE = "made", _("Became an entry")
        ANSWERED = "answered", _("Answered with it")
        UNFOUND = "unfound", _("The answer stood there all along")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="entry_uses")
    entry = models.ForeignKey("faq.Entry", on_delete=models.CASCADE, related_name="uses")
    kind = models.CharField(max_length=10, choices=Kind)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.CASCADE, related_name="entry_uses")
    reason = models.CharField(max_length=200, blank=True)  # why it did not help, in the customer's words
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)  # when the owner has dealt with it

    objects = EntryUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of an FAQ entry")
        verbose_name_plural = _("uses of FAQ entries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "entry", "kind"], name="tickets_an_entry_is_used_once_a_ticket")
        ]

    def __str__(self):
        return self.get_kind_display()


class Asker(models.Model):
    """Somebody whose search found nothing and who wants to know when there is an answer: told once."""

    email = models.EmailField()
    phrase = models.CharField(max_length=80)
    folded = models.CharField(max_length=80, db_index=True)
    language = models.CharField(max_length=10)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = AskerQuerySet.as_manager()

    class Meta:
        verbose_name = _("asker")
        verbose_name_plural = _("askers")
        constraints = [
            models.UniqueConstraint(fields=["email", "folded", "language"], name="tickets_an_asker_asks_a_phrase_once")
        ]
        indexes = [
            models.Index(
                fields=["confirmed_at"],
                condition=models.Q(confirmed_at__isnull=False, told_at=None),
                name="tickets_askers_to_tell",
            )
        ]

    def __str__(self):
        return self.phrase
