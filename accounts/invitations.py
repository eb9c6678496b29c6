"""The way in for a new member of staff: a link by which they choose a password."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse


def one_time_link(user) -> str:
    """Return the address where `user` chooses a password: allauth's reset link, void once it was used and after
    PASSWORD_RESET_TIMEOUT (3 days)."""
    return reset_url(user_pk_to_url_str(user), app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user))


def reset_url(uid: str, token: str) -> str:
    """Return the address where the person `uid` (as allauth writes it) chooses a password."""
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
