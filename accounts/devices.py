"""Devices on which a person has signed in before, told by a signed cookie of that person on that device.

It opens nothing: it only keeps strangers' wrong passwords from locking the person out (`accounts.guessing`). So another
password leaves it as it is, which people choose in the middle of an attack; being locked out makes it void.
"""

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.utils.crypto import get_random_string, salted_hmac

from .models import User

KEPT = 365 * 24 * 60 * 60  # seconds since the last sign-in


def known_device(request, email: str) -> str:
    """Return the id of the device that asks if the person with this address has signed in on it, else an empty text.

    Nobody is looked up but for who has such a cookie, so that nothing is told of whether an account exists.
    """
    cookie = request.COOKIES.get(_cookie(email))
    user = User.objects.active_at(email) if cookie else None
    try:
        return _signer(user).unsign(cookie, max_age=KEPT) if user else ""
    except BadSignature:
        return ""


def remember_device(request, response, user) -> None:
    """Have the browser keep that `user` signed in on it; a device keeps its id."""
    device = known_device(request, user.email) or get_random_string(16)
    response.set_cookie(
        _cookie(user.email),
        _signer(user).sign(device),
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _cookie(email):
    return f"{settings.COOKIE_PREFIX}device_{salted_hmac('accounts.devices', email).hexdigest()[:16]}"


def _signer(user):
    return TimestampSigner(salt=f"accounts.devices:{user.pk}:{user.access_key}")
