"""allauth's forms, where they would look somebody up, or let a password or a code be guessed for ever."""

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField
from allauth.core import context
from allauth.mfa.base import forms as code_forms
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .guessing import Attempt
from .limits import Limit, as_key, hour_with_zone, network, too_many_tries

ASKED = Limit("new-passwords", tries=20, seconds=60 * 60)  # by one connection
ASKED_FOR = Limit("new-passwords-for", tries=3, seconds=60 * 60)  # an address


class ResetPasswordForm(forms.Form):
    """Does the same, in the same time, for any address: whose it is, is found out when the mail is sent."""

    email = EmailField(max_length=254)

    def clean_email(self):
        email = self.cleaned_data["email"]
        who, whose = network(context.request), as_key(email)
        if ASKED.count(who) > ASKED.tries:
            raise ValidationError(too_many_tries(ASKED, who))
        if ASKED_FOR.count(whose) > ASKED_FOR.tries:
            sentence = _(
                "A link for this address was asked for three times. Look into its mailbox, the spam folder too, or try "
                "again after %(time)s."
            )
            raise ValidationError(sentence % {"time": hour_with_zone(ASKED_FOR.ends_at(whose))})
        return email

    def save(self, request, **kwargs):
        get_adapter(request).put_mail("reset", self.cleaned_data["email"])


class ChangePasswordForm(account_forms.ChangePasswordForm):
    """The old password counts as a try like any other."""

    def clean_oldpassword(self):
        typed = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed


class _CountedCode:
    def clean_code(self):
        attempt = Attempt.of_code(context.request, self.user.email)
        try:
            code = super().clean_code()
        except ValidationError:
            if attempt.was_wrong():
                get_adapter().put_mail("codes_guessed", self.user.email)
            raise
        attempt.was_right()
        return code


class AuthenticateForm(_CountedCode, code_forms.AuthenticateForm):
    pass


class ReauthenticateForm(_CountedCode, code_forms.ReauthenticateForm):
    pass
