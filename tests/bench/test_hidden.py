"""Every tab of the desk hidden for six minutes, in a browser as people start it: is the alert still on time?

Playwright tells its pages that they are seen, so Chromium is driven by hand here (Chrome DevTools Protocol). After five
minutes it runs the timers of hidden pages once a minute only.
"""

import contextlib
import json
import subprocess
import time
import urllib.request
from itertools import pairwise

import pytest
from websockets.sync.client import connect

from tests.e2e import servers
from tests.helpdesk.processes import TICK, free_port

from .conftest import REDIS
from .test_burst import spread

EVERY, LATE = 60, 2  # seconds: the check interval, and what it may be late
HIDDEN = 6 * 60  # seconds
CHECKS = 4  # looked at after that
SPACING = 5  # seconds between two chimes
TABS = 3
NAME = "hidden"
LISTEN = """
    window.rings = [];
    document.addEventListener("desk:rang", ({ detail }) => window.rings.push([detail, Date.now() / 1000]));
"""
SHOWN = """
    navigator.serviceWorker.ready
        .then((worker) => worker.getNotifications())
        .then((all) => all.map(({ title }) => title))
"""


class Tab:
    """A tab of a browser, over its DevTools socket."""

    def __init__(self, socket):
        self._socket, self._number = socket, 0

    def do(self, method, **parameters):
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while (answer := json.loads(self._socket.recv(30))).get("id") != self._number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def evaluate(self, expression):
        answer = self.do("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def click(self, x, y):
        for kind in ("mousePressed", "mouseReleased"):
            self.do("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)


@pytest.fixture
def server(tmp_path_factory, monkeypatch):
    monkeypatch.setattr(servers, "REDIS", REDIS)
    with servers.postgres_and_redis(tmp_path_factory.mktemp("hidden")) as server:
        server.stage("colleagues", name=NAME, check_every=EVERY // 60)
        server.stage("long_wait", category=NAME, minutes=24 * 60)
        yield server


@pytest.fixture
def open_tab(tmp_path):
    """Return open_tab(url): a tab in front of the others."""
    port = free_port()
    options = (
        "--headless=new",
        "--no-sandbox",
        f"--remote-debugging-port={port}",
        f"--user-data-dir={tmp_path}/profile",
    )
    with subprocess.Popen(("chromium", *options), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as browser:
        until(lambda: is_open(port), 30)
        with contextlib.ExitStack() as sockets:
            yield lambda url: Tab(sockets.enter_context(connect(new_tab(port, url), max_size=None)))
        browser.terminate()


def is_open(port):
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version"):
        return True


def new_tab(port, url):
    """Open a tab; return the address of its DevTools socket."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/json/new?{url}", method="PUT")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["webSocketDebuggerUrl"]


def until(condition, seconds):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        TICK.wait(0.1)
    return found


def open_desk(open_tab, server):
    """Open the desk, let it sound with a click, and listen."""
    tab = open_tab("about:blank")
    [cookie] = server.signed_in(NAME)["cookies"]
    tab.do("Network.setCookie", name=cookie["name"], value=cookie["value"], url=server.url)
    tab.do("Browser.grantPermissions", permissions=["notifications"], origin=server.url)
    tab.do("Page.navigate", url=f"{server.url}/desk/")
    until(lambda: tab.evaluate("document.documentElement?.dataset.deskState") == "live", 30)
    tab.click(600, 20)
    until(lambda: tab.evaluate("document.documentElement.dataset.audio") == "running", 30)
    tab.evaluate(LISTEN)
    return tab


def test_hidden_for_six_minutes_the_alert_is_still_on_time(server, open_tab, tell):
    tabs = [open_desk(open_tab, server) for _ in range(TABS)]
    open_tab("about:blank")
    until(lambda: all(tab.evaluate("document.hidden") for tab in tabs), 30)
    hidden_at = time.time()

    def rings(melody):
        return sorted(at for tab in tabs for what, at in tab.evaluate("rings") if what == melody)

    def late():
        return [at for at in rings("overdue") if at > hidden_at + HIDDEN]

    until(lambda: len(late()) > CHECKS, HIDDEN + (CHECKS + 2) * (EVERY + LATE))
    checks = [at for at in rings("overdue") if at > hidden_at]
    gaps = [later - earlier for earlier, later in pairwise(checks)]

    until(lambda: time.time() > late()[-1] + SPACING, EVERY)
    filed_at = time.time()
    server.stage("tickets", wanted=[{"email": "hidden@example.net", "category": NAME}])
    [rang_at] = until(lambda: rings("new"), EVERY)
    shown = tabs[0].evaluate(SHOWN)
    assert all(tab.evaluate("document.hidden") for tab in tabs)

    tell(
        f"hidden for {time.time() - hidden_at:.0f} s: {len(checks)} checks of {EVERY} s in {TABS} tabs, from one to "
        f"the next {spread(gaps)}; a new ticket rang after {rang_at - filed_at:.2f} s"
    )
    assert max(gaps) <= EVERY + LATE
    assert min(gaps) >= EVERY - LATE  # one tab rings, not each of them
    assert rang_at - filed_at <= LATE
    assert "1 ticket waits too long" in shown
    assert [title for title in shown if title.startswith("New ticket")]  # and its category, unless a count came first
