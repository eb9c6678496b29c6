"""Kills processes of the help desk at random, and starts them again, as a supervisor does after a crash."""

import os
import random
import signal
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.helpdesk.processes import TICK, until

BUSY, STARTING = 50, 10  # kills while tickets are filed, and while the process starts again after one of those
JITTER = 0.5  # seconds: more than a sweep of the worker and several requests take
START_TAKES = 2.0  # seconds, at most


class Killer:
    """Kills one of the processes of a server; which moments those are depends on `seed` and on what is going on.

    A kill follows a random number of confirmed tickets, so that the process has something to do, and a random while.
    """

    def __init__(self, server, name, seed):
        self.server, self.name = server, name
        self.kills = 0
        self.last = 0.0  # time.time() when the last one was dead
        self._chance = random.Random(seed)

    def kill_during(self, progress, tickets) -> None:
        """Go on until all kills are done or nothing is filed any more."""
        marks = sorted(self._chance.sample(range(tickets * 98 // 100), BUSY))
        followed = set(self._chance.sample(marks, STARTING))
        for mark in marks:
            if not progress.wait_for(mark):
                return
            self._kill_within(JITTER)
            if mark in followed:
                self._kill_within(START_TAKES)

    def _kill_within(self, seconds):
        TICK.wait(self._chance.uniform(0, seconds))
        process = self.server.processes[self.name]
        children = _children(process.pid) if "gunicorn" in " ".join(self.server.web) and self.name == "web" else []
        if children and self._chance.random() < 0.5:
            _kill(os.kill, self._chance.choice(children))  # its master starts another one
        else:
            _kill(os.killpg, process.pid)
            process.wait()
            self.last = time.time()
            if self.name == "web":
                until(self._port_is_free, self.server.processes["stage"])
            self.server.restart(self.name)
        self.kills += 1

    def _port_is_free(self):
        """Tell whether the killed children of a server, which are not ours to wait for, let go of its port."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            return not _fails(probe.bind, ("0.0.0.0", urlsplit(self.server.url).port))


def _children(pid) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _kill(how, pid):
    return _fails(how, pid, signal.SIGKILL)


def _fails(function, *arguments) -> bool:
    try:
        function(*arguments)
    except OSError:
        return True
    return False
