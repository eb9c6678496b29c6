"""Passkeys by allauth, without what strangers could do to it: rows made before anybody is known, and failures by JSON
that no browser sends."""

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.shortcuts import render

COOKIE = f"{settings.COOKIE_PREFIX}passkey"
ANSWERED_WITHIN = 60 * 5  # seconds
SALT = "accounts.passkey"
OF_A_FORM = {"required", "invalid", "incorrect_code"}  # codes of reasons that say no more than that it was refused


class _Guarded:
    """Mixin, named first: what is no passkey of the person is answered 400, on a page that says so."""

    def full_clean(self):
        refusals = []
        try:
            super().full_clean()
            refusals = [error for errors in self._errors.as_data().values() for error in errors]
        # allauth and fido2 raise whatever they run into where a part is missing, of another kind, or nested too deep.
        except Exception:
            refusals = [get_adapter().validation_error("incorrect_code")]
        if refusals:
            page = {"reasons": [refusal.message for refusal in refusals if refusal.code not in OF_A_FORM]}
            raise ImmediateHttpResponse(render(context.request, "mfa/webauthn/refused.html", page, status=400))


class AddForm(_Guarded, forms.AddWebAuthnForm):
    def clean_credential(self):
        """allauth does not look at what counts as false, and would keep 0 as a passkey."""
        if not isinstance(self.cleaned_data["credential"], dict):
            raise get_adapter().validation_error("incorrect_code")
        return self.cleaned_data["credential"]


class AuthenticateForm(_Guarded, forms.AuthenticateWebAuthnForm):
    pass


class LoginForm(_Guarded, forms.LoginWebAuthnForm):
    def clean_credential(self):
        """The passkey of somebody locked out is as good as none."""
        passkey = super().clean_credential()
        if not passkey.user.is_active:
            raise get_adapter().validation_error("incorrect_code")
        return passkey


class ReauthenticateForm(_Guarded, forms.ReauthenticateWebAuthnForm):
    pass


class SignIn(LoginWebAuthnView):
    """What a passkey has to sign is kept in the browser, signed by us, until it comes back: a session for everybody who
    asks would be a row for everybody. It can come back once."""

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if asked := request.session.pop(STATE_SESSION_KEY, None):
            response.set_signed_cookie(
                COOKIE,
                signing.dumps(asked),
                salt=SALT,
                max_age=ANSWERED_WITHIN,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Strict",
            )
        return response

    def post(self, request, *args, **kwargs):
        if asked := self._asked(request):
            request.session[STATE_SESSION_KEY] = asked
        try:
            response = super().post(request, *args, **kwargs)
        finally:
            request.session.pop(STATE_SESSION_KEY, None)
        response.delete_cookie(COOKIE, samesite="Strict")
        return response

    def _asked(self, request) -> dict | None:
        try:
            asked = signing.loads(request.get_signed_cookie(COOKIE, salt=SALT, max_age=ANSWERED_WITHIN))
        except (KeyError, signing.BadSignature):
            return None
        return asked if cache.add(f"passkey:{asked['challenge']}", True, ANSWERED_WITHIN) else None


sign_in = SignIn.as_view()
