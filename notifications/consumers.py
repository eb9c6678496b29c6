"""The desk's WebSocket: numbers and ids to the browser; of what the browser sends only a ping counts."""

import asyncio
import contextlib
import json
import logging
import time
import uuid
from functools import partial

from channels.auth import get_user
from channels.db import database_sync_to_async

from . import clock
from .hub import Hub
from .watching import noted

logger = logging.getLogger(__name__)

# Close codes; the browser knows the first three.
SIGNED_OUT, TOO_MANY, TOO_FAST, NOT_UNDERSTOOD, TOO_LONG, BROKEN = 4401, 4429, 4420, 4400, 1009, 1011
MAX_BYTES = 4096
AT_ONCE = 20  # messages that are read in one go; a second makes room for one more
PUT_UP_WITH = 100  # messages that came too fast and are passed over, before the socket is closed
MAX_SOCKETS = 10  # a person
RECHECK = 20  # seconds; a browser pings every 25
PONG = json.dumps({"type": "pong"})


def desk_socket(counts_for):
    """Return the ASGI application; `counts_for(user) -> dict | None` may query; None closes the socket."""
    hub = Hub()

    async def serve(scope, receive, send):
        await DeskSocket(scope, receive, send, hub, counts_for).serve()

    return serve


class DeskSocket:
    """Sends a person the counts when they connect and every frame pushed to them afterwards.

    Only active staff are accepted. Whether they still are, and what they see, is read anew when `look_again` is called
    and at a ping now and then; nothing of it is kept.
    """

    def __init__(self, scope, receive, send, hub, counts_for):
        self._scope, self._receive, self._send = scope, receive, send
        self._hub, self._counts_for = hub, counts_for
        self.user_id = None
        self.name = f"{time.time_ns():020}-{uuid.uuid4().hex}"  # sorts by when it came
        self.newer: set[str] = set()  # names of the person's sockets that came later
        self._todo: asyncio.Queue = asyncio.Queue()  # coroutine functions that return whether the socket stays
        self._told: dict | None = None
        self._told_as_of = 0.0  # when that was counted
        self._must_look = self._must_tell = False
        self._looked = time.monotonic()
        self._pace = Pace(AT_ONCE)
        self._too_fast = 0  # messages

    async def serve(self):
        await self._receive()  # that it connects
        if not _is_active_staff(self._scope["user"]):
            await self._close(SIGNED_OUT)
            return
        self.user_id = self._scope["user"].pk
        # Joined before looking: what happens in between arrives twice rather than never.
        try:
            await self._hub.join(self)
            await self._serve()
        except Exception as error:
            await self._break(error)
        finally:
            await self._hub.leave(self)

    async def _serve(self):
        as_of = clock.timestamp()
        counts = await self._counts()
        if counts is None:
            await self._close(SIGNED_OUT)
            return
        await self._note()
        await self._send({"type": "websocket.accept"})
        await self._tell_counts(counts, "hello", as_of)
        writing = asyncio.create_task(self._write())
        try:
            await self._read()
        finally:
            writing.cancel()
            await asyncio.wait([writing])

    def tell(self, text: str, frame: dict, as_of: float | None = None) -> None:
        """Forward a frame, given as `text` too; its numbers are those of that time."""
        self._todo.put_nowait(partial(self._say, text, frame, as_of))

    def look_again(self, *, tell_anyway=False) -> None:
        """Close the socket if the person is no longer signed in, else send the counts if they are not those told."""
        self._must_tell |= tell_anyway
        if not self._must_look:
            self._must_look = True
            self._todo.put_nowait(self._look)

    def give_way_to(self, name: str) -> None:
        """Note that a socket of the person connected, and close this one if that is one too many. Those that come at
        the same time hear of each other in any order."""
        if name > self.name:
            self.newer.add(name)
        if len(self.newer) >= MAX_SOCKETS:
            self._todo.put_nowait(partial(self._close, TOO_MANY))

    async def _read(self):
        while (message := await self._receive())["type"] == "websocket.receive":
            if code := self._read_one(message.get("text")):
                await self._close(code)
                return

    def _read_one(self, text) -> int | None:
        """Do what the browser asks; return the code to close with where that is nothing we understand, or too much."""
        if not self._pace.keeps(time.monotonic()):
            self._too_fast += 1
            return TOO_FAST if self._too_fast > PUT_UP_WITH else None
        if text is None:
            return NOT_UNDERSTOOD
        if len(text.encode()) > MAX_BYTES:
            return TOO_LONG
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            return NOT_UNDERSTOOD
        if isinstance(message, dict) and message.get("type") == "ping":
            if time.monotonic() - self._looked > RECHECK:
                self.look_again()
                self._todo.put_nowait(self._note)
            self.tell(PONG, {})
        return None

    async def _write(self):
        try:
            stays = True
            while stays:
                do = await self._todo.get()
                stays = await do()
        except Exception as error:
            await self._break(error)

    async def _look(self) -> bool:
        tell_anyway, self._must_look, self._must_tell = self._must_tell, False, False
        self._looked, as_of = time.monotonic(), clock.timestamp()
        counts = await self._counts()
        if counts is None:
            return await self._close(SIGNED_OUT)
        if tell_anyway or counts != self._told:
            event = "refresh" if tell_anyway else "hello"  # that something was missed
            await self._tell_counts(counts, event, as_of)
        return True

    async def _counts(self) -> dict | None:
        """Read what the person is to be told now; None if they are not signed in any more."""
        session = self._scope["session"]
        user = await get_user({"session": session.__class__(session.session_key)})
        if user.pk != self.user_id or not _is_active_staff(user):
            return None
        return await database_sync_to_async(self._counts_for)(user)

    async def _note(self) -> bool:
        await database_sync_to_async(noted)(self.user_id)
        return True

    async def _tell_counts(self, counts, event, as_of):
        frame = {"type": "counts", **counts, "event": event, "id": None, "ticket": None}
        await self._say(json.dumps(frame), frame, as_of)

    async def _say(self, text, frame, as_of=None) -> bool:
        if frame.get("type") == "counts":
            if self._told and as_of is not None and as_of < self._told_as_of:
                text = json.dumps(frame | self._told)  # what happened is news, but newer numbers were told
            else:
                self._told = {name: frame[name] for name in ("waiting", "overdue", "categories")}
                self._told_as_of = min(as_of or 0.0, clock.timestamp())  # the clock of another machine may be fast
        await self._send({"type": "websocket.send", "text": text})
        return True

    async def _close(self, code) -> bool:
        with contextlib.suppress(Exception):  # it may be closed already
            await self._send({"type": "websocket.close", "code": code})
        return False

    async def _break(self, error):
        """Close the socket because of the error, without a word of it."""
        if not isinstance(error, OSError):  # that one is a browser that went in the middle of a word
            logger.error("A desk socket failed", exc_info=error)
        await self._close(BROKEN)


class Pace:
    """Lets so many through `at_once`, and one more for each second."""

    def __init__(self, at_once):
        self._at_once = self._room = float(at_once)
        self._since = 0.0

    def keeps(self, now: float) -> bool:
        """Tell whether one more may come `now`, in seconds of any clock."""
        self._room = min(self._at_once, self._room + now - self._since)
        self._since = now
        if self._room < 1:
            return False
        self._room -= 1
        return True


def _is_active_staff(user) -> bool:
    return user.is_authenticated and user.is_active
