"""What is removed from a message."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..fields import LongTextField
from ..redaction import not_in
from .keys import StorableTextMixin


class RedactForm(StorableTextMixin, forms.Form):
    """For a `message` whose attachments are loaded."""

    words = LongTextField(
        label=_("Words to remove, one place a line"),
        help_text=_("Copy them from the text above. Capitals make no difference."),
        required=False,
        rows=3,
    )
    whole = forms.BooleanField(label=_("Remove the whole text"), required=False)
    attached = forms.MultipleChoiceField(
        label=_("Files to delete"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_sure = forms.BooleanField(
        label=_("I know that this cannot be taken back"),
        error_messages={"required": _("Confirm that you know this cannot be taken back")},
    )

    def __init__(self, message, data=None):
        super().__init__(data)
        self.message = message
        self.attachments = {str(file.pk): file for file in message.attachments.all()}
        if self.attachments:
            self.fields["attached"].choices = [(key, file.name) for key, file in self.attachments.items()]
            self.fields["attached"].error_messages["invalid_choice"] = _("This file is not there any more.")
        else:
            del self.fields["attached"]

    def clean_words(self):
        words = [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]
        if missing := not_in(self.message.body, words):
            sentence = _("This does not stand in the text: %(words)s")
            raise forms.ValidationError(sentence % {"words": " · ".join(missing[:5])[:300]})
        return words

    def clean(self):
        super().clean()
        chosen = [self.cleaned_data.get(name) for name in ("words", "whole", "attached")]
        if not any(chosen) and not self.errors:
            self.add_error("words", _("Say what is to be removed"))

    def chosen_files(self) -> list:
        """Return the attachments to delete."""
        return [self.attachments[key] for key in self.cleaned_data.get("attached", [])]
