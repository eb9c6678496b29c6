"""Who reads, as little as must be known to count a visitor once a day. No cookie."""

import re

from django.utils import timezone
from django.utils.crypto import salted_hmac

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


def visitor_hash(request) -> str:
    """Return 32 hex digits for a network address and a browser, today: tomorrow's cannot be joined to them."""
    day = timezone.localdate().isoformat()
    who = f"{request.META.get('REMOTE_ADDR', '')}\n{request.headers.get('User-Agent', '')}"
    return salted_hmac(f"faq.visitor.{day}", who, algorithm="sha256").hexdigest()[:32]
