"""Many open desks in a process of their own: `python -m tests.bench.desks http://localhost:8000 cookies.json`.

Connects each cookie, says "connected", and a line for each event that has reached all of them: its id and, for each
desk, when that was (time.time()), as JSON. Ends when its input ends.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

import uvloop
from websockets.asyncio.client import connect

AT_ONCE = 20  # connections that are being made


class Desks:
    def __init__(self, url, cookies):
        self.url, self.cookies = url, cookies
        self.heard: dict[int, list[float]] = {}
        self.connected = 0
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def be(self, cookie):
        async with self._turns:
            socket = await connect(
                f"{self.url.replace('http', 'ws')}/ws/desk/",
                origin=self.url,
                additional_headers={"Cookie": cookie},
                compression=None,
                ping_interval=None,
                open_timeout=60,
            )
            hello = json.loads(await socket.recv())
            assert hello["event"] == "hello", hello
        self.connected += 1
        if self.connected == len(self.cookies):
            say("connected")
        async for text in socket:
            self.note(json.loads(text), time.time())

    def note(self, frame, now):
        if frame["type"] != "counts" or frame["event"] != "ticket.opened":
            return
        times = self.heard.setdefault(frame["id"], [])
        times.append(now)
        if len(times) == len(self.cookies):
            say(json.dumps([frame["id"], times]))


def say(line):
    print(line, flush=True)


async def main(url, path):
    desks = Desks(url, json.loads(Path(path).read_text()))
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    async with asyncio.TaskGroup() as group:
        being = [group.create_task(desks.be(cookie)) for cookie in desks.cookies]
        await ended
        for desk in being:
            desk.cancel()


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
