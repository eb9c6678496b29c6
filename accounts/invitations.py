"""The way in for a new member of staff: a link by which they choose a password."""

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from .tokens import LinkTokens


def one_time_link(user) -> str:
    """Return the address where `user` chooses a password: allauth's reset link, see `LinkTokens` for how long it is
    good. It names the site by its settings, never by the host that a request claims."""
    keys = {"uidb36": user_pk_to_url_str(user), "key": LinkTokens().make_token(user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=keys)
