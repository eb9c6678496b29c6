"""What the settings of the owner's own words share."""

from django import forms
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator
from modeltranslation.utils import get_translation_fields


class TextsForm(forms.ModelForm):
    """Asks for each text that must not be empty in at least one language; the others fall back to it."""

    def clean(self):
        cleaned = super().clean()
        for name in translator.get_options_for_model(self._meta.model).all_fields:
            columns = [column for column in get_translation_fields(name) if column in self.fields]
            if not columns or self._meta.model._meta.get_field(name).blank or set(columns) & set(self.errors):
                continue
            if not any(cleaned.get(column) for column in columns):
                self.add_error(columns[0], _("Write this in at least one language."))
        return cleaned
