"""Files: what customers and staff add to a ticket."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faq.pictures import PICTURES

from ..querysets import AttachmentQuerySet
from .canned import CannedResponse
from .message import Message


def storage_name(_attachment, _filename) -> str:
    """Return where a file is kept: a name that tells nothing, in one of 256 folders."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class Attachment(models.Model):
    """A file of a message or of a canned response; before the form it was added to is sent, a pending one of that form.

    It is read through the addresses of its ticket or response only, which ask who may see that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments")
    canned = models.ForeignKey(
        CannedResponse, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    form_key = models.UUIDField(null=True, blank=True, db_index=True)  # of the form that is not sent yet
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    field_key = models.CharField(max_length=40, blank=True)  # the question it answers; empty: none
    name = models.CharField(_("name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"))  # bytes
    content_type = models.CharField(max_length=100)  # sniffed, never as it was declared
    pixels = models.PositiveBigIntegerField(default=0)  # of a picture, as its header says
    file = models.FileField(upload_to=storage_name, max_length=100)
    preview = models.FileField(upload_to=storage_name, max_length=100, blank=True)  # our own picture of the picture
    preview_due = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(form_key__isnull=False), name="tickets_pending_files"),
            models.Index(fields=["created_at"], condition=Q(preview_due=True), name="tickets_previews_due"),
            models.Index(
                fields=["size"],
                condition=Q(form_key__isnull=False, uploaded_by__isnull=True),
                name="tickets_unsent_bytes",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(form_key__isnull=False, message__isnull=True, canned__isnull=True)
                | Q(form_key__isnull=True, message__isnull=False, canned__isnull=True)
                | Q(form_key__isnull=True, message__isnull=True, canned__isnull=False),
                name="tickets_files_belong_to_one_thing",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def has_no_preview(self) -> bool:
        """Tell whether it is a picture that could not be drawn, or is too large to be tried."""
        return self.content_type in PICTURES and not (self.preview or self.preview_due)
