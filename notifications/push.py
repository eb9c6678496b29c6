"""Sends frames to the browsers of the staff. Knows people only by their id and no word of what a frame means."""

import asyncio
import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

PATIENCE = 5  # seconds until a channel layer that does not answer counts as failed

_server_loop: asyncio.AbstractEventLoop | None = None
_sending: set[asyncio.Task] = set()


def group_of(user_id: int) -> str:
    """Name the group that all sockets of a person join."""
    return f"desk.user.{user_id}"


def use_loop(loop: asyncio.AbstractEventLoop):
    """Remember the event loop that serves the sockets of this process."""
    global _server_loop
    _server_loop = loop


def push(frames: dict[int, dict]) -> None:
    """Send each person (by id) their frame; call it after commit, from synchronous code.

    Never raises and never waits for the sockets: a push that fails is logged and lost, and browsers ask again
    when they reconnect.
    """
    if not frames:
        return
    try:
        if _server_loop is not None and _server_loop.is_running():
            # The in-memory layer belongs to that loop's thread: sent from another, a frame arrives late or never.
            _server_loop.call_soon_threadsafe(_start, frames)
        else:
            async_to_sync(_send)(frames)
    except Exception as error:
        logger.warning("Nothing was pushed: %s", type(error).__name__)


def reachable(seconds: float = 2) -> bool:
    """Tell whether the channel layer takes a message within so many seconds."""
    try:
        async_to_sync(_probe)(seconds)
    except Exception:
        return False
    return True


def _start(frames):
    task = asyncio.get_running_loop().create_task(_send(frames))
    _sending.add(task)  # the loop itself holds tasks only weakly
    task.add_done_callback(_sending.discard)


async def _send(frames):
    layer = get_channel_layer()
    messages = [
        layer.group_send(group_of(user_id), {"type": "desk.frame", "frame": frame}) for user_id, frame in frames.items()
    ]
    try:
        async with asyncio.timeout(PATIENCE):
            results = await asyncio.gather(*messages, return_exceptions=True)
    except TimeoutError as error:
        results = [error]
    failures = [result for result in results if isinstance(result, Exception)]
    if failures:
        logger.warning("%d of %d frames were not pushed: %s", len(failures), len(frames), type(failures[0]).__name__)


async def _probe(seconds):
    async with asyncio.timeout(seconds):
        await get_channel_layer().group_send("desk.probe", {"type": "desk.probe"})
