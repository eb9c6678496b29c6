"""The desk's WebSocket: numbers and ids to the browser; of what the browser sends only a ping counts."""

import contextlib
import json
import logging
import time

from channels.auth import get_user
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from redis.exceptions import RedisError

from .push import group_of
from .watching import noted

logger = logging.getLogger(__name__)

SIGNED_OUT, NOT_UNDERSTOOD, TOO_LONG = 4401, 4400, 1009  # close codes; static/js/desk-socket.js knows the first
MAX_TEXT = 1024  # characters
RECHECK = 20  # seconds; a browser pings every 25


class DeskConsumer(AsyncWebsocketConsumer):
    """Sends a person the counts when they connect and every frame pushed to them afterwards.

    `counts_for(user) -> dict` is given by the composition root; it may query. Only active staff are accepted,
    and a socket whose session ended is closed at its next ping.
    """

    def __init__(self, counts_for):
        super().__init__()
        self.counts_for = counts_for
        self.group = None
        self.checked = time.monotonic()

    async def __call__(self, scope, receive, send):
        try:
            await super().__call__(scope, receive, send)
        except (RedisError, OSError) as error:
            # Redis is down: every browser tries again and again, so one line each and no traceback.
            logger.warning("A desk socket failed: %s", type(error).__name__)
            await _close_broken(send)
        except Exception:
            logger.exception("A desk socket failed")
            await _close_broken(send)

    async def connect(self):
        user = self.scope["user"]
        if not _is_active_staff(user):
            await self.close(SIGNED_OUT)
            return
        # Joined before counting: what happens in between arrives twice rather than never.
        self.group = group_of(user.pk)
        await self.channel_layer.group_add(self.group, self.channel_name)
        counts = await database_sync_to_async(self.counts_for)(user)
        await database_sync_to_async(noted)(user.pk)
        await self.accept()
        await self._send({"type": "counts", **counts, "event": "hello", "id": None, "ticket": None})

    async def disconnect(self, code):
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):
        if text_data is None or len(text_data) > MAX_TEXT:
            await self.close(TOO_LONG if text_data else NOT_UNDERSTOOD)
            return
        try:
            message = json.loads(text_data)
        except (ValueError, RecursionError):
            await self.close(NOT_UNDERSTOOD)
            return
        if isinstance(message, dict) and message.get("type") == "ping":
            await self._pong()

    async def desk_frame(self, message):
        """Forward a frame of `push`."""
        await self._send(message["frame"])

    async def _pong(self):
        if time.monotonic() - self.checked > RECHECK:
            self.checked = time.monotonic()
            if not await self._still_signed_in():
                await self.close(SIGNED_OUT)
                return
            await database_sync_to_async(noted)(self.scope["user"].pk)
        await self._send({"type": "pong"})

    async def _still_signed_in(self):
        session = self.scope["session"]
        return _is_active_staff(await get_user({"session": session.__class__(session.session_key)}))

    async def _send(self, frame):
        await self.send(text_data=json.dumps(frame))


async def _close_broken(send):
    with contextlib.suppress(Exception):  # it may be closed already
        await send({"type": "websocket.close", "code": 1011})


def _is_active_staff(user) -> bool:
    return user.is_authenticated and user.is_active
