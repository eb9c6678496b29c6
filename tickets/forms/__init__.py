"""Forms. They check and tidy what was typed; services write."""

from .adding import AddedFilesForm, StaffFilesForm
from .answers import EditAnswersForm, MissingAnswersForm
from .calling import CallerForm
from .canned import CannedResponseForm
from .customer import AddressForm, AskBackForm, MessageForm, StatusForm
from .desk import DraftForm, NoteForm, ReplyForm
from .handing import HandOverForm
from .keys import FORM_KEY_LIVES, FORM_KEY_SALT, QUICKEST, new_form_key
from .queue import MOST_CHOSEN, BulkForm, SavedViewForm
from .redacting import RedactForm
from .settings import FirstAssistantForm, FirstCategoryForm, HelpDeskForm, HelpDeskNameForm, MailTextForm
from .snoozing import SnoozeForm
from .submission import SubmissionForm
from .tags import TagsForm

__all__ = [
    "FORM_KEY_LIVES",
    "FORM_KEY_SALT",
    "MOST_CHOSEN",
    "QUICKEST",
    "AddedFilesForm",
    "AddressForm",
    "AskBackForm",
    "BulkForm",
    "CallerForm",
    "CannedResponseForm",
    "DraftForm",
    "EditAnswersForm",
    "FirstAssistantForm",
    "FirstCategoryForm",
    "HandOverForm",
    "HelpDeskForm",
    "HelpDeskNameForm",
    "MailTextForm",
    "MessageForm",
    "MissingAnswersForm",
    "NoteForm",
    "RedactForm",
    "ReplyForm",
    "SavedViewForm",
    "SnoozeForm",
    "StaffFilesForm",
    "StatusForm",
    "SubmissionForm",
    "TagsForm",
    "new_form_key",
]
