"""What a list shows and what a person may see. A list and a single page that share a method cannot disagree."""

from .canned import CannedResponseQuerySet
from .categories import CategoryQuerySet, FieldDefinitionQuerySet, TagQuerySet
from .learning import AskerQuerySet, EntryUseQuerySet
from .mail import MailTextQuerySet, OutboxMailQuerySet
from .messages import AttachmentQuerySet, EventQuerySet, MessageQuerySet
from .tickets import RequesterQuerySet, SavedViewQuerySet, SubmissionDraftQuerySet, TicketQuerySet

__all__ = [
    "AskerQuerySet",
    "AttachmentQuerySet",
    "CannedResponseQuerySet",
    "CategoryQuerySet",
    "EntryUseQuerySet",
    "EventQuerySet",
    "FieldDefinitionQuerySet",
    "MailTextQuerySet",
    "MessageQuerySet",
    "OutboxMailQuerySet",
    "RequesterQuerySet",
    "SavedViewQuerySet",
    "SubmissionDraftQuerySet",
    "TagQuerySet",
    "TicketQuerySet",
]
