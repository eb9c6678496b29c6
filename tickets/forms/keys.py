"""What the forms share: text that can be stored, and a key by which a form counts once."""

import re
import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..fields import FilesField

UUID_LIKE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FORM_KEY_SALT = "tickets.form"
FORM_KEY_LIVES = 60 * 60 * 24  # seconds
QUICKEST = 2  # seconds; nobody fills in a form faster

# What no database column takes, and U+FFFD, which stands where the browser sent bytes that are no text.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")


def new_form_key(key: uuid.UUID | None = None) -> str:
    """Return a signed key with the time: it makes a second POST harmless and tells a person from a program.

    A `key` that was accepted before is accepted again at once.
    """
    payload = [(key or uuid.uuid4()).hex, key is not None]
    return signing.dumps(payload, salt=FORM_KEY_SALT)


# A mixin, but checked as what it is mixed into.
_Form: Any = forms.Form if TYPE_CHECKING else object


class StorableTextMixin(_Form):
    """Takes characters out of what was typed that cannot be stored, and says so at the field."""

    def __init__(self, data=None, **kwargs):
        self.unstorable = []
        if data is not None:
            data = data.copy()
            for name in data:
                values = data.getlist(name)
                if any(UNSTORABLE.search(value) for value in values):
                    data.setlist(name, [UNSTORABLE.sub("", value) for value in values])
                    self.unstorable.append(name)
        super().__init__(data, **kwargs)

    def clean(self):
        cleaned = super().clean()
        for bound in self.visible_fields():
            if bound.html_name in self.unstorable:
                self.add_error(
                    bound.name,
                    _("Some characters here cannot be stored. We took them out: check the text and send it again."),
                )
        return cleaned


class FilesMixin(_Form):
    """A form to which files can be added. They are kept before it is checked: see `hold`."""

    @property
    def uploads(self) -> dict[str, list]:
        """What came with the form, by the key of the question it answers (empty: none)."""
        return {key: self.files.getlist(name) if self.files else [] for key, name in self._file_fields()}

    @property
    def removed(self) -> list[uuid.UUID]:
        """The ids of the kept files that were ticked to be removed."""
        ids = self.data.getlist("remove_file")[:100] if self.data else []
        return [uuid.UUID(text) for text in ids if UUID_LIKE.fullmatch(text)]

    def hold(self, kept, refused=None) -> None:
        """Take the kept files as answers, and the sentences about the `refused` ones as errors."""
        kept = list(kept)
        for key, name in self._file_fields():
            self.fields[name].kept = [attachment for attachment in kept if attachment.field_key == key]
            self.fields[name].refused = (refused or {}).get(key, [])

    def _file_fields(self):
        for name, field in self.fields.items():
            if isinstance(field, FilesField):
                yield field.definition.key if hasattr(field, "definition") else "", name


class FormKeyMixin(forms.Form):
    """A form that a person fills in and that counts once."""

    form_key = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"class": "extra-field", "autocomplete": "off", "tabindex": "-1"}),
    )
    quickest = QUICKEST

    @cached_property
    def key(self) -> uuid.UUID:
        """The key of this form as it is shown next: its own, or a new one if that cannot be read."""
        try:
            return uuid.UUID(signing.loads(self.data.get("form_key", ""), salt=FORM_KEY_SALT)[0])
        except signing.BadSignature:
            return uuid.uuid4()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("website"):
            self.add_error(None, _("A field that people do not see was filled in. We emptied it: send again."))
            self._replace(website="")
        try:
            _key, was_accepted = signing.loads(cleaned.get("form_key", ""), salt=FORM_KEY_SALT)
        except signing.BadSignature:
            self.begin_anew(
                _("A part of this page did not reach us. Check your answers and send again: nothing is lost."), self.key
            )
            return cleaned
        cleaned["form_key"] = self.key
        if self._is_older_than(FORM_KEY_LIVES):
            # The same key: what was sent with it before is not filed once more.
            self.begin_anew(
                _("This page was open for a long time. Check your answers and send again: nothing is lost."), self.key
            )
        elif not (was_accepted or self.errors) and self.quickest and not self._is_older_than(self.quickest):
            self.add_error(None, _("That was very quick. Check your answers and send again."))
        return cleaned

    def begin_anew(self, error, key=None) -> None:
        """Refuse with `error`; the form that is shown again has `key`, or one that was never sent."""
        self.add_error(None, error)
        self.key = key or uuid.uuid4()
        self._replace(form_key=new_form_key(self.key))

    def _is_older_than(self, seconds) -> bool:
        try:
            signing.loads(self.data["form_key"], salt=FORM_KEY_SALT, max_age=seconds)
        except signing.SignatureExpired:
            return True
        return False

    def _replace(self, **values):
        """Put other values into the form that is shown again."""
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[name] = value
