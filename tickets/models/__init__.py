from .attachment import Attachment
from .canned import CannedResponse
from .category import Category, FieldChoice, FieldDefinition, HintSolved, RelatedLink
from .desk import HelpDesk, SavedView
from .learning import Asker, EntryUse
from .mail import AccountMail, MailEvent, MailText, OutboxMail, WorkerBeat
from .message import Event, Message, ReplyDraft
from .reminding import Reminder
from .search import SearchDocument
from .store import Backup, FileStore
from .tag import Tag
from .ticket import Requester, SubmissionDraft, Ticket

__all__ = [
    "AccountMail",
    "Asker",
    "Attachment",
    "Backup",
    "CannedResponse",
    "Category",
    "EntryUse",
    "Event",
    "FieldChoice",
    "FieldDefinition",
    "FileStore",
    "HelpDesk",
    "HintSolved",
    "MailEvent",
    "MailText",
    "Message",
    "OutboxMail",
    "RelatedLink",
    "Reminder",
    "ReplyDraft",
    "Requester",
    "SavedView",
    "SearchDocument",
    "SubmissionDraft",
    "Tag",
    "Ticket",
    "WorkerBeat",
]
