"""What the settings of the owner's own words share."""

from itertools import groupby
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator
from modeltranslation.utils import get_translation_fields

Overrides = dict[type[models.Field], dict[str, Any]]

WIDE: Overrides = {models.CharField: {"widget": forms.TextInput(attrs={"class": "vLargeTextField"})}}


class TextsForm(forms.ModelForm):
    """Asks for each text that must not be empty in at least one language; the others fall back to it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for column in self._columns():
            self.fields[column].required = False

    def clean(self):
        cleaned = super().clean()
        for name, group in groupby(self._columns(), lambda column: column.rpartition("_")[0]):
            columns = list(group)
            may_be_empty = self._meta.model._meta.get_field(name).blank or set(columns) & set(self.errors)
            if not may_be_empty and not any(cleaned.get(column) for column in columns):
                self.add_error(columns[0], _("Write this in at least one language."))
        return cleaned

    def is_multipart(self):
        """Send it so: percent-encoded, long texts would be more than is taken (helpdesk/sizes.py)."""
        return True

    def _columns(self):
        names = translator.get_options_for_model(self._meta.model).all_fields
        return [column for name in names for column in get_translation_fields(name) if column in self.fields]
