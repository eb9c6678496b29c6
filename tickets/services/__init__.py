"""One function per use case; each is one transaction, and what it causes outside follows after commit."""

from .drafting import correct_address, keep_draft
from .opening import open_ticket
from .recording import Stale
from .replying import customer_reply, note, reply
from .staff import keep_to_named_people, set_active, set_assignments
from .triage import assign_to, complete, customer_solved, mark_spam, reopen
from .undoing import TooLate, set_aside, undo

__all__ = [
    "Stale",
    "TooLate",
    "assign_to",
    "complete",
    "correct_address",
    "customer_reply",
    "customer_solved",
    "keep_draft",
    "keep_to_named_people",
    "mark_spam",
    "note",
    "open_ticket",
    "reopen",
    "reply",
    "set_active",
    "set_aside",
    "set_assignments",
    "undo",
]
