"""Sends frames to the browsers of the staff. Knows people only by their id and no word of what a frame means."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from . import clock
from .breaker import redis_breaker

logger = logging.getLogger(__name__)

GROUP = "desk"  # every web process listens to it, see `hub`
PATIENCE = 0.6  # seconds until a channel layer that does not answer counts as failed: connecting and sending

_server_loop: asyncio.AbstractEventLoop | None = None
_sending: set[asyncio.Task] = set()


def use_loop(loop: asyncio.AbstractEventLoop):
    """Remember the event loop that serves the sockets of this process."""
    global _server_loop
    _server_loop = loop


def push(frames: dict[int, dict], *, as_of: float | None = None) -> None:
    """Send each person (by id) their frame; call it after commit, from synchronous code.

    `as_of` is when counting began what they tell (`clock.timestamp()`).

    Never raises and never waits for the sockets: a push that fails is logged and lost, and desks that hear nothing
    look for themselves.
    """
    readers: dict[int, tuple[dict, list[int]]] = {}  # by frame: many people share one
    for user_id, frame in frames.items():
        readers.setdefault(id(frame), (frame, []))[1].append(user_id)
    # One message, whatever the number of people: a thousand of them took longer than anybody should wait.
    told = [[json.dumps(frame), people] for frame, people in readers.values()]
    _deliver({"type": "desk.tell", "frames": told, "as_of": as_of} if told else None)


def push_counts(count: Callable[[], dict[int, dict]]) -> None:
    """Push the frames that `count()` returns, as `push` does; of those that overtake each other the newest numbers
    stay."""
    as_of = clock.timestamp()
    push(count(), as_of=as_of)


def recheck(user_ids: Iterable[int]) -> None:
    """Have the sockets of these people look whether they are still signed in, and at the counts; as `push` sends."""
    people = sorted(user_ids)
    _deliver({"type": "desk.recheck", "people": people} if people else None)


def reachable(seconds: float = 2) -> bool:
    """Tell whether the channel layer takes a message within so many seconds."""
    try:
        async_to_sync(_probe)(seconds)
    except Exception:
        return False
    return True


def _deliver(message):
    if message is None:
        return
    try:
        if _server_loop is not None and _server_loop.is_running():
            # The in-memory layer belongs to that loop's thread: sent from another, a frame arrives late or never.
            _server_loop.call_soon_threadsafe(_start, message)
        else:
            async_to_sync(send)(message)
    except Exception as error:
        logger.warning("Nothing was pushed: %s", type(error).__name__)


def _start(message):
    task = asyncio.get_running_loop().create_task(send(message))
    _sending.add(task)  # the loop itself holds tasks only weakly
    task.add_done_callback(_sending.discard)


async def send(message: dict) -> None:
    """Send a message to all web processes; one that fails is logged and lost, as are those that the breaker stops."""
    if not redis_breaker.allows():
        return
    try:
        async with asyncio.timeout(PATIENCE):
            await get_channel_layer().group_send(GROUP, message)
    except Exception as error:
        redis_breaker.failed()
        logger.warning("Nothing was pushed: %s", type(error).__name__)
    else:
        redis_breaker.succeeded()


async def _probe(seconds):
    async with asyncio.timeout(seconds):
        await get_channel_layer().group_send("desk.probe", {"type": "desk.probe"})
