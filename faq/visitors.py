"""Who reads, as little as must be known to count a visitor once a day. No cookie."""

import re
from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt

from accounts.access import is_active_staff
from accounts.limits import network
from accounts.quotas import Quota

# What one connection can add to the books in an hour, whatever browsers it claims to be. It is served all the same.
READ = Quota("faq-read", tries=600, seconds=60 * 60)
SEARCHED = Quota("faq-searched", tries=60, seconds=60 * 60)

# Programs that are nobody's eyes. Headless browsers are left in: people's own tools and our browser tests use them.
_ROBOT = re.compile(
    r"(?<!cu)bot\b|bot[/;_-]|crawl|spider|slurp|scrap|archiver|preview|prefetch|fetcher|monitor|uptime|validator|feed|"
    r"facebookexternalhit|whatsapp|python-|aiohttp|httpx|curl/|wget|libwww|okhttp|go-http-client|\bjava/|axios|node-fetch",
    re.IGNORECASE,
)


def is_robot(user_agent: str) -> bool:
    """Tell programs from people by what they call themselves; who calls itself nothing is a program."""
    return not user_agent.strip() or bool(_ROBOT.search(user_agent))


def is_prefetch(request) -> bool:
    """Tell whether a browser loads the page ahead, before anybody asked for it."""
    return "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")).lower()


def is_counted(request) -> bool:
    """Tell whether a person asks for this, none of us: no program, no browser that looks ahead or at the head only."""
    if request.method == "HEAD" or is_prefetch(request) or is_robot(request.headers.get("User-Agent", "")):
        return False
    return not is_active_staff(request.user)


def may_be_read(request) -> bool:
    """Tell whether a reader's view of an entry, or word on it, is to be counted; this one is."""
    return is_counted(request) and READ.take(network(request))


def may_be_logged(request) -> bool:
    """Tell whether a search is to be logged; this one is."""
    return is_counted(request) and SEARCHED.take(network(request))


def visitor_hash(request) -> str:
    """Return 32 hex digits for a connection and a browser, today: tomorrow's cannot be joined to them."""
    day = timezone.localdate().isoformat()
    who = f"{network(request)}\n{request.headers.get('User-Agent', '')}"
    return salted_hmac(f"faq.visitor.{day}", who, algorithm="sha256").hexdigest()[:32]


def from_our_pages(view):
    """Let a form of our own pages post to `view` without a cookie, which a mere reader has none of.

    Browsers say where a form stood; one on another site is refused. A program that says nothing can pretend anyway.
    """

    @csrf_exempt
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
        stood_here = request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
        if request.method == "POST" and not (stood_here and request.headers.get("Origin") in (None, *ours)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper
