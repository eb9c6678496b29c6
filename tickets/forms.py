"""Forms. They check and tidy what was typed; services write."""

import re
import uuid

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .fields import (
    EMAIL_ERROR,
    LONGEST_TEXT,
    ChoicesField,
    LongTextField,
    TidyCharField,
    build_field,
    email_field,
    shown,
)
from .models import CannedResponse
from .typed import tidy

FORM_KEY_SALT = "tickets.form"
FORM_KEY_LIVES = 60 * 60 * 24  # seconds
QUICKEST = 2  # seconds; nobody fills in a form faster
LONGEST_REPLY = 20_000

# What no database column takes, and U+FFFD, which stands where the browser sent bytes that are no text.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")


def new_form_key(key: uuid.UUID | None = None) -> str:
    """Return a signed key with the time: it makes a second POST harmless and tells a person from a program.

    A `key` that was accepted before is accepted again at once.
    """
    payload = [(key or uuid.uuid4()).hex, key is not None]
    return signing.dumps(payload, salt=FORM_KEY_SALT)


class StorableTextMixin:
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


class FormKeyMixin(forms.Form):
    """A form that a person fills in and that counts once."""

    form_key = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"class": "extra-field", "autocomplete": "off", "tabindex": "-1"}),
    )
    quickest = QUICKEST

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("website"):
            self.add_error(None, _("A field that people do not see was filled in. We emptied it: send again."))
            self._replace(website="")
        try:
            key, was_accepted = signing.loads(cleaned.get("form_key", ""), salt=FORM_KEY_SALT)
        except signing.BadSignature:
            self.begin_anew(
                _("A part of this page did not reach us. Check your answers and send again: nothing is lost.")
            )
            return cleaned
        key = cleaned["form_key"] = uuid.UUID(key)
        if self._is_older_than(FORM_KEY_LIVES):
            # The same key: what was sent with it before is not filed once more.
            self.begin_anew(
                _("This page was open for a long time. Check your answers and send again: nothing is lost."), key
            )
        elif not (was_accepted or self.errors) and self.quickest and not self._is_older_than(self.quickest):
            self.add_error(None, _("That was very quick. Check your answers and send again."))
        return cleaned

    def begin_anew(self, error, key=None) -> None:
        """Refuse with `error`; the form that is shown again has `key`, or one that was never sent."""
        self.add_error(None, error)
        self._replace(form_key=new_form_key(key or uuid.uuid4()))

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


class SubmissionForm(StorableTextMixin, FormKeyMixin):
    """A category's form: address and name, the category's own fields, then subject and text."""

    email = email_field(
        label=_("Your e-mail address"),
        help_text=_("We send the answer and your reference number here"),
        error_messages={"required": _("Enter your e-mail address, so we can answer you"), "max_length": EMAIL_ERROR},
    )
    name = TidyCharField(
        label=_("Your name"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    subject = TidyCharField(
        label=_("In a few words, what is it about?"),
        max_length=150,
        error_messages={"required": _("Say in a few words what it is about")},
    )
    text = LongTextField(
        label=_("What happens, and what did you expect?"),
        help_text=_("If you see an error message, copy its exact words"),
        error_messages={"required": _("Tell us what happens")},
    )

    PREFIX = "f_"
    MISSING = "__missing"

    def __init__(self, category, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.definitions = list(category.fields.all())
        for definition in self.definitions:
            name = self.PREFIX + definition.key
            self.fields[name] = build_field(definition)
            if definition.allow_missing:
                self.fields[name + self.MISSING] = self._tick(definition)
        own = [name for name in self.fields if name.startswith(self.PREFIX)]
        self.order_fields(["form_key", "website", "email", "name", *own, "subject", "text"])

    @classmethod
    def from_draft(cls, draft, category):
        """Return the bound form of a `SubmissionDraft` of `category`, whose form is loaded."""
        data = QueryDict(mutable=True)
        for name, values in draft.data.items():
            data.setlist(name, values)
        data["form_key"] = new_form_key(draft.key)
        return cls(category, data)

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        super().clean()
        for definition in self.definitions:
            self._check_missing(definition)
        asked_before = [name for name in self.data if name.startswith(self.PREFIX) and name not in self.fields]
        values = [tidy(self.data[name]) for name in asked_before if not name.endswith(self.MISSING)]
        if any(values):
            self.add_error(None, self._no_longer_asked(list(filter(None, values))))

    def answers(self) -> list[dict]:
        """Return the snapshot of the answers given, see `Ticket`."""
        answers = []
        for definition in self.definitions:
            answer = {"key": definition.key, "label": definition.label, "value": self._shown(definition)}
            if not answer["value"] and self._is_missing(definition):
                answer["missing"] = True
            answers.append(answer)
        return answers

    def summary(self) -> list[tuple]:
        """Return ``(bound field, text)`` for every question, as the check page lists them."""
        rows = []
        for bound in self.visible_fields():
            definition = getattr(bound.field, "definition", None)
            if definition:
                missing = _("I do not have it") if self._is_missing(definition) else ""
                rows.append((bound, self._shown(definition) or missing))
            elif bound.name != "website" and not bound.name.endswith(self.MISSING):
                rows.append((bound, self.cleaned_data.get(bound.name) or ""))
        return rows

    def typed(self) -> dict[str, list[str]]:
        """Return what was typed, to be kept until it is sent."""
        kept = set(self.fields) - {"form_key", "website"}
        return {
            name: self.cleaned_data[name] if isinstance(self.fields[name], ChoicesField) else [self.data[name]]
            for name in self.data
            if name in kept
        }

    def _tick(self, definition):
        label = _("I do not have it")
        # Several of them on one page must not sound alike.
        widget = forms.CheckboxInput(attrs={"aria-label": f"{label}: {definition.label}"})
        return forms.BooleanField(required=False, label=label, widget=widget)

    def _shown(self, definition) -> str:
        name = self.PREFIX + definition.key
        return shown(self.fields[name], self.cleaned_data.get(name))

    def _is_missing(self, definition) -> bool:
        return bool(self.cleaned_data.get(self.PREFIX + definition.key + self.MISSING))

    def _check_missing(self, definition):
        """A required field that people may lack needs either a value or the tick."""
        name = self.PREFIX + definition.key
        if not (definition.required and definition.allow_missing) or name in self.errors:
            return
        if not self.cleaned_data.get(name) and not self.cleaned_data.get(name + self.MISSING):
            self.add_error(name, self.fields[name].error_messages["required"])

    def _no_longer_asked(self, values):
        sentence = _(
            "This form has changed and no longer asks something you filled in: %(value)s. "
            "Check your answers and send again."
        )
        return forms.ValidationError(sentence, params={"value": " · ".join(values[:5])[:LONGEST_TEXT]})


class MessageForm(StorableTextMixin, FormKeyMixin):
    """A customer's message on their ticket."""

    quickest = 0
    body = LongTextField(label=_("Your message"), rows=6, error_messages={"required": _("Write your message first")})


class StaffTextForm(StorableTextMixin, forms.Form):
    """What staff write: a reply or an internal note."""

    body = LongTextField(label=_("Your reply"), max_length=LONGEST_REPLY, rows=7, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    last_event = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)


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
        super().__init__(data, **kwargs)
        for name in ("canned", "insert"):
            self.fields[name].queryset = CannedResponse.objects.usable_on(ticket)
            self.fields[name].error_messages["invalid_choice"] = _("This response cannot be used on this ticket.")

    def clean(self):
        super().clean()
        uses_canned = self.cleaned_data.get("canned") or self.cleaned_data.get("insert")
        if not uses_canned and not self.errors and not self.cleaned_data.get("body"):
            self.add_error("body", _("Write your reply first"))


class NoteForm(StaffTextForm):
    body = LongTextField(
        label=_("Internal note"),
        max_length=LONGEST_REPLY,
        rows=4,
        error_messages={"required": _("Write your note first")},
    )


class StatusForm(StorableTextMixin, forms.Form):
    """Asks for a reference number."""

    reference = TidyCharField(
        label=_("Reference number"),
        help_text=_("Nine digits, like 482-913-053. You find it in our mail."),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Enter the reference number from our mail")},
    )
