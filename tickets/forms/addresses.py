"""Which addresses can be a customer's."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..mail.addresses import is_literal, is_ours

OURS = _("This is an address of the help desk itself: our answer would come back to us. Enter another one.")
LITERAL = _("Enter an address with the name of a domain after the @, like name@example.com")


def customers_address(email) -> str:
    """Return the address in lower case; raises `ValidationError` where no customer can read what we send there."""
    if is_literal(email):
        raise forms.ValidationError(LITERAL)
    if is_ours(email):
        raise forms.ValidationError(OURS)
    return email.lower()
