"""How uvicorn is set up, both inside `manage.py serve` and under gunicorn."""

import asyncio
import sys
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn_worker import UvicornWorker

MAX_HEAD_BYTES = 64 * 1024
READS_WITHIN = 20  # seconds


class HttpProtocol(HttpToolsProtocol):
    """Cuts a connection off whose request line and headers never end; httptools itself has no limit."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._head_bytes = 0
        self._in_head = True
        self._has_ended = False  # a message, in the data looked at

    def data_received(self, data):
        self._has_ended = False
        super().data_received(data)
        self._head_bytes = self._head_bytes + len(data) if self._in_head and not self._has_ended else 0
        if self._head_bytes > MAX_HEAD_BYTES:
            self.transport.close()

    def on_headers_complete(self):
        super().on_headers_complete()
        self._in_head = False

    def on_message_complete(self):
        super().on_message_complete()
        self._in_head = self._has_ended = True


class SocketProtocol(WebSocketsSansIOProtocol):
    """Cuts a browser off that does not read what it is sent. A transport that is only closed would wait for it."""

    _cutting: asyncio.TimerHandle | None = None

    def pause_writing(self):
        super().pause_writing()
        self._cutting = self.loop.call_later(READS_WITHIN, self.transport.abort)

    def resume_writing(self):
        super().resume_writing()
        self._keep()

    def connection_lost(self, exc):
        self._keep()
        super().connection_lost(exc)

    def _keep(self):
        if self._cutting:
            self._cutting.cancel()


UVICORN: dict[str, Any] = {
    "http": HttpProtocol,
    "lifespan": "off",  # channels' router has none
    "proxy_headers": False,  # helpdesk.application trusts TRUSTED_PROXIES and nobody else
    "access_log": False,  # raw addresses carry private links; helpdesk.middleware logs
    "server_header": False,
    "log_config": None,
    "ws": SocketProtocol,
    "ws_per_message_deflate": False,  # halves the memory of a socket
    "ws_max_size": 4096,  # as notifications.consumers.MAX_BYTES: nothing longer is even put together
    "ws_ping_interval": 30,
    "ws_ping_timeout": 30,
    "timeout_keep_alive": 5,
    "timeout_graceful_shutdown": 10,
    "backlog": 2048,
}


class Worker(UvicornWorker):
    """The gunicorn worker class."""

    CONFIG_KWARGS = UVICORN

    def init_process(self):
        if self.cfg.preload_app:
            # The lock that keeps a second web process away would be taken once, by the parent of all of them.
            print("preload_app must be off: each web process checks for itself whether it may start.", file=sys.stderr)
            sys.exit(3)
        super().init_process()
