"""Why somebody cannot answer."""

import uuid

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..fields import LongTextField
from .keys import UUID_LIKE, StorableTextMixin


class HandOverForm(StorableTextMixin, forms.Form):
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    reason = LongTextField(
        label=_("Why can you not answer?"),
        help_text=_("Only the team sees this."),
        max_length=2_000,
        rows=4,
        error_messages={"required": _("Say in a few words what you need")},
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="hand-over-%s", initial={"form_key": uuid.uuid4()}, **kwargs)

    @cached_property
    def key(self) -> uuid.UUID:
        """The key of this form; a new one if it has none."""
        key = str(self["form_key"].value())
        return uuid.UUID(key) if UUID_LIKE.fullmatch(key) else uuid.uuid4()
