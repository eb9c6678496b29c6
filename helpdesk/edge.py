"""The outermost layer: no request is larger than the cap, pushes know the server's event loop, a probe hears at once
that the process is alive."""

import asyncio
import contextlib

from csp.utils import build_policy
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext

from notifications import push

DRAIN_SECONDS = 10
ALIVE = "/healthz"


class Edge:
    """An ASGI application that counts what a request's body brings, whatever Content-Length says.

    Django spools a body to disk without a limit before any middleware runs, hence a layer in front of it.
    Past `max_bytes` it is told that the client left, so no view runs, and the client is answered 413.
    """

    def __init__(self, app, max_bytes: int):
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope, receive, send):
        push.use_loop(asyncio.get_running_loop())
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"] == ALIVE and scope["method"] in ("GET", "HEAD"):
            await _say_alive(send)
            return
        body = _CountedBody(receive, self.max_bytes)
        body.too_long = _declared(scope) > self.max_bytes
        if not body.too_long:
            await self.app(scope, body.receive, send)
        if body.too_long:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope, receive, send):
        page = _too_large_page(scope["path"])
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", str(len(page)).encode()),
            (b"content-security-policy", build_policy().encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"cache-control", b"no-store"),
            (b"connection", b"close"),
        ]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": page, "more_body": True})
        if not _waits_for_leave(scope):
            await _drain(receive, 2 * self.max_bytes)
        await send({"type": "http.response.body", "body": b""})


async def _say_alive(send):
    """Answer without waiting for a turn among the requests: a process whose database hangs is alive all the same."""
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"2"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


class _CountedBody:
    def __init__(self, receive, max_bytes):
        self._receive = receive
        self._left = max_bytes
        self.too_long = False

    async def receive(self):
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.too_long = True
            return {"type": "http.disconnect"}
        return message


def _declared(scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


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


def _too_large_page(path: str) -> bytes:
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        sentence = gettext("That is more than this site takes at once. Go back and send less: at most %(size)s MB.") % {
            "size": settings.MAX_REQUEST_BYTES // 1024**2
        }
        return format_html(
            '<!doctype html><html lang="{}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            "<title>{} – {}</title><h1>{}</h1><p>{}</p></html>",
            language,
            gettext("Too large"),
            settings.SITE_NAME,
            gettext("Too large"),
            sentence,
        ).encode()
