"""What allauth asks us."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from .devices import remember_device
from .guessing import Attempt, lift
from .limits import network
from .models import User

logger = logging.getLogger(__name__)

PROVED = "accounts.proved"  # in the session: the password, or passkey, was right while the account was like this


class StaffAdapter(DefaultAccountAdapter):
    """Signs staff in, counts wrong tries, and hands every mail on: none is sent while somebody waits."""

    def put_mail(self, what: str, email: str) -> None:
        """Have a mail sent to whoever has this address, if anybody does: `what` happened to their account."""
        raise NotImplementedError

    def is_open_for_signup(self, request):
        """Closed: an owner adds staff."""
        return False

    def get_client_ip(self, request):
        """Whom allauth's own limits count together, as an address: it writes it down where somebody signs in."""
        return network(request).partition("/")[0].replace("unknown", "0.0.0.0")  # noqa: S104 - nobody listens there

    def authenticate(self, request, **credentials):
        """Return whose password this is, or None; somebody locked out is answered, and takes as long, as a wrong one.

        Raises `ValidationError` where too many were wrong.
        """
        email = credentials["email"]
        attempt = Attempt.of_password(request, email)
        user = authenticate(request, **credentials)
        if user:
            attempt.was_right()
        elif attempt.was_wrong():
            self.put_mail("guessed", email)
        return user

    def pre_login(self, request, user, **kwargs):
        request.session[PROVED] = user.get_session_auth_hash()
        return super().pre_login(request, user, **kwargs)

    def login(self, request, user):
        """Sign in, unless since the password was right, as the second step took its time, it was changed, or the
        person locked out."""
        if request.session.pop(PROVED, None) != user.get_session_auth_hash() or not user.is_active:
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        remember_device(request, response, user)
        return response

    def set_password(self, user, password):
        """Only the password is written: the rest of `user` may be out of date. Whoever was locked out meanwhile gets
        none."""
        user.set_password(password)
        as_it_was = User.objects.filter(pk=user.pk, is_active=True, access_key=user.access_key)
        if not as_it_was.update(password=user.password):
            raise PermissionDenied
        lift(user.email)

    def send_mail(self, template_prefix, email, context):
        """What allauth would send by itself has a text of ours, or none: see `send_notification_mail`."""
        logger.error("allauth has a mail that is not ours to send: %s", template_prefix)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Say what happened to the second step; a new password is told where it is set."""
        folder, _, what = template_prefix.rpartition("/")
        if folder == "mfa/email":
            self.put_mail(what, user.email)
