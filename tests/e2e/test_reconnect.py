"""The server goes away and comes back while the desk is open."""

import re

import pytest
from playwright.sync_api import expect

from . import steps

LIVE_AGAIN = 35_000  # milliseconds


def test_the_desk_says_that_it_is_offline_then_live_and_counts_right(desk_server, open_browser, manners):
    manners.excuse("WebSocket connection to .* failed")
    manners.excuse("/desk/counts/: Failed to load resource: net::ERR_CONNECTION_REFUSED")
    ana = open_browser("ana")
    ana.goto("/desk/")
    steps.expect_live(ana)

    desk_server.stop_web()
    expect(ana.locator("[data-connection]")).to_have_text("Offline")
    before = steps.waiting(ana)  # nothing of other tests can change it now
    desk_server.stage("tickets", wanted=[{"email": "unseen@example.net"}])
    steps.expect_waiting(ana, before)  # nobody could tell
    desk_server.start_web()

    expect(ana.locator("[data-connection]")).to_have_text("Live", timeout=LIVE_AGAIN)
    expect(ana.locator("[data-new-tickets]")).to_have_text(re.compile(r"^\d+ "))
    assert steps.waiting(ana) > before


@pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("code", [4420, 4429])
def test_a_desk_that_was_sent_away_asks_and_does_not_connect_again_at_once(open_browser, code):
    ana = open_browser("ana")
    sockets = []

    def send_away(socket):
        sockets.append(socket)
        socket.close(code=code)

    ana.route_web_socket("**/ws/desk/", send_away)
    ana.goto("/desk/")
    expect(ana.locator("[data-connection]")).to_have_text("Checking every 30 s")
    assert len(sockets) == 1  # after any other code it tries three times before it asks
