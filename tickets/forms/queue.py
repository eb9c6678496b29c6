"""What is done from the queue."""

import uuid

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..filters import Filters
from ..models import SavedView
from ..reference import parse
from .keys import StorableTextMixin
from .snoozing import SnoozeForm

MOST_CHOSEN = 200


class ReferencesField(forms.Field):
    """References as they stand in the rows; the value is the list of their numbers, None for one that is none."""

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        return [_number(text) for text in (value or [])[:MOST_CHOSEN]]


def _number(text) -> int | None:
    try:
        return parse(text)
    except ValueError:
        return None


class BulkForm(forms.Form):
    """Tickets that were chosen, and what to do with them.

    `do` is ``complete``, or one of ``assign``, ``snooze``, ``move``, ``answer`` and ``send`` with a colon and whom,
    until when, where to, with which response: ``assign:12``. `all` means all of the view that the page showed; `view`
    is its query.
    """

    ticket = ReferencesField(required=False)
    all = forms.BooleanField(required=False)
    view = forms.CharField(required=False, max_length=500)
    drawn_at = forms.IntegerField(min_value=0, max_value=2**62)
    form_key = forms.UUIDField(required=False)
    do = forms.RegexField(r"\A(complete|(assign|snooze|move|answer|send):[a-z0-9]{1,18})\Z")

    def __init__(self, data, *, people, responses, targets):
        super().__init__(data)
        self.people, self.responses, self.targets = people, responses, targets

    @property
    def filters(self) -> Filters:
        return Filters.read(QueryDict(self.data.get("view", "")[:500]))

    def clean(self):
        cleaned = super().clean()
        action, _colon, argument = cleaned.get("do", "").partition(":")
        cleaned["action"] = action
        cleaned["form_key"] = cleaned.get("form_key") or uuid.uuid4()
        if action == "assign":
            cleaned["person"] = _pick(self.people, argument)
        elif action == "move":
            cleaned["category"] = _pick(self.targets, argument)
        elif action in ("answer", "send"):
            cleaned["response"] = _pick(self.responses, argument)
        elif action == "snooze":
            when = SnoozeForm({"until": argument})
            cleaned["until"] = when.cleaned_data["until"] if when.is_valid() else None
        if not (cleaned.get("ticket") or cleaned.get("all")):
            self.add_error("ticket", _("Choose the tickets first."))
        elif None in (cleaned.get(name, "") for name in ("person", "category", "response", "until")):
            self.add_error("do", _("That is not possible any more. Choose again."))
        return cleaned

    @property
    def error(self):
        """The first sentence of what is wrong."""
        return next(iter(error for errors in self.errors.values() for error in errors), "")


def _pick(rows, argument):
    return next((row for row in rows if str(row.pk) == argument), None)


class SavedViewForm(StorableTextMixin, forms.ModelForm):
    """A name for the filters of the queue."""

    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)

    class Meta:
        model = SavedView
        fields = ["name", "is_shared"]
        error_messages = {"name": {"required": _("Enter a name for this view")}}

    def clean_query(self):
        return Filters.read(QueryDict(self.cleaned_data["query"])).query
