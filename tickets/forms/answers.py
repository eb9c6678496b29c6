"""Questions of a category that staff answer for the customer: what a move lacks, and edits of what is there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..answers import answer_to, is_asked, lacking, value_of
from ..fields import LongTextField, TidyCharField, build_field
from ..models import FieldDefinition
from .asking import When
from .keys import StorableTextMixin


class AnswersForm(StorableTextMixin, forms.Form):
    """Asks `definitions`; `answers` is the ticket's snapshot, which fills the form in where it fits."""

    PREFIX = "f_"
    NOT_SAID = "__missing"

    def __init__(self, definitions, answers, *, language, data=None):
        super().__init__(data)
        self.definitions, self.language = definitions, language
        self.given = {answer["key"]: answer for answer in answers}
        self.shown = self._shown()
        for definition in self.shown:
            self._add(definition)
        for definition in self.shown:
            self._set_condition(definition)

    def clean(self):
        super().clean()
        for definition in self.shown:
            name = self.PREFIX + definition.key
            if not self._is_asked(definition) or self._is_kept(definition):
                self.errors.pop(name, None)
            elif self._is_open(definition):
                self.add_error(name, self.fields[name].error_messages["required"])

    def answers(self) -> list[dict]:
        """Return the answers given, in the form of a snapshot."""
        return [self._answer(definition) for definition in self.shown if self._is_asked(definition)]

    def _shown(self):
        raise NotImplementedError

    def _is_kept(self, definition) -> bool:
        """Whether the answer stays as it is in the snapshot, whatever its question asks by now."""
        return False

    def _is_open(self, definition) -> bool:
        name = self.PREFIX + definition.key
        said = self.cleaned_data.get(name) or self.cleaned_data.get(name + self.NOT_SAID)
        return definition.required and not said and name not in self.errors

    def _answer(self, definition):
        name = self.PREFIX + definition.key
        is_missing = bool(self.cleaned_data.get(name + self.NOT_SAID))
        return answer_to(definition, self.cleaned_data.get(name), self.language, is_missing=is_missing)

    def _add(self, definition):
        name = self.PREFIX + definition.key
        field = build_field(definition)
        field.required = False
        self.fields[name] = field
        if definition.required:
            label = _("The customer did not say")
            # Several of them on one page must not sound alike.
            widget = forms.CheckboxInput(attrs={"aria-label": f"{label}: {definition.label}"})
            self.fields[name + self.NOT_SAID] = forms.BooleanField(required=False, label=label, widget=widget)

    def _set_condition(self, definition):
        """Have the page show the question with the answer that brings it up, if that is asked here too."""
        before = next((other for other in self.shown if other.pk == definition.shown_if_id), None)
        if before is None:
            return
        name = self.PREFIX + definition.key
        is_met = self._is_asked(definition)
        when = When(self.PREFIX + before.key, definition.shown_if_value, is_met, token=name)
        for part in (name, name + self.NOT_SAID):
            if part in self.fields:
                self.fields[part].when = when

    def _is_asked(self, definition) -> bool:
        """Tell whether what the form holds by now brings up the question."""
        before = next((other for other in self.definitions if other.pk == definition.shown_if_id), None)
        if before not in self.shown:
            return is_asked(definition, self.definitions, self.given)
        name = self.PREFIX + before.key
        if self.is_bound:
            chosen = self.data.getlist(name)
        else:
            value = self.initial.get(name)
            chosen = value if isinstance(value, list) else [value]
        return definition.shown_if_value in chosen and self._is_asked(before)


class MissingAnswersForm(AnswersForm):
    """What the form of another category requires and the ticket does not hold."""

    def _shown(self):
        missing = lacking(self.definitions, self.given.values())
        keys = {definition.pk for definition in missing}
        for definition in self.definitions:  # in their order: a condition looks back
            if definition.required and definition.shown_if_id in keys and definition.kind != FieldDefinition.Kind.FILE:
                keys.add(definition.pk)
        return [definition for definition in self.definitions if definition.pk in keys]


class EditAnswersForm(AnswersForm):
    """The whole snapshot, and the subject. An answer nobody touches stays as it is."""

    subject = TidyCharField(
        label=_("Subject"),
        max_length=150,
        error_messages={"required": _("Say in a few words what it is about")},
    )

    def __init__(self, ticket, definitions, *, data=None):
        super().__init__(definitions, ticket.answers, language=ticket.language, data=data)
        self.initial["subject"] = ticket.subject
        asked = {definition.key for definition in self.shown}
        self.others = [answer for answer in ticket.answers if answer["key"] not in asked]
        for answer in self.others:
            name = self.PREFIX + answer["key"]
            self.fields[name] = LongTextField(label=answer["label"], rows=2, required=False)
            self.initial[name] = answer["value"]

    def snapshot(self) -> list[dict]:
        """Return all answers of the ticket as they are to be kept, in their order."""
        answers = {}
        for definition in self.shown:
            before = self.given.get(definition.key)
            if self._is_kept(definition):
                answers |= {definition.key: before} if before else {}
            elif self._is_asked(definition):
                answers[definition.key] = self._answer(definition)
            elif before:
                answers[definition.key] = before | {"no_longer_asked": True}
        for answer in self.others:
            name = self.PREFIX + answer["key"]
            changed = {"value": self.cleaned_data[name]} if name in self.changed_data else {}
            answers[answer["key"]] = answer | changed
        order = [key for key in self.given if key in answers]
        return [answers[key] for key in dict.fromkeys([*order, *answers])]

    def _shown(self):
        return [definition for definition in self.definitions if definition.kind != FieldDefinition.Kind.FILE]

    def _is_kept(self, definition) -> bool:
        name = self.PREFIX + definition.key
        return not {name, name + self.NOT_SAID} & set(self.changed_data)

    def _add(self, definition):
        super()._add(definition)
        name = self.PREFIX + definition.key
        answer = self.given.get(definition.key, {})
        text = answer.get("value", "")
        value = value_of(definition, text)
        if value is None and text:  # what is no longer offered can stay
            value = text
            if choices := getattr(self.fields[name], "choices", None):
                self.fields[name].choices = [*choices, (text, text)]
                value = [text] if definition.kind == FieldDefinition.Kind.CHOICES else text
        self.initial[name] = value if value is not None else ""
        self.initial[name + self.NOT_SAID] = answer.get("missing", False)
