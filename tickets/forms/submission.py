"""The form by which a ticket is filed."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from faq.models import Entry
from faq.text import storable

from ..fields import (
    EMAIL_ERROR,
    LONGEST_TEXT,
    ChoicesField,
    FilesField,
    LongTextField,
    TidyCharField,
    build_field,
    email_field,
    shown,
)
from ..typed import LONGEST_TIDIED, tidy, trimmed
from .addresses import customers_address
from .asking import Hint, When, fingerprint, labels_changed, left_over, what_cannot_be_shown
from .keys import FilesMixin, FormKeyMixin, StorableTextMixin, new_form_key

LONGEST_REASON = 200  # characters


@dataclass(frozen=True)
class Read:
    """An FAQ entry that did not help, and why, in one line of the customer's."""

    entry: Entry
    reason: str


class SubmissionForm(StorableTextMixin, FilesMixin, FormKeyMixin):
    """A category's form: address and name, the category's own fields, then subject, text and files.

    The owner may change the form while somebody fills it in. Nothing they typed is dropped without a word: see
    `asking`.
    """

    asked = forms.CharField(widget=forms.HiddenInput, required=False)  # the questions as they stood on the page
    entry = forms.CharField(widget=forms.HiddenInput, required=False)  # read before, see `read`
    reason = forms.CharField(widget=forms.HiddenInput, required=False)
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
    attachments = FilesField()

    PREFIX = "f_"
    MISSING = "__missing"
    SEEN = "seen"  # what the page showed because of an answer: names of fields, and of hints

    def __init__(self, category, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.category = category
        self.definitions = list(category.fields.all())
        for definition in self.definitions:
            name = self.PREFIX + definition.key
            self.fields[name] = build_field(definition)
            if definition.allow_missing:
                self.fields[name + self.MISSING] = self._tick(definition)
        own = [name for name in self.fields if name.startswith(self.PREFIX)]
        hidden = ["form_key", "website", "asked", "entry", "reason"]
        self.order_fields([*hidden, "email", "name", *own, "subject", "text", "attachments"])
        suggest = f"{reverse('faq:suggest')}?category={category.slug}&from=form"
        self.fields["subject"].widget.attrs |= {"data-suggest": suggest, "data-none": reverse("faq:none")}
        self.initial["asked"] = fingerprint(self.definitions)
        self._set_conditions()
        self.left_over, self.unknown = left_over(self) if self.is_bound else ([], [])

    @classmethod
    def from_draft(cls, draft, category):
        """Return the bound form of a `SubmissionDraft` of `category`, whose form is loaded."""
        data = QueryDict(mutable=True)
        for name, values in draft.data.items():
            data.setlist(name, values)
        data["form_key"] = new_form_key(draft.key)
        return cls(category, data)

    def clean_email(self):
        return customers_address(self.cleaned_data["email"])

    def clean(self):
        super().clean()
        for definition in self.definitions:
            if self._is_asked(definition):
                self._check(definition)
            else:
                for name in (self._name(definition), self._name(definition) + self.MISSING):
                    self.errors.pop(name, None)
                    self.cleaned_data.pop(name, None)
        for definition in labels_changed(self.definitions, self.data.get("asked", "")):
            if self._typed(definition):
                sentence = _("This question has changed since you opened the page. Check your answer: %(label)s")
                self.add_error(self._name(definition), sentence % {"label": definition.label})
        if self.unknown:
            self.add_error(None, self._no_longer_asked(self.unknown))
        self._replace(asked=fingerprint(self.definitions))

    @cached_property
    def read(self) -> Read | None:
        """The entry that was read before and did not help, as the address of the form or its hidden fields say."""
        slug, reason = (storable(str(self[name].value() or "")) for name in ("entry", "reason"))
        entry = Entry.objects.published().filter(slug=slug).first() if slug else None
        return Read(entry, tidy(reason[:LONGEST_REASON])) if entry else None

    def answers(self) -> list[dict]:
        """Return the snapshot of the answers given, see `Ticket`."""
        answers = []
        for definition in filter(self._is_asked, self.definitions):
            answer = {"key": definition.key, "label": definition.label, "value": self._shown(definition)}
            if not answer["value"] and self._is_missing(definition):
                answer["missing"] = True
            answers.append(answer)
        for old in self.left_over:
            answers.append({"key": old.key, "label": old.label, "value": old.text, "no_longer_asked": True})
        return answers

    def tried(self) -> list[str]:
        """Return the titles of the hints that were shown and did not help."""
        return [hint.title for hint in self._hints() if hint.is_met]

    def chosen(self, choice_id):
        """Return the choice of this id if it was chosen and has a hint, else None."""
        return next((hint.choice for hint in self._hints() if hint.is_met and str(hint.choice.pk) == choice_id), None)

    @property
    def tokens(self) -> list[str]:
        """What a page can show because of an answer, see `asking`."""
        hints = [hint for definition in self.definitions for hint in self.fields[self._name(definition)].hints]
        return [part.token for part in (*self.whens.values(), *hints)]

    @property
    def solved_url(self) -> str:
        """Where the button of a hint sends the form."""
        return reverse("customer:hint_solved", args=[self.category.slug])

    def summary(self) -> list[tuple]:
        """Return ``(bound field, text)`` for every question, as the check page lists them."""
        rows = []
        for bound in self.visible_fields():
            definition = getattr(bound.field, "definition", None)
            if definition:
                missing = _("I do not have it") if self._is_missing(definition) else ""
                if self._is_asked(definition):
                    rows.append((bound, self._shown(definition) or missing))
            elif bound.name != "website" and not bound.name.endswith(self.MISSING):
                rows.append((bound, shown(bound.field, self.cleaned_data.get(bound.name))))
        return rows

    def typed(self) -> dict[str, list[str]]:
        """Return what was typed, to be kept until it is sent."""
        kept = {name: self._sent(name) for name in self._sent_names()}
        # What is longer is no answer to anything (see `tidy`).
        kept = {name: values for name, values in kept.items() if sum(map(len, values)) <= LONGEST_TIDIED}
        seen = set(self.data.getlist(self.SEEN))
        tokens = [token for token in self.tokens if token in seen]
        return kept | {old.name: old.values for old in self.left_over} | ({self.SEEN: tokens} if tokens else {})

    def is_kept_whole(self) -> bool:
        """Tell whether `typed` and the kept files are all that was sent."""
        refused = any(self.fields[name].refused for _key, name in self._file_fields())
        shortened = self.fields.keys() & self.unstorable
        return not (refused or shortened or self.unknown or self._sent_names() - self.typed().keys())

    def _sent_names(self) -> set[str]:
        return {name for name in self.data if name in self.fields and name not in ("form_key", "website")}

    def _sent(self, name) -> list[str]:
        """Return what was sent for a field: of several values each once, of any other the last."""
        values = self.data.getlist(name) if isinstance(self.fields[name], ChoicesField) else [self.data[name]]
        return [trimmed(value) for value in dict.fromkeys(values)]

    def _name(self, definition):
        return self.PREFIX + definition.key

    def _typed(self, definition) -> list[str]:
        """Return what was sent for a question, as it was sent, without what is empty."""
        return [value for value in self.data.getlist(self._name(definition)) if value.strip()] if self.is_bound else []

    def _set_conditions(self):
        """Tell the fields what they depend on, and the choices which hints they bring."""
        by_id = {definition.pk: definition for definition in self.definitions}
        self.whens = {}
        for definition in self.definitions:  # in their order: a condition looks back
            field = self.fields[self._name(definition)]
            parent = by_id.get(definition.shown_if_id)
            if parent and definition.shown_if_value in dict(getattr(self.fields[self._name(parent)], "choices", ())):
                is_met = self._is_asked(parent) and definition.shown_if_value in self._typed(parent)
                when = When(self._name(parent), definition.shown_if_value, is_met, token=self._name(definition))
                self.whens[definition.pk] = field.when = when
                if definition.allow_missing:
                    self.fields[self._name(definition) + self.MISSING].when = when
            field.hints = [
                Hint(self._name(definition), choice, choice.key in self._typed(definition))
                for choice in definition.choices.all()
                if choice.has_hint and definition.offers_choices
            ]

    def _is_asked(self, definition) -> bool:
        when = self.whens.get(definition.pk)
        return when is None or when.is_met

    def _hints(self):
        return [hint for d in self.definitions if self._is_asked(d) for hint in self.fields[self._name(d)].hints]

    def _check(self, definition):
        name, seen = self._name(definition), self.data.getlist(self.SEEN)
        if definition.pk in self.whens and name not in seen and name not in self.data:
            self.errors.pop(name, None)
            sentence = _("Your answer brings up one more question: %(label)s")
            self.add_error(name, sentence % {"label": definition.label})
            return
        if name in self.errors:
            if lost := what_cannot_be_shown(self.fields[name], self._typed(definition)):
                self.add_error(name, _("You had filled in: %(value)s") % {"value": lost})
            return
        if isinstance(self.fields[name], FilesField) and self._typed(definition):
            self.add_error(name, self._no_longer_asked(self._typed(definition)))
        if any(hint.is_met and hint.token not in seen for hint in self.fields[name].hints):
            self.add_error(name, _("There is a hint for your answer. If it does not help, continue."))
        # What people may lack needs either a value or the tick.
        is_given = self.cleaned_data.get(name) or self.cleaned_data.get(name + self.MISSING)
        if definition.required and definition.allow_missing and not is_given:
            self.add_error(name, self.fields[name].error_messages["required"])

    def _tick(self, definition):
        label = _("I do not have it")
        # Several of them on one page must not sound alike.
        widget = forms.CheckboxInput(attrs={"aria-label": f"{label}: {definition.label}"})
        return forms.BooleanField(required=False, label=label, widget=widget)

    def _shown(self, definition) -> str:
        name = self._name(definition)
        return shown(self.fields[name], self.cleaned_data.get(name))

    def _is_missing(self, definition) -> bool:
        return bool(self.cleaned_data.get(self._name(definition) + self.MISSING))

    def _no_longer_asked(self, values):
        sentence = _(
            "This form has changed and no longer asks something you filled in: %(value)s. "
            "Check your answers and send again."
        )
        return forms.ValidationError(sentence, params={"value": " · ".join(values[:5])[:LONGEST_TEXT]})
