"""What an owner sets: who we are, the words of our mails, the first category and assistant."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from ..fields import email_field
from ..mail.texts import KNOWN, NEEDED, WORTH_HAVING, placeholders
from ..models import Category, HelpDesk, MailText
from .keys import StorableTextMixin

LANGUAGES = dict(settings.LANGUAGES)
HOURS, PRIVACY = ([f"{name}_{code}" for code in LANGUAGES] for name in ("hours_text", "privacy_text"))
CAPS = [
    "tickets_a_network",
    "upload_mb_a_network",
    "upload_mb_unsent",
    "mails_an_address",
    "mails_a_domain",
    "mails_overall",
]


class _DeskForm(StorableTextMixin, forms.ModelForm):
    """A part of the help desk's settings; a text asked once per language names it in words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            code = name.rpartition("_")[2]
            if code in LANGUAGES:
                label = HelpDesk._meta.get_field(name.removesuffix(f"_{code}")).verbose_name
                field.label = _("%(label)s (%(language)s)") % {"label": label, "language": LANGUAGES[code]}


class HelpDeskForm(_DeskForm):
    """Who we are, and how much is too much."""

    class Meta:
        model = HelpDesk
        fields = ["name", "phone", "address", *HOURS, *PRIVACY, *CAPS, "second_factor"]
        widgets = {"address": forms.Textarea(attrs={"rows": 3}), "second_factor": forms.RadioSelect} | {
            name: forms.Textarea(attrs={"rows": 6}) for name in PRIVACY
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in CAPS:
            self.fields[name].error_messages |= dict.fromkeys(["required", "invalid"], _("Enter a number, 1 or more"))
        choose = _("Choose one of these.")
        self.fields["second_factor"].error_messages |= dict.fromkeys(["required", "invalid_choice"], choose)
        if self.is_bound and "second_factor" not in self.data:  # a page from before it was asked changes nothing of it
            del self.fields["second_factor"]


class HelpDeskNameForm(_DeskForm):
    """The first of the three pages of setting up."""

    class Meta:
        model = HelpDesk
        fields = ["name", "phone", *HOURS]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = _("Enter the name customers know you by")


class FirstCategoryForm(StorableTextMixin, forms.ModelForm):
    """The second: what a ticket can be about. The page's address is made from the name."""

    class Meta:
        model = Category
        fields = ["name", "description", "hours_text", "promise_text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = _("Enter a name, like Orders and delivery")


class FirstAssistantForm(StorableTextMixin, forms.Form):
    """The third: who helps. Skippable."""

    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Enter the name customers will read")}
    )
    email = email_field(
        label=_("E-mail address"), error_messages={"required": _("Enter the address the invitation goes to")}
    )

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody with this address works here already."))
        return email


class MailTextForm(StorableTextMixin, forms.ModelForm):
    """The owner's own words of one mail. What a mail should have and lacks is told as `warnings`, not as errors."""

    class Meta:
        model = MailText
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 18})}

    def clean(self):
        cleaned = super().clean()
        event = self.instance.event
        for name in ("subject", "body"):
            unknown = placeholders(cleaned.get(name) or "") - KNOWN[event]
            if unknown:
                self.add_error(name, _("Nothing fills in %(keys)s in this mail.") % {"keys": _braced(unknown)})
        missing = NEEDED[event] - placeholders(cleaned.get("body") or "")
        if missing and "body" in cleaned:
            self.add_error("body", _("Without %(keys)s this mail would say nothing.") % {"keys": _braced(missing)})
        return cleaned

    @property
    def warnings(self) -> list[str]:
        """Sentences about what customers will miss."""
        both = placeholders(f"{self['subject'].value()} {self['body'].value()}")
        sentence = _("%(keys)s is missing: customers will look for it.")
        return [sentence % {"keys": _braced([key])} for key in sorted(WORTH_HAVING[self.instance.event] - both)]


def _braced(keys) -> str:
    return ", ".join(f"{{{key}}}" for key in sorted(keys))
