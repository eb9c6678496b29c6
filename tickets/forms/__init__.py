"""Forms. They check and tidy what was typed; services write."""

from .adding import AddedFilesForm, StaffFilesForm
from .customer import AddressForm, MessageForm, StatusForm
from .desk import NoteForm, ReplyForm
from .keys import FORM_KEY_LIVES, FORM_KEY_SALT, QUICKEST, new_form_key
from .queue import MOST_CHOSEN, BulkForm, SavedViewForm
from .settings import FirstAssistantForm, FirstCategoryForm, HelpDeskForm, HelpDeskNameForm, MailTextForm
from .snoozing import SnoozeForm
from .submission import SubmissionForm

__all__ = [
    "FORM_KEY_LIVES",
    "FORM_KEY_SALT",
    "MOST_CHOSEN",
    "QUICKEST",
    "AddedFilesForm",
    "AddressForm",
    "BulkForm",
    "FirstAssistantForm",
    "FirstCategoryForm",
    "HelpDeskForm",
    "HelpDeskNameForm",
    "MailTextForm",
    "MessageForm",
    "NoteForm",
    "ReplyForm",
    "SavedViewForm",
    "SnoozeForm",
    "StaffFilesForm",
    "StatusForm",
    "SubmissionForm",
    "new_form_key",
]
