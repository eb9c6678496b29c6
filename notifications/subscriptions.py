"""The browsers that people want to be told in by Web Push while their desk is closed."""

import hashlib
import re
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from . import clock, webpush
from .models import PushSubscription

MOST = 10  # browsers a person
LONGEST = 2000  # characters of an endpoint
# A name with a dot whose last part begins with a letter: not this machine, and no address in digits however written.
PUBLIC_NAME = re.compile(r"(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*")
KEY_BYTES, AUTH_BYTES = 65, 16


class BadSubscription(ValueError):
    """What a browser sent is no subscription that could be pushed to."""


@transaction.atomic
def subscribe(*, user, endpoint: str, p256dh: str, auth: str) -> PushSubscription:
    """Have the browser told, for `user` and nobody else from now on; of more than ten the person's oldest leaves.

    Raises `BadSubscription` where it could not be pushed to, or no push is set up here. That the name is none of an
    address inside is looked at again whenever something is sent.
    """
    if not webpush.is_on():
        raise BadSubscription("push is off")
    _check(endpoint, p256dh, auth)
    now = clock.now()
    fields = {"user": user, "endpoint": endpoint, "p256dh": p256dh, "auth": auth}
    subscription, _is_new = PushSubscription.objects.update_or_create(
        endpoint_hash=_hash(endpoint), defaults=fields | {"created_at": now, "rests_until": now, "failures": 0}
    )
    own = PushSubscription.objects.filter(user=user).order_by("-created_at", "-pk")
    PushSubscription.objects.filter(pk__in=list(own.values_list("pk", flat=True)[MOST:])).delete()
    return subscription


def unsubscribe(*, user, endpoint: str) -> None:
    """Tell the browser nothing more, if it was told for `user`."""
    PushSubscription.objects.filter(user=user, endpoint_hash=_hash(endpoint)).delete()


def forget_browsers(*, user) -> None:
    """Tell no browser anything more for `user`."""
    PushSubscription.objects.filter(user=user).delete()


def state_for(user) -> dict:
    """Return what a page says of push to a person: our public `key`, "" where push is off; `known`, the SHA-256 of the
    endpoints that are told, by which a browser finds its own; `failing`, those of them to which the last push failed.
    One query at most."""
    rows = PushSubscription.objects.filter(user=user).values_list("endpoint_hash", "failures")
    failures = dict(rows) if webpush.is_on() else {}
    failing = [endpoint for endpoint, number in failures.items() if number]
    return {"key": webpush.public_key(), "known": list(failures), "failing": failing}


def _check(endpoint, p256dh, auth):
    if len(endpoint) > LONGEST or not re.fullmatch(r"https://[!-~]+", endpoint):
        raise BadSubscription("not an https address")
    try:
        parts = urlsplit(endpoint)
        is_plain = parts.netloc.lower() in (parts.hostname, f"{parts.hostname}:443")
    except ValueError:
        raise BadSubscription("not an address") from None
    if not is_plain or not PUBLIC_NAME.fullmatch(parts.hostname or ""):
        raise BadSubscription("not the name of a public host")
    try:
        key, secret = webpush.decode(p256dh), webpush.decode(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    except ValueError:
        raise BadSubscription("not a key") from None
    if len(key) != KEY_BYTES or len(secret) != AUTH_BYTES:
        raise BadSubscription("a key of another length")


def _hash(endpoint) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()
