"""PostgreSQL is restarted while people work: what was under way then may fail, nothing after it."""

import os
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest

from tests.e2e import servers
from tests.helpdesk.cluster import own_cluster
from tests.helpdesk.processes import TICK, fetch, until

from .books import ask_books
from .conftest import REDIS
from .customers import Browser
from .killing import _children

READERS = 20
RESTARTS = 3
AWAY = 2  # seconds
PAGES = ["/desk/", "/help/downloads/", "/desk/?view=all", "/faq/"]
EXPECTED = (
    *("Service Unavailable", "Traceback", "psycopg.pool", "desk socket", "OperationalError", "rolling back"),
    "Perhaps out of memory?",  # what gunicorn says of a killed child
)


@pytest.fixture
def cluster():
    with own_cluster() as cluster:
        cluster.start()
        yield cluster


@pytest.fixture
def server(cluster, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(servers, "postgres_database", lambda: nullcontext(cluster.url))
    monkeypatch.setattr(servers, "REDIS", REDIS)
    with servers.postgres_and_redis(tmp_path_factory.mktemp("restarted")) as server:
        server.expected += EXPECTED
        yield server


def test_a_restart_costs_no_more_than_what_was_under_way(server, cluster, tell):
    cookies = ask_books(server, "hire", number=READERS)
    over, seen = threading.Event(), Counter()

    def read(cookie):
        browser, number = Browser(server.url), 0
        name, _, value = cookie.partition("=")
        browser.cookies[name] = value
        while not over.is_set():
            number += 1
            seen[browser.ask(PAGES[number % len(PAGES)]).status] += 1

    with ThreadPoolExecutor(READERS) as threads:
        reading = [threads.submit(read, cookie) for cookie in cookies]
        try:
            for _restart in range(RESTARTS):
                TICK.wait(5)
                cluster.stop()
                TICK.wait(AWAY)
                cluster.start()
            TICK.wait(5)
        finally:
            over.set()
        for done in reading:
            done.result()
    tell(f"{READERS} readers, {RESTARTS} restarts of PostgreSQL, each {AWAY} s: {dict(seen)}")
    assert set(seen) <= {200, 503}
    assert seen[503] <= READERS * RESTARTS

    cluster.stop()
    os.kill(_children(server.processes["web"].pid)[0], signal.SIGKILL)
    TICK.wait(5)
    alive = fetch(f"{server.url}/healthz")
    cluster.start()
    back = time.monotonic()
    until(lambda: all(fetch(f"{server.url}/faq/")[0] == 200 for _ in range(10)), server.processes["web"])
    took = time.monotonic() - back
    tell(f"  a child killed while it was away: alive {alive}, pages again {took:.1f} s after it was back")
    until(lambda: fetch(f"{server.url}/readyz")[0] == 200, server.processes["web"])
    assert alive == (200, "ok")
