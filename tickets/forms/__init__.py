"""Forms. They check and tidy what was typed; services write."""

from .adding import AddedFilesForm, StaffFilesForm
from .answers import EditAnswersForm, MissingAnswersForm
from .calling import CallerForm
from .customer import AddressForm, MessageForm, StatusForm
from .desk import NoteForm, ReplyForm
from .handing import HandOverForm
from .keys import FORM_KEY_LIVES, FORM_KEY_SALT, QUICKEST, new_form_key
from .redacting import RedactForm
from .settings import FirstAssistantForm, FirstCategoryForm, HelpDeskForm, HelpDeskNameForm, MailTextForm
from .submission import SubmissionForm
from .tags import TagsForm

__all__ = [
    "FORM_KEY_LIVES",
    "FORM_KEY_SALT",
    "QUICKEST",
    "AddedFilesForm",
    "AddressForm",
    "CallerForm",
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
    "StaffFilesForm",
    "StatusForm",
    "SubmissionForm",
    "TagsForm",
    "new_form_key",
]
