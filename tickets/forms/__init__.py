"""Forms. They check and tidy what was typed; services write."""

from .adding import AddedFilesForm, StaffFilesForm
from .customer import AddressForm, MessageForm, StatusForm
from .desk import NoteForm, ReplyForm
from .keys import FORM_KEY_LIVES, FORM_KEY_SALT, QUICKEST, new_form_key
from .settings import FirstAssistantForm, FirstCategoryForm, HelpDeskForm, HelpDeskNameForm, MailTextForm
from .snoozing import SnoozeForm
from .submission import SubmissionForm

__all__ = [
    "FORM_KEY_LIVES",
    "FORM_KEY_SALT",
    "QUICKEST",
    "AddedFilesForm",
    "AddressForm",
    "FirstAssistantForm",
    "FirstCategoryForm",
    "HelpDeskForm",
    "HelpDeskNameForm",
    "MailTextForm",
    "MessageForm",
    "NoteForm",
    "ReplyForm",
    "SnoozeForm",
    "StaffFilesForm",
    "StatusForm",
    "SubmissionForm",
    "new_form_key",
]
