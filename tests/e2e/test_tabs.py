"""The tabs of a browser share one connection; where it is cut they ask, and who is signed out is told."""

import re

import pytest
from playwright.sync_api import expect

from . import steps
from .stage import PASSWORD

# Tickets are staged in a process of their own, whose pushes reach the desks through Redis only.
pytestmark = pytest.mark.parametrize("desk_server", ["postgres-redis"], indirect=True)

NO_SOCKETS = """window.WebSocket = class {
    static OPEN = 1;
    constructor() { setTimeout(() => this.onclose({ code: 1006 }), 0); }
    close() {}
};"""


@pytest.fixture
def tabs(open_browser):
    """Return three tabs of one browser, the first of which leads, and a list that takes every socket they open."""
    first = open_browser("ana")
    sockets = []
    first.context.on("page", lambda page: page.on("websocket", lambda socket: sockets.append(socket)))
    first.on("websocket", lambda socket: sockets.append(socket))
    pages = [first, first.context.new_page(), first.context.new_page()]
    for page in pages:
        page.goto("/desk/")
        steps.expect_live(page)
    return pages, sockets


def file(desk_server):
    [ticket] = desk_server.stage("tickets", wanted=[{"email": "tab@example.net"}])
    return ticket


def leading(page):
    return page.evaluate("document.documentElement.dataset.leading")


def test_three_tabs_hold_one_socket_and_show_one_number(desk_server, tabs):
    pages, sockets = tabs
    assert [leading(page) for page in pages] == ["yes", "no", "no"]
    assert len(sockets) == 1
    before = steps.waiting(pages[0])
    file(desk_server)
    for page in pages:
        expect(page.locator("[data-waiting]")).not_to_have_text(re.compile(rf"\b{before}\b"))
        expect(page.locator("[data-new-tickets]")).to_have_text(re.compile("^1 "))
    assert len({steps.waiting(page) for page in pages}) == 1


def test_where_the_leader_is_closed_another_tab_leads(desk_server, tabs):
    (first, *others), sockets = tabs
    first.close()
    for page in others:
        steps.expect_live(page)
    others[0].wait_for_function("() => document.documentElement.dataset.leading === 'yes'")
    before = steps.waiting(others[0])
    file(desk_server)
    for page in others:
        expect(page.locator("[data-waiting]")).not_to_have_text(re.compile(rf"\b{before}\b"))
    assert len(sockets) == 2


def test_a_tab_that_comes_later_knows_how_things_stand(desk_server, tabs):
    [first, *_others], sockets = tabs
    file(desk_server)
    late = first.context.new_page()
    late.goto("/desk/preferences/")
    steps.expect_live(late)
    assert steps.waiting(late) == steps.waiting(first)
    assert len(sockets) == 1


def test_where_no_socket_comes_through_the_counts_are_asked_for(desk_server, open_browser):
    ana = open_browser("ana")
    ana.add_init_script(NO_SOCKETS)
    ana.goto("/desk/")
    expect(ana.locator("[data-connection]")).to_have_text("Checking every 30 s")
    before = steps.waiting(ana)
    file(desk_server)
    expect(ana.locator("[data-waiting]")).not_to_have_text(re.compile(rf"\b{before}\b"), timeout=40_000)
    expect(ana.locator("[data-new-tickets]")).to_have_text(re.compile("^1 "))


def test_a_signed_out_tab_says_so(open_browser, manners):
    manners.excuse("/desk/counts/: Failed to load resource: .* 401")
    ana = open_browser("ana")
    ana.add_init_script(NO_SOCKETS)
    ana.goto("/desk/")
    expect(ana.locator("[data-connection]")).to_have_text("Checking every 30 s")
    ana.context.clear_cookies()
    expect(ana.get_by_role("alert").filter(has_text="You are signed out")).to_be_visible(timeout=40_000)
    expect(ana.locator("[data-connection]")).to_have_text("Signed out")
    ana.get_by_role("alert").get_by_role("link", name="Sign in").click()
    expect(ana).to_have_url(re.compile(r"/accounts/login/\?next=/desk/"))


def test_the_icon_of_the_tab_shows_the_number(open_browser):
    ana = open_browser("ana")
    ana.goto("/desk/")
    steps.expect_live(ana)
    assert steps.waiting(ana)
    expect(ana.locator("link[rel=icon]")).to_have_attribute("href", re.compile("^data:image/png"))


def test_after_ones_own_new_password_the_desk_goes_on(open_browser, desk_server):
    desk_server.stage("colleagues", name="new-password")
    page = open_browser("new-password")
    page.goto("/desk/")
    steps.expect_live(page)
    page.evaluate(
        """() => {
            window.states = [];
            document.addEventListener("desk:connection", ({ detail }) => window.states.push(detail.state));
        }"""
    )
    other = page.context.new_page()
    other.goto("/accounts/password/change/")
    other.locator("[name=oldpassword]").fill(PASSWORD)
    for name in ("password1", "password2"):
        other.locator(f"[name={name}]").fill("another-long-one-2")
    with page.expect_event("websocket"):  # the old session's is closed
        other.locator("[name=password2]").press("Enter")
    steps.expect_live(page)
    desk_server.stage("tickets", wanted=[{"email": "tab@example.net", "category": "new-password"}])
    steps.expect_waiting(page, 1)
    assert "signed-out" not in page.evaluate("states")
