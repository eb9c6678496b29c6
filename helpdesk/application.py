"""The ASGI application: http by Django, the desk's WebSocket by Channels, the edge in front of both."""

import asyncio
import warnings
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.http.request import split_domain_port, validate_host
from django.urls import re_path
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from notifications.routing import websocket_urlpatterns
from tickets.counts import counts_for
from tickets.second_factor import is_missing

from .edge import Edge

# Whitenoise reads files synchronously, which is what we want of it.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

# Requests: one less than connections to the database, which leaves one to the sockets. SQLite takes one writer at a
# time: more than two requests only wait for each other, and the worker for them all.
AT_ONCE = settings.DATABASE_POOL - 1 if settings.ON_POSTGRESQL else 2


def build():
    """Return a new application. `helpdesk.asgi` serves one; tests may serve another on a database of theirs."""
    sockets = URLRouter([*websocket_urlpatterns(counts_to_tell), re_path("", deny)])
    application = Edge(
        ProtocolTypeRouter({"http": OneThreadHandler(), "websocket": own_origin(AuthMiddlewareStack(sockets))})
    )
    if settings.TRUSTED_PROXIES:
        return ProxyHeadersMiddleware(application, trusted_hosts=settings.TRUSTED_PROXIES)
    return application


def counts_to_tell(user) -> dict | None:
    """Return the counts of `user`; None, which closes the socket, if they have to set up a second factor first."""
    return None if is_missing(user) else counts_for(user)


class OneThreadHandler(ASGIHandler):
    """Runs all middleware and the view of a request in one go, in its own thread.

    They are synchronous, and Django's handler would go back and forth to the event loop for each of them:
    1 to 2 ms of CPU a request, measured. A few run at once and the others wait their turn, first come first served:
    hundreds of threads would keep one another from the database until it gave up. A body is read before that, so
    whoever sends it slowly takes nobody's turn.
    """

    def __init__(self):
        super().__init__()
        self._turns = asyncio.Semaphore(AT_ONCE)

    def load_middleware(self, is_async=False):
        super().load_middleware(is_async=False)

    async def get_response_async(self, request):
        async with self._turns:
            return await sync_to_async(self.get_response)(request)


def own_origin(app):
    """Wrap `app` to admit only sockets opened by a page of ours: a foreign page would come with our cookies."""

    async def wrapped(scope, receive, send):
        await (app if is_own_origin(scope) else deny)(scope, receive, send)

    return wrapped


def is_own_origin(scope) -> bool:
    """Tell whether the Origin is SITE_URL's, or exactly the scheme, host and port asked, the host an allowed one."""
    headers = {name: value.decode("latin1").lower() for name, value in scope["headers"]}
    origin, host = headers.get(b"origin", ""), headers.get(b"host", "")
    site = urlsplit(settings.SITE_URL.lower())
    if origin == f"{site.scheme}://{site.netloc}":
        return True
    scheme = {"ws": "http", "wss": "https"}.get(scope.get("scheme", "ws"))
    return origin == f"{scheme}://{host}" and validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)


async def deny(scope, receive, send):
    """Refuse a socket before it is accepted (403)."""
    await send({"type": "websocket.close", "code": 4403})
