"""Many connections at once: a burst of posts that does not wait for answers, and clients as slow as can be."""

import asyncio
import threading
from contextlib import contextmanager
from dataclasses import dataclass

from tests.helpdesk.processes import PATIENCE, TICK

HOST = "127.0.0.1"
GIVES_UP = 90  # seconds
SLOW_HEAD = b"GET /help/suggestions/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
SLOW_BODY = (
    b"POST /help/suggestions/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
    b"Content-Type: multipart/form-data; boundary=slow\r\n\r\n"
    b'--slow\r\nContent-Disposition: form-data; name="attachments"; filename="a.txt"\r\n\r\n'
)


@dataclass
class Posted:
    """What became of one post; `seconds` are counted from the moment it was due, whether or not we were late."""

    status: int = 0  # 0: no answer
    location: str = ""
    seconds: float = 0.0
    error: str = ""


def post(path, body, cookie) -> bytes:
    """Return a whole request."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {cookie}\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body.encode()


def fire(port, requests, seconds) -> list[Posted]:
    """Send each request once, all within so many seconds, one every so often whatever the answers do."""
    return asyncio.run(_fire(port, requests, seconds / len(requests)))


async def _fire(port, requests, pause):
    now = asyncio.get_running_loop().time
    start = now()

    async def one(request, due):
        await asyncio.sleep(due - now())
        posted = Posted()
        try:
            async with asyncio.timeout(GIVES_UP):
                head = await _exchange(port, request)
            posted.status = int(head.split(" ", 2)[1])
            posted.location = _header(head, "location")
        except (OSError, TimeoutError, IndexError, ValueError) as error:
            posted.error = repr(error)
        posted.seconds = now() - due
        return posted

    return await asyncio.gather(*(one(request, start + pause * number) for number, request in enumerate(requests)))


async def _exchange(port, request) -> str:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(request)
        answer = await reader.read()
    finally:
        writer.close()
    return answer.partition(b"\r\n\r\n")[0].decode()


def _header(head, name) -> str:
    for line in head.split("\r\n")[1:]:
        key, _, value = line.partition(": ")
        if key.lower() == name:
            return value
    return ""


class SlowClients:
    """Connections that send a byte a second, half of them of a head, half of an upload."""

    def __init__(self, port, number):
        self.port, self.number = port, number
        self.hanging = 0  # that have sent a byte and were not cut off
        self._over = asyncio.Event()

    async def run(self, loop_is):
        loop_is(asyncio.get_running_loop(), self._over)
        beginnings = [SLOW_HEAD, SLOW_BODY]
        await asyncio.gather(*(self._drip(beginnings[number % 2]) for number in range(self.number)))

    async def _drip(self, beginning):
        _, writer = await asyncio.open_connection(HOST, self.port)
        self.hanging += 1
        try:
            writer.write(beginning)
            while not self._over.is_set():
                writer.write(b"x")
                await writer.drain()
                await self._a_second()
        except OSError:
            self.hanging -= 1
        finally:
            writer.close()

    async def _a_second(self):
        try:
            await asyncio.wait_for(self._over.wait(), 1)
        except TimeoutError:
            return


@contextmanager
def slow_clients(port, number):
    """Have so many slow clients hang on the server; they are let go at the end."""
    clients, handed = SlowClients(port, number), []
    thread = threading.Thread(target=lambda: asyncio.run(clients.run(lambda *loop: handed.extend(loop))))
    thread.start()
    try:
        for _ in range(PATIENCE * 50):
            if clients.hanging == number:
                break
            TICK.wait(0.02)
        assert clients.hanging == number, f"only {clients.hanging} of {number} slow clients were let in"
        yield clients
    finally:
        loop, over = handed
        loop.call_soon_threadsafe(over.set)
        thread.join(PATIENCE)
