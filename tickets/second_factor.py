"""Whether somebody must set up a second factor before they do anything else: the owner says for whom."""

from allauth.mfa.models import Authenticator

from accounts.access import is_active_staff

from .models import HelpDesk

COUNTS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes alone are none


def is_missing(user) -> bool:
    """Tell whether `user` needs a second factor and has none. One query where one is needed of them, else none."""
    asked_of = HelpDesk.current().second_factor
    if asked_of == HelpDesk.SecondFactor.NOBODY or not is_active_staff(user):  # most often without asking who it is
        return False
    if asked_of == HelpDesk.SecondFactor.OWNERS and not user.is_owner:
        return False
    return not Authenticator.objects.filter(user=user, type__in=COUNTS).exists()
