from .canned import CannedResponse
from .category import Category, FieldChoice, FieldDefinition, RelatedLink
from .mail import OutboxMail, WorkerBeat
from .message import Event, Message, ReplyDraft
from .ticket import Requester, SearchKey, SubmissionDraft, Ticket

__all__ = [
    "CannedResponse",
    "Category",
    "Event",
    "FieldChoice",
    "FieldDefinition",
    "Message",
    "OutboxMail",
    "RelatedLink",
    "ReplyDraft",
    "Requester",
    "SearchKey",
    "SubmissionDraft",
    "Ticket",
    "WorkerBeat",
]
