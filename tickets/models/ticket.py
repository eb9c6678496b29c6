"""A ticket, and who asked."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import reference
from ..querysets import RequesterQuerySet, SubmissionDraftQuerySet, TicketQuerySet
from .category import Category
from .tag import Tag


def new_link_key() -> str:
    return secrets.token_urlsafe(12)


class Requester(models.Model):
    """The customer's record: an e-mail address. The name typed lives on the ticket, since anyone can type any."""

    email = models.EmailField(_("e-mail address"), unique=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    # "This was not me": no mail goes there, until that is taken back.
    mail_stopped_at = models.DateTimeField(_("mail stopped"), null=True, blank=True)
    link_key = models.CharField(max_length=16, default=new_link_key, editable=False)  # a new one revokes all links
    created_at = models.DateTimeField(default=timezone.now)

    objects = RequesterQuerySet.as_manager()

    class Meta:
        verbose_name = _("requester")
        verbose_name_plural = _("requesters")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="tickets_addresses_are_lower_case"),
        ]

    def __str__(self):
        return self.email

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody acted on a link that we mailed there: until then, anyone may have typed the address."""
        return self.confirmed_at is not None


class Ticket(models.Model):
    """A request, from being filed to being completed.

    It waits (for us) exactly while `waiting_since` is set. `answers` is a snapshot, a list of
    ``{"key": str, "label": str, "value": str}`` in the form's order, with ``"missing": True`` where somebody said that
    they do not have it and ``"no_longer_asked": True`` where the question was taken away while they filled in the form:
    editing a form never rewrites what was asked. `tried` lists the titles of the hints that did not solve it.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        ASSIGNED = "assigned", _("Assigned")
        ASKED = "asked", _("We need your answer")
        COMPLETED = "completed", _("Completed")

    reference = models.IntegerField(_("reference"), unique=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="tickets", verbose_name=_("category"))
    requester = models.ForeignKey(
        Requester, on_delete=models.PROTECT, related_name="tickets", verbose_name=_("requester")
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    subject = models.CharField(_("subject"), max_length=150)
    answers = models.JSONField(_("answers"), default=list, blank=True)
    tried = models.JSONField(_("already tried"), default=list, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tickets",
        verbose_name=_("assigned to"),
    )
    is_spam = models.BooleanField(_("spam"), default=False)
    tags = models.ManyToManyField(Tag, blank=True, related_name="tickets", verbose_name=_("tags"))
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    before_merge = models.JSONField(null=True, blank=True)  # how this ticket and that one stood, see services.merging
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    link_key = models.CharField(max_length=16, default=new_link_key, editable=False)  # a new one revokes all links

    created_at = models.DateTimeField(_("filed"), default=timezone.now)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    snoozed_until = models.DateTimeField(_("snoozed until"), null=True, blank=True)
    waited_since = models.DateTimeField(null=True, blank=True)  # of a snoozed one: `waiting_since` when it wakes
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True)
    first_response_at = models.DateTimeField(_("first response"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    mail_failed_at = models.DateTimeField(_("mail not delivered"), null=True, blank=True)  # our newest answer's

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        indexes = [
            models.Index(
                fields=["category", "waiting_since"], condition=Q(waiting_since__isnull=False), name="tickets_waiting"
            ),
            models.Index(
                fields=["waiting_since", "id"], condition=Q(waiting_since__isnull=False), name="tickets_waiting_oldest"
            ),
            models.Index(
                models.ExpressionWrapper(Q(mail_failed_at=None), models.BooleanField()),
                "waiting_since",
                "id",
                condition=Q(waiting_since__isnull=False),
                name="tickets_queue",
            ),
            models.Index(fields=["-created_at", "-id"], condition=Q(completed_at=None), name="tickets_open"),
            models.Index(
                fields=["-completed_at", "-id"], condition=Q(completed_at__isnull=False), name="tickets_completed"
            ),
            models.Index(fields=["assignee", "category"], condition=Q(completed_at=None), name="tickets_by_assignee"),
            models.Index(fields=["category", "status", "-created_at"], name="tickets_by_status"),
            models.Index(fields=["-created_at", "-id"], name="tickets_newest"),
            models.Index(
                fields=["category", "snoozed_until"], condition=Q(snoozed_until__isnull=False), name="tickets_snoozed"
            ),
            models.Index(
                fields=["category", "completed_at"], condition=Q(completed_at__isnull=False), name="tickets_done"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["queued", "assigned", "asked", "completed"]), name="tickets_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(waiting_since__isnull=True) | Q(status__in=["queued", "assigned"]),
                name="tickets_asked_or_completed_do_not_wait",
            ),
            models.CheckConstraint(
                condition=~Q(status="queued") | Q(assignee__isnull=True), name="tickets_queued_belong_to_nobody"
            ),
            models.CheckConstraint(
                condition=~Q(status="assigned") | Q(assignee__isnull=False), name="tickets_assigned_have_an_assignee"
            ),
            models.CheckConstraint(
                condition=Q(status="completed", completed_at__isnull=False)
                | (~Q(status="completed") & Q(completed_at__isnull=True)),
                name="tickets_completed_say_when",
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until__isnull=True) | (Q(waiting_since__isnull=True) & ~Q(status="completed")),
                name="tickets_snoozed_neither_wait_nor_are_completed",
            ),
            models.CheckConstraint(
                condition=Q(waited_since__isnull=True) | Q(snoozed_until__isnull=False),
                name="tickets_only_the_snoozed_have_waited",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status="completed", before_merge__isnull=False),
                name="tickets_merged_are_completed",
            ),
            models.CheckConstraint(
                condition=Q(is_spam=False) | Q(status="completed"), name="tickets_spam_is_completed"
            ),
        ]

    def __str__(self):
        return f"{self.reference_text} {self.subject}"

    @property
    def reference_text(self) -> str:
        """The reference as people read it, ``482-913-053``."""
        return reference.format(self.reference)

    @property
    def desk_status(self):
        """The status in the words of the desk."""
        if self.is_spam:
            return _("Spam")
        return _("Customer to answer") if self.status == self.Status.ASKED else self.get_status_display()

    @property
    def is_completed(self) -> bool:
        return self.status == self.Status.COMPLETED

    def state(self) -> dict:
        """Return where the ticket stands, as JSON: what a reply changes and undoing it restores."""
        times = ("waiting_since", "assigned_at", "completed_at", "mail_failed_at", "snoozed_until", "waited_since")
        return {"status": self.status, "assignee_id": self.assignee_id, "is_spam": self.is_spam} | {
            name: (moment := getattr(self, name)) and moment.isoformat() for name in times
        }


class SubmissionDraft(models.Model):
    """A filled-in form between the category page and sending; kept for 24 hours."""

    key = models.UUIDField(primary_key=True)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField()  # what was typed, by field name: lists of texts
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = SubmissionDraftQuerySet.as_manager()

    def __str__(self):
        return f"{self.key}"
