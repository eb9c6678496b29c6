"""The sockets of one web process and the one channel by which they hear what any process pushes."""

import asyncio
import contextlib
import json
import logging
import time

from channels.layers import get_channel_layer

from .push import GROUP, send

logger = logging.getLogger(__name__)

BEAT = 1  # seconds; less than the pub/sub layer pauses before it listens anew, so that no gap falls between two beats
DEAF_AFTER = 3  # seconds without a beat
LOOK_EVERY = 5  # seconds, while deaf
PATIENCE = 2  # seconds for the channel layer


class Hub:
    """Hands what is pushed to the sockets of its people. Listens while there are any.

    It sends itself a beat through the channel layer: once one is missing, something pushed may be missing too, and
    every socket looks for itself; while none comes at all, they do so again and again.
    """

    def __init__(self):
        self._sockets: dict[int, set] = {}
        self._listening: asyncio.Task | None = None
        self._tried = asyncio.Event()
        self._heard = time.monotonic()
        self._is_deaf = False

    async def join(self, socket) -> None:
        """Have the socket told what concerns its `user_id`; returns once that works, or cannot for now."""
        self._sockets.setdefault(socket.user_id, set()).add(socket)
        if self._listening is None:
            self._tried = asyncio.Event()
            self._listening = asyncio.get_running_loop().create_task(self._listen())
        await self._tried.wait()
        await send({"type": "desk.joined", "person": socket.user_id, "socket": socket.name})

    async def leave(self, socket) -> None:
        of_person = self._sockets[socket.user_id]
        of_person.discard(socket)
        if not of_person:
            del self._sockets[socket.user_id]
        if not self._sockets and self._listening:
            listening, self._listening = self._listening, None
            listening.cancel()
            await asyncio.wait([listening])
        await send({"type": "desk.left", "person": socket.user_id, "socket": socket.name})

    async def _listen(self):
        while True:
            try:
                await self._listen_once()
            except Exception as error:
                logger.warning("The desks cannot listen: %s", type(error).__name__)
            self._tried.set()
            self._all_look()
            await asyncio.sleep(LOOK_EVERY)

    async def _listen_once(self):
        layer = get_channel_layer()
        async with asyncio.timeout(PATIENCE):
            channel = await layer.new_channel()
            await layer.group_add(GROUP, channel)
        self._heard = time.monotonic()
        beating = asyncio.create_task(self._beat(layer, channel))
        self._tried.set()
        number = 0
        try:
            while True:
                message = await layer.receive(channel)
                if message["type"] != "desk.beat":
                    self._hear(message)
                    continue
                number += 1
                self._heard = time.monotonic()
                if message["number"] != number:
                    number = message["number"]
                    self._all_look()
        finally:
            beating.cancel()
            with contextlib.suppress(Exception):
                await layer.group_discard(GROUP, channel)

    async def _beat(self, layer, channel):
        number, looked = 0, 0.0
        while True:
            await asyncio.sleep(BEAT)
            number += 1
            with contextlib.suppress(Exception):
                async with asyncio.timeout(PATIENCE):
                    await layer.send(channel, {"type": "desk.beat", "number": number})
            now = time.monotonic()
            was_deaf, self._is_deaf = self._is_deaf, now - self._heard > DEAF_AFTER
            if self._is_deaf != was_deaf:
                logger.warning("The desks hear %s", "nothing and look for themselves" if self._is_deaf else "again")
            if self._is_deaf and now - looked > LOOK_EVERY:
                looked = now
                self._all_look()

    def _hear(self, message):
        match message["type"]:
            case "desk.tell":
                for text, people in message["frames"]:
                    self._tell(text, people, message.get("as_of"))
            case "desk.recheck":
                for socket in self._of(message["people"]):
                    socket.look_again(tell_anyway=True)
            case "desk.joined":
                for socket in self._of([message["person"]]):
                    socket.give_way_to(message["socket"])
            case "desk.left":
                for socket in self._of([message["person"]]):
                    socket.newer.discard(message["socket"])

    def _tell(self, text, people, as_of):
        if sockets := self._of(people):
            frame = json.loads(text)
            for socket in sockets:
                socket.tell(text, frame, as_of)

    def _of(self, people):
        return [socket for person in people for socket in self._sockets.get(person, ())]

    def _all_look(self):
        for socket in self._of(list(self._sockets)):
            socket.look_again()
