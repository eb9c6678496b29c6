"""What the server itself does about sockets, with a browser that keeps to no manners."""

import asyncio
import socket
from contextlib import suppress

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from helpdesk import server


class Talker:
    """An application that sends all the time; notes what the server says of how it ended."""

    def __init__(self):
        self.ended = asyncio.Event()
        self.received = asyncio.Queue()

    async def __call__(self, scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        talking = asyncio.create_task(self.talk(send))
        while (message := await receive())["type"] != "websocket.disconnect":
            self.received.put_nowait(message["text"])
        talking.cancel()
        self.ended.set()

    async def talk(self, send):
        while True:
            await send({"type": "websocket.send", "text": "x" * 4096})


def served(talk):
    """Run `talk(app, port)` beside a server of a `Talker`."""

    async def run():
        app = Talker()
        options = {**server.UVICORN, "log_level": "critical"}
        with socket.create_server(("127.0.0.1", 0)) as listening:
            running = uvicorn.Server(uvicorn.Config(app, **options))
            serving = asyncio.create_task(running.serve(sockets=[listening]))
            try:
                await asyncio.wait_for(talk(app, listening.getsockname()[1]), 20)
            finally:
                running.should_exit = True
                await serving

    asyncio.run(run())


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(server, "READS_WITHIN", 0.2)


def test_a_browser_that_does_not_read_is_cut_off():
    async def talk(app, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)  # reads no more than it must
        writer.write(
            b"GET /ws/desk/ HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        await reader.read(1)
        await app.ended.wait()
        writer.close()

    served(talk)


def test_one_that_reads_stays_however_much_there_is():
    async def talk(app, port):
        async with connect(f"ws://127.0.0.1:{port}/") as browser:
            until = asyncio.get_running_loop().time() + 1
            while asyncio.get_running_loop().time() < until:
                await browser.recv()
            assert not app.ended.is_set()

    served(talk)


def test_longer_messages_than_a_desk_sends_do_not_arrive():
    async def talk(app, port):
        async with connect(f"ws://127.0.0.1:{port}/") as browser:
            await browser.send("x" * 4096)
            assert len(await app.received.get()) == 4096
            await browser.send("x" * 4097)
            with suppress(ConnectionClosedError):
                async for _text in browser:
                    pass
        assert browser.close_code == 1009
        await app.ended.wait()
        assert app.received.empty()

    served(talk)
