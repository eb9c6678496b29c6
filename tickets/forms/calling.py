"""A ticket entered for somebody who calls: the category's own form, in words for whoever writes it down."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..answers import answer_to
from ..models import FieldDefinition
from .submission import SubmissionForm

Kind = FieldDefinition.Kind


class CallerForm(SubmissionForm):
    quickest = 0

    language = forms.ChoiceField(
        label=_("Language of the customer"),
        help_text=_("The mails and the customer's pages speak it."),
        choices=settings.LANGUAGES,
    )

    def __init__(self, category, data=None, **kwargs):
        super().__init__(category, data, **kwargs)
        for name, label in WORDS.items():
            self.fields[name].label = label
        self.fields["email"].help_text = _("The confirmation, with the reference number and a private link, goes here.")
        self.fields["email"].error_messages["required"] = _(
            "Enter the customer's e-mail address: the answer goes there"
        )
        self.initial.setdefault("language", get_language())
        self.order_fields(["form_key", "website", "asked", "email", "name", "language"])

    def answers(self):
        """Return the snapshot in the customer's language, which may not be that of the page."""
        own = {definition.key: definition for definition in self.definitions if definition.kind != Kind.FILE}
        return [
            answer if answer["key"] not in own else self._answer(own[answer["key"]]) for answer in super().answers()
        ]

    def _answer(self, definition):
        value, is_missing = self.cleaned_data.get(self._name(definition)), self._is_missing(definition)
        return answer_to(definition, value, self.cleaned_data["language"], is_missing=is_missing)

    def _tick(self, definition):
        tick = super()._tick(definition)
        tick.label = _("Does not have it")
        tick.widget.attrs["aria-label"] = f"{tick.label}: {definition.label}"
        return tick

    def _set_conditions(self):
        super()._set_conditions()
        for definition in self.definitions:
            self.fields[self._name(definition)].hints = []  # they are for who has the problem


WORDS = {
    "email": _("E-mail address of the customer"),
    "name": _("Name of the customer"),
    "text": _("What happens, and what did they expect?"),
}
