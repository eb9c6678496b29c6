"""How soon a ticket is told to many open desks, and what a desk costs: two web processes, PostgreSQL and Redis."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e import servers
from tests.helpdesk.processes import ROOT, TICK

from .books import ask_books
from .conftest import REDIS
from .customers import Browser, begin, fill_in, send
from .test_burst import percentile, spread

TICKETS = 20
# By number of desks: seconds from commit to receipt.
GOALS = {100: {"p50": 0.050, "p99": 0.100}, 1_000: {"p50": 0.300, "p99": 0.600}}
MOST_BYTES = 60_000  # of memory, a desk


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(servers, "REDIS", REDIS)
        with servers.postgres_and_redis(tmp_path_factory.mktemp("sockets")) as server:
            ask_books(server, "raise_caps")
            yield server


@pytest.mark.parametrize("number", GOALS)
def test_a_ticket_reaches_every_open_desk_at_once(server, number, tmp_path, tell):
    cookies = tmp_path / "cookies.json"
    cookies.write_text(json.dumps(ask_books(server, "hire", number=number)))
    warm_up(server)
    before = memory(server)
    with open_desks(server, cookies) as desks:
        assert desks.stdout.readline() == "connected\n"
        a_desk = (memory(server) - before) / number
        heard = [file(server, desks, number * 100 + ticket) for ticket in range(TICKETS)]
    told_at = {int(event): at for event, at in ask_books(server, "opened_at", events=[one[0] for one in heard]).items()}
    took = [at - told_at[event] for event, times in heard for at in times]
    assert len(took) == TICKETS * number
    tell(f"{number} desks: commit to receipt {spread(took)}; {a_desk / 1000:.1f} kB of memory a desk")

    for name, most in GOALS[number].items():
        assert percentile(took, int(name[1:])) <= most, name
    if number >= 1_000:  # of fewer, the memory is that of anything else
        assert a_desk <= MOST_BYTES


def warm_up(server):
    """Have both processes load what they need."""
    for _ in range(20):
        assert Browser(server.url).ask("/").status == 200


@contextmanager
def open_desks(server, cookies):
    command = (sys.executable, "-m", "tests.bench.desks", server.url, str(cookies))
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as desks:
        try:
            yield desks
        finally:
            desks.stdin.close()
            desks.wait(60)


def file(server, desks, number):
    """File a ticket as a customer; return the id of its event and when each desk heard of it."""
    browser = Browser(server.url)
    filing = begin(browser, number)
    fill_in(browser, filing)
    send(browser, filing)
    return json.loads(desks.stdout.readline())


def memory(server) -> int:
    """Return how many bytes the web processes hold, once that does not change."""
    last = 0
    while (now := sum(map(_resident, _children(server.processes["web"].pid)))) != last:
        last = now
        TICK.wait(0.5)
    return now


def _resident(pid) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _children(pid) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
