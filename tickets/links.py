"""Signed links and cookies of customers.

A private link opens its ticket only, for 30 days, any number of times, until the ticket's `link_key` changes. Opening
it gives the browser a signed cookie, so that the token does not stay in the address bar. Each ticket stays open there
for 30 days from then; opening another one does not prolong that.
"""

import time

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

MAX_AGE = 60 * 60 * 24 * 30  # seconds
COOKIE = "tickets"
REMEMBERED = 20  # tickets a browser can hold open at once; the oldest is dropped
LINK_SALT = "tickets.link"
SENT_SALT = "tickets.sent"


def private_url(ticket) -> str:
    """Return the whole address of the ticket's private link, in the ticket's language."""
    token = signing.dumps([ticket.pk, ticket.link_key], salt=LINK_SALT)
    with override(ticket.language):
        return settings.SITE_URL + reverse("customer:link", args=[token])


def read_link(token) -> tuple[int, str]:
    """Return the ticket's primary key and link key; raises `signing.SignatureExpired` or `signing.BadSignature`."""
    return _read(token, LINK_SALT)


def sent_token(ticket) -> str:
    """Return the token of the confirmation page, which shows progress only."""
    return signing.dumps([ticket.pk, ""], salt=SENT_SALT)


def read_sent(token) -> int:
    """Return the ticket's primary key; raises like `read_link`."""
    return _read(token, SENT_SALT)[0]


def grant(request, response, ticket) -> None:
    """Let this browser read and reply to the ticket."""
    others = [held for held in _held(request) if held[0] != ticket.pk]
    response.set_signed_cookie(
        COOKIE,
        signing.dumps([[ticket.pk, ticket.link_key, int(time.time())], *others][:REMEMBERED]),
        salt=LINK_SALT,
        max_age=MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def granted(request) -> dict[int, str]:
    """Map the primary keys of the tickets this browser was let in to, to the link key it came with."""
    return {primary_key: link_key for primary_key, link_key, _since in _held(request)}


def _held(request) -> list[list]:
    try:
        held = signing.loads(request.get_signed_cookie(COOKIE, salt=LINK_SALT, max_age=MAX_AGE))
    except (KeyError, signing.BadSignature):
        return []
    return [[pk, link_key, since] for pk, link_key, since in held if since > time.time() - MAX_AGE]


def _read(token, salt):
    primary_key, link_key = signing.loads(token, salt=salt, max_age=MAX_AGE)
    return primary_key, link_key
