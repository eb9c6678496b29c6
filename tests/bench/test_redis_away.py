"""Redis goes away, or hangs, and comes back while people work: no page fails, and the desks are right again."""

import json
import signal
import statistics
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import redis

from tests.e2e import servers
from tests.helpdesk.processes import PATIENCE, TICK, fetch, free_port

from .books import ask_books
from .customers import Browser, file_tickets
from .test_sockets import open_desks

DESKS = 50
AWAY = 15  # seconds
RIGHT_WITHIN = 10  # seconds
READERS, FILERS = 2, 2
HANGING = 10  # seconds
SLOWER_BY = 0.1  # seconds: a page beside a Redis that hangs, the median
ALIVE_WITHIN = 1  # second
PAGES = ["/desk/", "/help/downloads/", "/status/?reference=482-913-053", "/"]


class Redis:
    """A server of this test's own, that keeps nothing."""

    def __init__(self, folder):
        self.port, self.folder, self.process = free_port(), folder, None
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        options = ("--port", str(self.port), "--save", "", "--appendonly", "no", "--dir", str(self.folder))
        self.process = subprocess.Popen(("redis-server", *options), stdout=subprocess.DEVNULL)
        with redis.Redis.from_url(self.url) as connection:
            for _ in range(PATIENCE * 50):
                try:
                    return connection.ping()
                except redis.ConnectionError:
                    TICK.wait(0.02)
        raise AssertionError("Redis did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


@pytest.fixture
def own_redis(tmp_path):
    own = Redis(tmp_path)
    own.start()
    yield own
    own.stop()


@pytest.fixture
def server(own_redis, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(servers, "REDIS", own_redis.url)
    with servers.postgres_and_redis(tmp_path_factory.mktemp("away")) as server:
        ask_books(server, "raise_caps")
        server.expected += ("channels_redis.pubsub", "redis.exceptions", "Traceback")  # of the connection it lost
        yield server


def test_no_page_fails_and_the_desks_are_right_again(server, own_redis, tmp_path, tell):
    cookies = ask_books(server, "hire", number=DESKS)
    (tmp_path / "cookies.json").write_text(json.dumps(cookies))
    with open_desks(server, tmp_path / "cookies.json") as desks:
        assert desks.stdout.readline() == "connected\n"
        with load(server, cookies) as pages:
            TICK.wait(3)
            own_redis.stop()
            TICK.wait(AWAY)
            own_redis.start()
            back = time.monotonic()
        away = say_right(server, desks, back)
        tell(f"{DESKS} desks, Redis {AWAY} s away: right again {away:.1f} s after it was back; pages: {dict(pages)}")

        own_redis.stop()
        with load(server, cookies) as more:
            TICK.wait(3)
        gone = time.monotonic()
        without = say_right(server, desks, gone)
        tell(f"  while Redis is away, the desks are right {without:.1f} s after the last ticket; pages: {dict(more)}")
        own_redis.start()
    assert set(pages) == set(more) == {"read 200", "filed"}
    assert max(away, without) <= RIGHT_WITHIN


def test_pages_stay_quick_while_redis_hangs(server, own_redis, tell):
    cookies = ask_books(server, "hire", number=READERS)
    quiet, _alive = time_pages(server, cookies)
    own_redis.process.send_signal(signal.SIGSTOP)
    try:
        TICK.wait(1)
        hanging, alive = time_pages(server, cookies)
    finally:
        own_redis.process.send_signal(signal.SIGCONT)
    tell(f"Redis hangs: a page {hanging * 1000:.0f} ms, before {quiet * 1000:.0f} ms (medians); alive {alive:.2f} s")
    assert hanging <= quiet + SLOWER_BY
    assert alive <= ALIVE_WITHIN


def time_pages(server, cookies):
    """Return the median seconds of a page read by as many people at once for a while, and the longest until the server
    said that it lives."""
    over = time.monotonic() + HANGING

    def read(cookie):
        browser, took = Browser(server.url), []
        name, _, value = cookie.partition("=")
        browser.cookies[name] = value
        while time.monotonic() < over:
            started = time.monotonic()
            assert browser.ask(PAGES[len(took) % len(PAGES)]).status in (200, 404, 429)
            took.append(time.monotonic() - started)
        return took

    def probe():
        took = []
        while time.monotonic() < over:
            started = time.monotonic()
            fetch(f"{server.url}/healthz")
            took.append(time.monotonic() - started)
            TICK.wait(0.1)
        return max(took)

    with ThreadPoolExecutor() as threads:
        probing = threads.submit(probe)
        pages = [second for took in threads.map(read, cookies) for second in took]
        return statistics.median(pages), probing.result()


def say_right(server, desks, since) -> float:
    """Return how long it took, from then, until all desks say what the database says."""
    right = {ask_books(server, "waiting")}
    for _ in range(PATIENCE * 10):
        desks.stdin.write("?\n")
        desks.stdin.flush()
        while isinstance((said := json.loads(desks.stdout.readline()))[-1], list):
            pass  # an event that reached all
        if set(said) == right:
            return time.monotonic() - since
        TICK.wait(0.1)
    raise AssertionError(f"{right}, not {Counter(said)}")


@contextmanager
def load(server, cookies):
    """Have staff read and customers file; count what they get."""
    over, pages = threading.Event(), Counter()

    def read(cookie):
        browser = Browser(server.url)
        name, _, value = cookie.partition("=")
        browser.cookies[name] = value
        while not over.is_set():
            pages[f"read {browser.ask('/desk/').status}"] += 1

    def file(first):
        number = first
        while not over.is_set():
            try:
                file_tickets(Browser(server.url), [number], 1)
            except Exception as error:
                pages[f"not filed: {error!r}"] += 1
            else:
                pages["filed"] += 1
            number += 1

    starts = [time.time_ns() + 1_000_000 * filer for filer in range(FILERS)]  # numbers of customers of their own
    threads = [threading.Thread(target=read, args=[cookie]) for cookie in cookies[:READERS]]
    threads += [threading.Thread(target=file, args=[start]) for start in starts]
    for thread in threads:
        thread.start()
    try:
        yield pages
    finally:
        over.set()
        for thread in threads:
            thread.join(PATIENCE)
