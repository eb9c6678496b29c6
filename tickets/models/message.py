"""What was said on a ticket, and what happened to it."""

import uuid
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications import clock

from ..querysets import EventQuerySet, MessageQuerySet
from .canned import CannedResponse
from .ticket import Ticket


class Message(models.Model):
    """One text of the exchange. A staff reply is held until `visible_at`: till then the customer sees nothing of it
    and it can be undone. An internal note has no `visible_at`, ever."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        REPLY = "reply", _("Reply")
        NOTE = "note", _("Internal note")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.TextField()
    form_key = models.UUIDField(null=True, blank=True, unique=True)  # a second POST of the same form adds nothing
    created_at = models.DateTimeField(default=timezone.now)
    visible_at = models.DateTimeField(null=True, blank=True)
    canned = models.ForeignKey(CannedResponse, null=True, blank=True, on_delete=models.SET_NULL, related_name="used")
    batch = models.UUIDField(null=True, blank=True)  # shared by replies that were sent, and can be undone, in one go
    before = models.JSONField(null=True, blank=True)  # of a reply: the ticket's state() then,
    after = models.JSONField(null=True, blank=True)  # and as the reply left it

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["author", "visible_at"], condition=Q(kind="reply"), name="tickets_held_replies"),
            models.Index(
                fields=["canned", "created_at"], condition=Q(canned__isnull=False), name="tickets_canned_used"
            ),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="tickets_batches"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="note", visible_at__isnull=True) | (~Q(kind="note") & Q(visible_at__isnull=False)),
                name="tickets_notes_are_never_shown",
            ),
            models.CheckConstraint(
                condition=Q(kind="customer", author__isnull=True) | (~Q(kind="customer") & Q(author__isnull=False)),
                name="tickets_staff_messages_have_an_author",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def is_held(self) -> bool:
        """Whether this is a reply that has not left yet."""
        return self.kind == self.Kind.REPLY and self.seconds_left > 0

    @property
    def seconds_left(self) -> int:
        """Whole seconds until a held reply leaves, rounded up; 0 once it left."""
        left = self.visible_at - clock.now() if self.visible_at else timedelta()
        return max(0, ceil(left.total_seconds()))


class Event(models.Model):
    """Something that happened to a ticket. Rows are only ever added; undoing a reply takes its own along."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Ticket filed")
        CUSTOMER_REPLIED = "customer_replied", _("Customer wrote")
        REPLIED = "replied", _("Answered")
        NOTED = "noted", _("Internal note")
        ASSIGNED = "assigned", _("Assigned")
        UNASSIGNED = "unassigned", _("Back in the queue")
        ASKED = "asked", _("Customer asked")
        COMPLETED = "completed", _("Completed")
        REOPENED = "reopened", _("Reopened")
        SPAM = "spam", _("Marked as spam")
        UNDONE = "undone", _("Reply taken back")
        MAIL_FAILED = "mail_failed", _("Mail not delivered")
        ADDRESS_CHANGED = "address_changed", _("Address corrected")
        NOT_ME = "not_me", _("“This was not me”")
        LINKS_REVOKED = "links_revoked", _("Links revoked")
        SNOOZED = "snoozed", _("Snoozed")
        WOKEN = "woken", _("Woken")
        MOVED = "moved", _("Moved to another category")
        TAGGED = "tagged", _("Tags changed")
        MERGED = "merged", _("Merged")
        UNMERGED = "unmerged", _("Merge undone")
        ANSWERS_EDITED = "answers_edited", _("Answers edited")
        REDACTED = "redacted", _("Redacted")
        HANDED_OVER = "handed_over", _("Handed over")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    detail = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["ticket", "id"], name="tickets_events_of_a_ticket")]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def is_told_by_its_message(self) -> bool:
        """Whether a timeline that shows the messages needs no line for this event."""
        if self.kind == self.Kind.OPENED and self.actor_id:
            return False  # who entered it is news
        return self.kind in (self.Kind.OPENED, self.Kind.CUSTOMER_REPLIED, self.Kind.REPLIED, self.Kind.NOTED)


class ReplyDraft(models.Model):
    """Reply or note of a member of staff that has not been sent. A changed text is a new row, so that its id says which
    text a page showed."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(
        max_length=10,
        choices=[(Message.Kind.REPLY, Message.Kind.REPLY.label), (Message.Kind.NOTE, Message.Kind.NOTE.label)],
        default=Message.Kind.REPLY,
    )
    body = models.TextField()
    form_key = models.UUIDField(default=uuid.uuid4)  # its files are the pending ones of this form
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "author", "kind"], name="tickets_one_draft_a_person_ticket_and_kind"
            )
        ]

    def __str__(self):
        return f"draft {self.pk}"
