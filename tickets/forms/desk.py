"""What staff write."""

import re
import uuid

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from faq.text import fold

from ..canned import UNFILLED, gaps_in
from ..fields import FilesField, LongTextField
from ..models import CannedResponse, Message
from .keys import UUID_LIKE, FilesMixin, StorableTextMixin

LONGEST_REPLY = 20_000


# What announces a file, folded; in English and Turkish.
ANNOUNCES_A_FILE = re.compile(r"\b(attached|attachment|enclosed|ekte|ekteki|ekliyorum|ekledim|ilisikte|ilisikteki)\b")


class StaffTextForm(StorableTextMixin, FilesMixin, forms.Form):
    """What staff write: a reply or an internal note."""

    attachments = FilesField()

    body = LongTextField(label=_("Your reply"), max_length=LONGEST_REPLY, rows=7, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    last_event = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)
    draft = forms.IntegerField(required=False, min_value=0, max_value=2**62)

    @cached_property
    def key(self) -> uuid.UUID:
        """The key of this form; a new one if it has none."""
        key = str(self["form_key"].value())
        return uuid.UUID(key) if UUID_LIKE.fullmatch(key) else uuid.uuid4()


class ReplyForm(StaffTextForm):
    """A reply, perhaps from a canned response.

    `canned` sends that response as it is, `insert` puts it into the box; `alone` says that the text in the box is to
    stay behind. What looks forgotten, a gap or a file, is an error once: `anyway` names what was told before.
    """

    then = forms.ChoiceField(choices=[("complete", ""), ("open", ""), ("ask", "")], required=False)
    canned = forms.ModelChoiceField(CannedResponse.objects.none(), required=False)
    insert = forms.ModelChoiceField(CannedResponse.objects.none(), required=False)
    alone = forms.BooleanField(required=False)
    anyway = forms.CharField(required=False, max_length=1_000)

    def __init__(self, data=None, *, ticket, **kwargs):
        super().__init__(data, auto_id="reply-%s", **kwargs)
        self.ticket = ticket
        self.forgotten = ""  # what looks forgotten, to be sent along as `anyway`
        for name in ("canned", "insert"):
            self.fields[name].queryset = CannedResponse.objects.usable_on(ticket)
            self.fields[name].error_messages["invalid_choice"] = _("This response cannot be used on this ticket.")

    def clean(self):
        super().clean()
        uses_canned = self.cleaned_data.get("canned") or self.cleaned_data.get("insert")
        if not uses_canned and not self.errors and not self.cleaned_data.get("body"):
            self.add_error("body", _("Write your reply first"))
        elif not uses_canned and not self.errors:
            self._look_for_what_was_forgotten()

    def _look_for_what_was_forgotten(self):
        body = self.cleaned_data["body"]
        keys = {answer["key"] for answer in self.ticket.answers}
        if UNFILLED.search(body):
            keys |= set(self.ticket.category.fields.values_list("key", flat=True))
        gaps = gaps_in(body, keys)
        own_words = "\n".join(line for line in body.splitlines() if not line.lstrip().startswith(">"))
        lacks_file = ANNOUNCES_A_FILE.search(fold(own_words)) and not self.fields["attachments"].kept
        self.forgotten = ",".join(gaps + ["file"] * bool(lacks_file))
        if not self.forgotten or self.forgotten == self.cleaned_data.get("anyway"):
            return
        if gaps:
            named = ", ".join(gaps)
            self.add_error("body", _("Fill in what still stands in brackets: %(gaps)s") % {"gaps": named})
        if lacks_file:
            self.add_error("body", _("Your text speaks of a file, but none is added."))


class NoteForm(StaffTextForm):
    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="note-%s", **kwargs)

    body = LongTextField(
        label=_("Internal note"),
        max_length=LONGEST_REPLY,
        rows=4,
        error_messages={"required": _("Write your note first")},
    )


class DraftForm(StorableTextMixin, forms.Form):
    """What is in a box while it is typed; `draft` is the id of the draft it has grown from."""

    kind = forms.ChoiceField(choices=[(Message.Kind.REPLY, ""), (Message.Kind.NOTE, "")])
    last_event = forms.IntegerField(min_value=0, max_value=2**62)
    body = LongTextField(max_length=LONGEST_REPLY, required=False)
    form_key = forms.UUIDField()
    draft = forms.IntegerField(required=False, min_value=0, max_value=2**62)
