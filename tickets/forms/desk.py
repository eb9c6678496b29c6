"""What staff write."""

import uuid

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..fields import FilesField, LongTextField
from ..models import CannedResponse
from .keys import UUID_LIKE, FilesMixin, StorableTextMixin

LONGEST_REPLY = 20_000


class StaffTextForm(StorableTextMixin, FilesMixin, forms.Form):
    """What staff write: a reply or an internal note."""

    attachments = FilesField()

    body = LongTextField(label=_("Your reply"), max_length=LONGEST_REPLY, rows=7, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    last_event = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)

    @cached_property
    def key(self) -> uuid.UUID:
        """The key of this form; a new one if it has none."""
        key = str(self["form_key"].value())
        return uuid.UUID(key) if UUID_LIKE.fullmatch(key) else uuid.uuid4()


class ReplyForm(StaffTextForm):
    """A reply, perhaps from a canned response.

    `canned` sends that response as it is, `insert` puts it into the box; `alone` says that the text in the box is to
    stay behind.
    """

    then = forms.ChoiceField(choices=[("complete", ""), ("open", ""), ("ask", "")], required=False)
    draft = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    canned = forms.ModelChoiceField(CannedResponse.objects.none(), required=False)
    insert = forms.ModelChoiceField(CannedResponse.objects.none(), required=False)
    alone = forms.BooleanField(required=False)

    def __init__(self, data=None, *, ticket, **kwargs):
        super().__init__(data, auto_id="reply-%s", **kwargs)
        for name in ("canned", "insert"):
            self.fields[name].queryset = CannedResponse.objects.usable_on(ticket)
            self.fields[name].error_messages["invalid_choice"] = _("This response cannot be used on this ticket.")

    def clean(self):
        super().clean()
        uses_canned = self.cleaned_data.get("canned") or self.cleaned_data.get("insert")
        if not uses_canned and not self.errors and not self.cleaned_data.get("body"):
            self.add_error("body", _("Write your reply first"))


class NoteForm(StaffTextForm):
    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="note-%s", **kwargs)

    body = LongTextField(
        label=_("Internal note"),
        max_length=LONGEST_REPLY,
        rows=4,
        error_messages={"required": _("Write your note first")},
    )
