"""Canned responses."""

import hashlib
import re
import uuid
from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy as _

from ..canned import unknown_placeholders
from ..fields import FilesField
from ..models import CannedResponse, FieldDefinition
from ..typed import tidy
from .keys import UUID_LIKE, FilesMixin, StorableTextMixin
from .tags import LONGEST

TEXTS = ("text_en", "text_tr")


class CannedResponseForm(StorableTextMixin, FilesMixin, forms.ModelForm):
    """A response for some of the `known` categories. `seen` tells which state of it the page showed: what somebody else
    has changed since is not overwritten unread."""

    tag_names = forms.CharField(
        label=_("Tags to set"), required=False, max_length=500, help_text=_("With commas between them.")
    )
    attachments = FilesField()
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = CannedResponse
        fields = ["title", "categories", *TEXTS, "shortcut", "after_send", "is_pinned"]
        widgets = {"categories": forms.CheckboxSelectMultiple}
        labels = {"text_en": _("Text in English"), "text_tr": _("Text in Turkish")}
        error_messages = {
            "title": {"required": _("Enter a title")},
            "categories": {"required": _("Choose at least one category")},
        }

    def __init__(self, data=None, *, known, **kwargs):
        super().__init__(data, **kwargs)
        self.known = list(known)
        self.fields["categories"].queryset = known
        self.newer = None
        for name in TEXTS:
            self.fields[name].required = False
            self.fields[name].widget = forms.Textarea(attrs={"rows": 7, "dir": "auto", "data-placeholders": ""})
        self.order_fields(["title", "categories", *TEXTS, "attachments", "shortcut", "tag_names"])

    @cached_property
    def key(self) -> uuid.UUID:
        """The key of this form; a new one if it has none."""
        key = str(self["form_key"].value())
        return uuid.UUID(key) if UUID_LIKE.fullmatch(key) else uuid.uuid4()

    def clean_tag_names(self):
        names = [name for name in map(tidy, re.split("[,;،、]", self.cleaned_data["tag_names"])) if name]
        if any(len(name) > LONGEST for name in names):
            raise forms.ValidationError(_("A tag has at most %(limit)s characters.") % {"limit": LONGEST})
        return names

    def clean(self):
        cleaned = super().clean()
        if not any((cleaned.get(name) or "").strip() for name in TEXTS):
            self.add_error("text_en", _("Write the text in at least one language"))
        if "categories" in cleaned:
            self._check_placeholders(cleaned)
            self._check_shortcut(cleaned)
        self._check_whether_seen(cleaned)
        return cleaned

    def _check_placeholders(self, cleaned):
        keys = FieldDefinition.objects.keys_of(cleaned["categories"])
        for name in TEXTS:
            if unknown := unknown_placeholders(cleaned.get(name), keys):
                named = ", ".join(f"{{{key}}}" for key in unknown)
                self.add_error(name, _("No field of these categories fills in %(keys)s.") % {"keys": named})

    def _check_shortcut(self, cleaned):
        others = CannedResponse.objects.with_shortcut(cleaned.get("shortcut"), cleaned["categories"])
        if cleaned.get("shortcut") and others.exclude(pk=self.instance.pk).exists():
            self.add_error("shortcut", _("Another response of these categories has this shortcut."))

    def _check_whether_seen(self, cleaned):
        current = CannedResponse.objects.with_id(str(self.instance.pk or ""))
        if current and cleaned.get("seen") != state_of(current):
            self.newer = current
            self.add_error(
                None, _("Somebody else has changed this response meanwhile. Compare below, then save again.")
            )


def state_of(response) -> str:
    """Return a short text that changes with whatever can be edited of the response."""
    parts = [response.title, response.text_en, response.text_tr, response.shortcut, response.after_send]
    return hashlib.sha256("\0".join(part or "" for part in parts).encode()).hexdigest()[:16]
