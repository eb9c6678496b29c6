"""The outermost layer: no request is larger than its page takes, pushes know the server's event loop, a probe hears at
once that the process is alive."""

import asyncio
import contextlib
import time

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from notifications import push

from . import sizes
from .headers import ALWAYS_RAW
from .middleware import STAFF_PREFIXES

DRAIN_SECONDS = 10
LONGEST = 10 * 60  # seconds in which a long body must be here: 50 MB at 90 kB a second
MOST_ON_THEIR_WAY = 512 * 1024**2  # bytes that all long bodies together may take of the disk before a view has them
ALIVE = "/healthz"


class Edge:
    """An ASGI application that counts what a request's body brings, whatever Content-Length says.

    Django spools a body to disk without a limit before any middleware runs, hence a layer in front of it.
    Past what `helpdesk.sizes` gives it, Django is told that the client left, so no view runs, and the client is
    answered 413.
    """

    def __init__(self, app, cap_of=sizes.body_cap):
        self.app = app
        self.cap_of = cap_of
        self.on_their_way = 0  # bytes of bodies that Django has not done with, of all requests together

    async def __call__(self, scope, receive, send):
        push.use_loop(asyncio.get_running_loop())
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"] == ALIVE and scope["method"] in ("GET", "HEAD"):
            await _say_alive(send)
            return
        if _head(scope) > sizes.HEAD:
            await _refuse(scope, receive, send, 431, "400.html")
            return
        try:
            cap = self.cap_of(_header(scope, b"content-type"), scope["path"])
        except ValueError:
            await _refuse(scope, receive, send, 400, "400.html")
            return
        if _declared(scope) > cap:
            await _refuse(scope, receive, send, 413, "413.html", cap=cap)
            return
        body = _CountedBody(receive, cap, self)
        try:
            await self.app(scope, body.receive, send)
        finally:
            self.on_their_way -= body.taken
        if body.refused:
            await _refuse(scope, receive, send, *body.refused, cap=cap)


async def _say_alive(send):
    """Answer without waiting for a turn among the requests: a process whose database hangs is alive all the same."""
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"2"), (b"cache-control", b"no-store")]
    headers += ALWAYS_RAW
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


class _CountedBody:
    """Reads a body for Django until it is too long, too slow, or one too many beside the others."""

    def __init__(self, receive, max_bytes, edge):
        self._receive, self._max_bytes, self._edge = receive, max_bytes, edge
        self._until = time.monotonic() + LONGEST
        self.taken = 0
        self.refused: tuple[int, str] | None = None  # status and template

    async def receive(self):
        message = await self._receive()
        size = len(message.get("body", b""))
        self.taken += size
        self._edge.on_their_way += size
        if self.taken > self._max_bytes:
            self.refused = 413, "413.html"
        elif size and self.taken > sizes.TEXT and self._is_a_burden():
            self.refused = 503, "503.html"
        return {"type": "http.disconnect"} if self.refused else message

    def _is_a_burden(self) -> bool:
        return self._edge.on_their_way > MOST_ON_THEIR_WAY or time.monotonic() > self._until


def _head(scope) -> int:
    address = len(scope["path"]) + len(scope["query_string"])
    return address + sum(len(name) + len(value) for name, value in scope["headers"])


def _header(scope, wanted: bytes) -> str:
    """Return a header as Django reads it: several of a name as one."""
    return ",".join(value.decode("latin1") for name, value in scope["headers"] if name == wanted)


def _declared(scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


async def _refuse(scope, receive, send, status, template, **words):
    with translation.override(_language(scope)):
        page = render_to_string(template, {"site_name": settings.SITE_NAME, **words}).encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(page)).encode()),
        (b"content-security-policy", build_policy().encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
        *ALWAYS_RAW,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": page, "more_body": True})
    if not _waits_for_leave(scope):
        await _drain(receive, 2 * settings.MAX_REQUEST_BYTES)
    await send({"type": "http.response.body", "body": b""})


def _language(scope) -> str:
    """Return the language of the page that was asked; of staff pages, which nobody has signed in to here, the
    browser's."""
    if not scope["path"].startswith(STAFF_PREFIXES):
        return translation.get_language_from_path(scope["path"]) or settings.LANGUAGE_CODE
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = _header(scope, b"accept-language")
    return translation.get_language_from_request(request)


def _waits_for_leave(scope) -> bool:
    """Tell whether the client sends its body only when told to go on, so that there is nothing to drain."""
    return any(name == b"expect" and b"100-continue" in value.lower() for name, value in scope["headers"])


async def _drain(receive, max_bytes):
    """Read on for a while: a browser that is cut off in the middle of sending never shows our answer."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DRAIN_SECONDS):
            while max_bytes > 0:
                message = await receive()
                max_bytes -= len(message.get("body", b""))
                if not message.get("more_body"):
                    return
