"""Words that mark a ticket."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from faq.text import fold

from ..fields import TidyCharField
from ..models import Tag
from ..typed import row_id, tidy
from .keys import StorableTextMixin

LONGEST = Tag._meta.get_field("name").max_length or 0


class TagsForm(StorableTextMixin, forms.Form):
    """`add`: names with commas between them; `remove`: ids."""

    add = TidyCharField(
        label=_("Add tags"),
        required=False,
        max_length=1_000,
        widget=forms.TextInput(attrs={"list": "known-tags", "autocomplete": "off"}),
    )

    def clean_add(self):
        names = [tidy(name) for name in re.split("[,;،、]", self.cleaned_data["add"])]
        names = [name for name in names if name]
        if any(len(name) > LONGEST or not fold(name) for name in names):
            sentence = _("A tag is a word or two, at most %(limit)s characters. Put a comma between tags.")
            raise forms.ValidationError(sentence % {"limit": LONGEST})
        return names

    @property
    def removed(self) -> list[int]:
        """The ids of the tags to take away."""
        ids = [row_id(text) for text in self.data.getlist("remove")[:100]] if self.is_bound else []
        return [key for key in ids if key is not None]
