"""Many open desks in a process of their own: `python -m tests.bench.desks http://localhost:8000 cookies.json`.

Connects each cookie, says "connected", and a line for each event that has reached all of them: its id and, for each
desk, when that was (time.time()), as JSON. A line of input is answered with what each desk says that waits. Ends when
its input ends.
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
        self.waiting = [0] * len(cookies)
        self.heard: dict[int, list[float]] = {}
        self.connected = 0
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def be(self, number):
        async with self._turns:
            socket = await connect(
                f"{self.url.replace('http', 'ws')}/ws/desk/",
                origin=self.url,
                additional_headers={"Cookie": self.cookies[number]},
                compression=None,
                ping_interval=None,
                open_timeout=60,
            )
            hello = json.loads(await socket.recv())
            assert hello["event"] == "hello", hello
            self.waiting[number] = hello["waiting"]
        self.connected += 1
        if self.connected == len(self.cookies):
            say("connected")
        async for text in socket:
            self.note(number, json.loads(text), time.time())
        raise AssertionError(f"desk {number} was closed: {socket.close_code}")

    def note(self, number, frame, now):
        if frame["type"] != "counts":
            return
        self.waiting[number] = frame["waiting"]
        if frame["event"] != "ticket.opened":
            return
        times = self.heard.setdefault(frame["id"], [])
        times.append(now)
        if len(times) == len(self.cookies):
            say(json.dumps([frame["id"], times]))


def say(line):
    print(line, flush=True)


async def main(url, path):
    desks = Desks(url, json.loads(Path(path).read_text()))
    async with asyncio.TaskGroup() as group:
        being = [group.create_task(desks.be(number)) for number in range(len(desks.cookies))]
        while await asyncio.to_thread(sys.stdin.readline):
            say(json.dumps(desks.waiting))
        for desk in being:
            desk.cancel()


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
