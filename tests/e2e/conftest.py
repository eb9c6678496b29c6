"""Real Chromium against the real server, on both set-ups, with a real SMTP server beside it.

Every page of every test is watched (`manners`); every wait is for a condition and has an end.
"""

import logging
import time

import pytest
from playwright.sync_api import expect

from .manners import Manners, inline_parts
from .servers import SETUPS

PATIENCE = 15_000  # milliseconds; a loaded machine is slow, what is broken never comes
FIGURES = pytest.StashKey[list[str]]()

expect.set_options(timeout=PATIENCE)
logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every word


def pytest_configure(config):
    config.stash[FIGURES] = []


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):  # one of several processes, which report to the first
        session.config.workeroutput["figures"] = session.config.stash[FIGURES]


def pytest_testnodedown(node):
    node.config.stash[FIGURES] += getattr(node, "workeroutput", {}).get("figures", [])


def pytest_terminal_summary(terminalreporter, config):
    if config.stash[FIGURES]:
        terminalreporter.section("measured")
        for line in config.stash[FIGURES]:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def measured(request):
    """Return note(line): print a figure at the end of the run."""
    return request.config.stash[FIGURES].append


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium; nothing is downloaded."""
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}


@pytest.fixture(scope="session", params=SETUPS)
def desk_server(request, tmp_path_factory, measured):
    """The help desk with its demo, running on one set-up after the other; stopped by SIGTERM, which must be clean."""
    started = time.monotonic()
    with SETUPS[request.param](tmp_path_factory.mktemp(request.param)) as server:
        measured(f"{request.param}: up in {time.monotonic() - started:.1f} s")
        yield server
        for mail in server.mailbox.everything():
            assert "mailto:" not in mail.raw.decode(errors="replace").lower()
            assert not [part for part in inline_parts(mail.html) if not part.startswith("style= of <body>")]


@pytest.fixture
def manners(desk_server):
    """Fails the test if a page of it did what none may do."""
    manners = Manners(desk_server.url)
    yield manners
    assert manners.verdict() == []


@pytest.fixture
def open_browser(browser, desk_server, manners):
    """Return open_browser(person=None, **options): a page in a browser of its own, signed in as `person`."""
    contexts = []

    def open_browser(person=None, **options):
        context = browser.new_context(
            **{
                "base_url": desk_server.url,
                "locale": "en-GB",
                "viewport": {"width": 1280, "height": 900},
                "storage_state": desk_server.signed_in(person) if person else None,
                **options,
            }
        )
        context.set_default_timeout(PATIENCE)
        manners.watch(context)
        contexts.append(context)
        return context.new_page()

    yield open_browser
    for context in contexts:
        manners.finish(context.pages[0])
        context.close()
