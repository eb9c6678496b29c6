"""Signed links and cookies of customers.

A private link opens its ticket only, for 30 days, any number of times, until the ticket's `link_key` changes. Opening
it gives the browser a signed cookie, so that the token does not stay in the address bar. Each ticket stays open there
for 30 days from then; opening another one does not prolong that.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

MAX_AGE = 60 * 60 * 24 * 30  # seconds
COOKIE = f"{settings.COOKIE_PREFIX}tickets"
ADDRESSES_COOKIE = f"{settings.COOKIE_PREFIX}addresses"
FILED_COOKIE = f"{settings.COOKIE_PREFIX}filed"
CORRECTABLE = 60 * 30  # seconds in which the browser that filed a ticket may correct its address
REMEMBERED = 20  # tickets a browser can hold open at once; the oldest is dropped
LINK_SALT = "tickets.link"
SENT_SALT = "tickets.sent"
ADDRESS_SALT = "tickets.address"
NOT_ME_SALT = "tickets.not-me"
ASKER_SALT = "tickets.asker"


def private_url(ticket) -> str:
    """Return the whole address of the ticket's private link, in the ticket's language."""
    token = signing.dumps([ticket.pk, ticket.link_key], salt=LINK_SALT)
    with override(ticket.language):
        return settings.SITE_URL + reverse("customer:link", args=[token])


def masked(email) -> str:
    """Return the address so that its owner knows it and nobody else learns it: ``a•••@e•••.org``. A company's domain
    tells almost as much as the name before it."""
    local, _at, domain = email.rpartition("@")
    name, _dot, top = domain.rpartition(".")
    return f"{_initial(local)}•••@{_initial(name)}•••.{top}"


def _initial(text) -> str:
    return text[:1] if len(text) > 1 else ""


def tickets_url(requester, language) -> str:
    """Return the whole address of the private link to all tickets of `requester`, in `language`."""
    token = signing.dumps([requester.pk, requester.link_key], salt=ADDRESS_SALT)
    with override(language):
        return settings.SITE_URL + reverse("customer:link", args=[token])


def not_me_url(requester, language) -> str:
    """Return the whole address where the person at this e-mail address can say that they did not write to us."""
    token = signing.dumps(requester.pk, salt=NOT_ME_SALT)
    with override(language):
        return settings.SITE_URL + reverse("customer:not_me", args=[token])


def asker_url(asker) -> str:
    """Return the whole address where somebody confirms that they want to know of an answer."""
    token = signing.dumps(asker.pk, salt=ASKER_SALT)
    with override(asker.language):
        return settings.SITE_URL + reverse("customer:confirm_asker", args=[token])


def read_asker(token) -> int:
    """Return the asker's primary key; good for 30 days. Raises `signing.BadSignature`."""
    return signing.loads(token, salt=ASKER_SALT, max_age=MAX_AGE)


def read_link(token) -> tuple[int, str]:
    """Return the ticket's primary key and link key; raises `signing.SignatureExpired` or `signing.BadSignature`."""
    return _read(token, LINK_SALT)


def read_old_link(token) -> tuple[int, str]:
    """Read a ticket's link whatever its age; raises `signing.BadSignature`."""
    primary_key, link_key = signing.loads(token, salt=LINK_SALT)
    return primary_key, link_key


def read_address(token) -> tuple[int, str]:
    """Return the requester's primary key and link key of a link to all tickets; raises like `read_link`."""
    return _read(token, ADDRESS_SALT)


def read_not_me(token) -> int:
    """Return the requester's primary key; such a link never ends. Raises `signing.BadSignature`."""
    return signing.loads(token, salt=NOT_ME_SALT)


def sent_token(ticket) -> str:
    """Return the token of the confirmation page, which shows progress only."""
    return signing.dumps([ticket.pk, ""], salt=SENT_SALT)


def read_sent(token) -> int:
    """Return the ticket's primary key; raises like `read_link`."""
    return _read(token, SENT_SALT)[0]


@dataclass(frozen=True)
class Granted:
    """What a browser was let in to: link keys by the primary keys of tickets, and of requesters."""

    tickets: dict[int, str]
    addresses: dict[int, str]


def grant(request, response, ticket) -> None:
    """Let this browser read and reply to the ticket."""
    _remember(request, response, COOKIE, ticket)


def grant_address(request, response, requester) -> None:
    """Let this browser read and reply to all tickets of the requester."""
    _remember(request, response, ADDRESSES_COOKIE, requester)


def granted(request) -> Granted:
    """Return what this browser was let in to and has not forgotten."""
    tickets, addresses = (
        {primary_key: link_key for primary_key, link_key, _since in _held(request, cookie)}
        for cookie in (COOKIE, ADDRESSES_COOKIE)
    )
    return Granted(tickets, addresses)


def forget(response) -> None:
    """Let the browser forget every ticket and address."""
    for cookie in (COOKIE, ADDRESSES_COOKIE, FILED_COOKIE):
        response.delete_cookie(cookie, samesite="Lax")


def remember_filed(request, response, ticket) -> None:
    """Remember that this browser filed the ticket just now."""
    _remember(request, response, FILED_COOKIE, ticket)


def may_correct(request, ticket) -> bool:
    """Tell whether this browser filed the ticket within the last 30 minutes."""
    since = time.time() - CORRECTABLE
    return any(held[0] == ticket.pk and held[2] > since for held in _held(request, FILED_COOKIE))


def _remember(request, response, cookie, row) -> None:
    others = [held for held in _held(request, cookie) if held[0] != row.pk]
    response.set_signed_cookie(
        cookie,
        signing.dumps([[row.pk, row.link_key, int(time.time())], *others][:REMEMBERED]),
        salt=LINK_SALT,
        max_age=MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _held(request, cookie) -> list[list]:
    try:
        held = signing.loads(request.get_signed_cookie(cookie, salt=LINK_SALT, max_age=MAX_AGE))
    except (KeyError, signing.BadSignature):
        return []
    return [[pk, link_key, since] for pk, link_key, since in held if since > time.time() - MAX_AGE]


def _read(token, salt):
    primary_key, link_key = signing.loads(token, salt=salt, max_age=MAX_AGE)
    return primary_key, link_key
