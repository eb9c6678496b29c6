"""What customers write after their ticket is filed, and how they find it again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from faq.text import words

from ..fields import EMAIL_ERROR, FilesField, LongTextField, TidyCharField, email_field
from .addresses import customers_address
from .keys import FilesMixin, FormKeyMixin, StorableTextMixin


class MessageForm(StorableTextMixin, FilesMixin, FormKeyMixin):
    """A customer's message on their ticket."""

    quickest = 0
    body = LongTextField(label=_("Your message"), rows=6, error_messages={"required": _("Write your message first")})
    attachments = FilesField()


class StatusForm(StorableTextMixin, forms.Form):
    """Asks for a reference number."""

    reference = TidyCharField(
        label=_("Reference number"),
        help_text=_("Nine digits, like 482-913-053. You find it in our mail."),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Enter the reference number from our mail")},
    )


class AddressForm(StorableTextMixin, forms.Form):
    """Asks for a customer's e-mail address."""

    email = email_field(
        label=_("Your e-mail address"),
        error_messages={"required": _("Enter your e-mail address"), "max_length": EMAIL_ERROR},
    )

    def clean_email(self):
        return customers_address(self.cleaned_data["email"])


class AskBackForm(AddressForm):
    """Asks whom to tell when a search that found nothing finds something."""

    q = TidyCharField(
        label=_("Your question"), max_length=80, error_messages={"required": _("Enter what you searched for.")}
    )
    category = forms.SlugField(required=False, widget=forms.HiddenInput)

    field_order = ("q", "email", "category")

    def clean_q(self):
        """Refuse what no entry could ever be found by."""
        if not words(self.cleaned_data["q"]):
            raise forms.ValidationError(_("Enter what you searched for."))
        return self.cleaned_data["q"]
