"""Files that a script sends ahead of the form they belong to."""

import uuid

from django import forms
from django.core import signing

from ..fields import FilesField
from .keys import FORM_KEY_SALT, FilesMixin


class StaffFilesForm(FilesMixin, forms.Form):
    """Files of a form of staff, for the `question` of this key."""

    form_key: forms.Field = forms.UUIDField()
    question = forms.SlugField(required=False, max_length=40)
    attachments = FilesField()

    @property
    def key(self) -> uuid.UUID:
        return self.cleaned_data["form_key"]

    def _file_fields(self):
        return [(self.cleaned_data["question"], "attachments")]


class AddedFilesForm(StaffFilesForm):
    """Files of a customer's form, whose key we signed."""

    form_key = forms.CharField()

    def clean_form_key(self):
        try:
            return uuid.UUID(signing.loads(self.cleaned_data["form_key"], salt=FORM_KEY_SALT)[0])
        except signing.BadSignature:
            raise forms.ValidationError("not ours") from None
