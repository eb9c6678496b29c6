"""One function per use case; each is one transaction, and what it causes outside follows after commit."""

from .addressing import (
    TooManyCorrections,
    allow_mail,
    block,
    change_address,
    mail_link,
    mail_link_to_tickets,
    release,
    revoke_links,
    stop_mail,
)
from .asking_back import ask_back, confirm_asker, forget_askers, tell_askers
from .backups import note_backup
from .bulk import Outcome, answer_all, assign_all, complete_all, move_all, snooze_all, undo_batch
from .canned import archive_response, pin_response, save_response
from .drafting import OtherDraft, correct_address, keep_draft, save_draft, set_aside
from .editing import edit_answers
from .filing import copy_files, draw_previews, keep_files, move_files
from .handing import NobodyElse, hand_over
from .hints import hint_solved
from .merging import CannotMerge, merge, take_merge_back
from .moving import MissingAnswers, move
from .opening import open_ticket
from .pushing import send_pushes
from .recording import Stale, newest_event
from .redacting import redact
from .replying import customer_reply, note, reply
from .saved_views import delete_view, move_view, save_view
from .settings import (
    NotSent,
    add_first_assistant,
    add_first_category,
    reset_mail_text,
    save_help_desk,
    save_mail_text,
    send_test_mail,
)
from .snoozing import snooze, wake, wake_due
from .staff import (
    add_person,
    category_changed,
    keep_to_named_people,
    lift_lock,
    mail_about_account,
    save_person,
    set_active,
    set_assignments,
    show_link,
)
from .sweeping import claim_files, disown_files, sweep_files
from .tagging import TooManyTags, change_tags
from .teaching import make_entry, say_unfound, settle_unfound, take_unfound_back, unmake_entry
from .triage import assign_to, complete, customer_solved, mark_spam, reopen
from .undoing import TooLate, undo
from .watching import forget_reminders, push_overdue, tell_where_nobody_watches

__all__ = [
    "CannotMerge",
    "MissingAnswers",
    "NobodyElse",
    "NotSent",
    "OtherDraft",
    "Outcome",
    "Stale",
    "TooLate",
    "TooManyCorrections",
    "TooManyTags",
    "add_first_assistant",
    "add_first_category",
    "add_person",
    "allow_mail",
    "answer_all",
    "archive_response",
    "ask_back",
    "assign_all",
    "assign_to",
    "block",
    "category_changed",
    "change_address",
    "change_tags",
    "claim_files",
    "complete",
    "complete_all",
    "confirm_asker",
    "copy_files",
    "correct_address",
    "customer_reply",
    "customer_solved",
    "delete_view",
    "disown_files",
    "draw_previews",
    "edit_answers",
    "forget_askers",
    "forget_reminders",
    "hand_over",
    "hint_solved",
    "keep_draft",
    "keep_files",
    "keep_to_named_people",
    "lift_lock",
    "mail_about_account",
    "mail_link",
    "mail_link_to_tickets",
    "make_entry",
    "mark_spam",
    "merge",
    "move",
    "move_all",
    "move_files",
    "move_view",
    "newest_event",
    "note",
    "note_backup",
    "open_ticket",
    "pin_response",
    "push_overdue",
    "redact",
    "release",
    "reopen",
    "reply",
    "reset_mail_text",
    "revoke_links",
    "save_draft",
    "save_help_desk",
    "save_mail_text",
    "save_person",
    "save_response",
    "save_view",
    "say_unfound",
    "send_pushes",
    "send_test_mail",
    "set_active",
    "set_aside",
    "set_assignments",
    "settle_unfound",
    "show_link",
    "snooze",
    "snooze_all",
    "stop_mail",
    "sweep_files",
    "take_merge_back",
    "take_unfound_back",
    "tell_askers",
    "tell_where_nobody_watches",
    "undo",
    "undo_batch",
    "unmake_entry",
    "wake",
    "wake_due",
]
