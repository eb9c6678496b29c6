"""The desk is one page: what lives in it survives every step, and the browser's own buttons stay right."""

import re

import pytest
from playwright.sync_api import expect

from . import steps
from .test_main_line import file_step_by_step

pytestmark = pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)


@pytest.fixture
def living(open_browser):
    """Return living(person): a marked page on the queue, its sockets counted; a full load would lose the mark."""

    def living(person="ana"):
        page = open_browser(person)
        page.sockets = []
        page.on("websocket", lambda socket: page.sockets.append(socket))
        page.goto("/desk/")
        steps.expect_live(page)
        page.evaluate("window.alive = true")
        return page

    return living


@pytest.fixture
def ticket(desk_server):
    [ticket] = desk_server.stage("tickets", wanted=[{"email": "living@example.net"}])
    return ticket


def is_alive(page):
    return page.evaluate("window.alive === true") and len(page.sockets) == 1 and not page.sockets[0].is_closed()


def test_the_socket_survives_links_forms_and_the_back_button(open_browser, living, ticket):
    page = living()
    page.locator(f"main a[href='/desk/tickets/{ticket['reference']}/']").click()
    expect(page).to_have_url(re.compile(ticket["reference"]))
    expect(page).to_have_title(re.compile(ticket["reference"]))
    expect(page.locator("main h1")).to_be_focused()
    expect(page.locator("[data-connection]")).to_have_text("Live")
    page.get_by_role("button", name="Assign to me").click()
    expect(page.get_by_text("Assigned to: Ana")).to_be_visible()
    page.locator("nav.views a, .head a").first.click()
    expect(page).to_have_url(re.compile("/desk/$"))
    page.go_back()
    expect(page.locator(".head")).to_contain_text(ticket["reference"])
    expect(page).to_have_title(re.compile(ticket["reference"]))
    page.go_forward()
    expect(page).to_have_url(re.compile("/desk/$"))
    expect(page.locator("table.queue")).to_be_visible()
    assert is_alive(page)

    before = steps.waiting(page)
    file_step_by_step(open_browser(), "newer@example.net", "LP2208831950")
    steps.expect_waiting(page, before + 1)
    expect(page).to_have_title(re.compile(rf"^\({before + 1}\) "))
    rows = page.locator("table.queue tbody tr")
    shown = rows.count()
    page.locator("[data-new-tickets]").click()
    expect(rows).to_have_count(shown + 1)
    expect(page.locator("[data-new-tickets]")).to_be_hidden()
    assert is_alive(page)


def test_the_open_view_is_marked_after_a_step(living):
    page = living()
    page.get_by_role("link", name="Customer to answer").click()
    expect(page.get_by_role("link", name="Customer to answer")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("heading", level=1)).to_have_text("Customer to answer")
    assert is_alive(page)


def test_a_refused_reply_comes_back_with_its_words_and_an_answer_is_sent(living, ticket):
    page = living()
    page.locator(f"main a[href='/desk/tickets/{ticket['reference']}/']").click()
    page.locator("[name=then][value=complete]").click()
    expect(page.locator(".stopped")).to_be_focused()
    page.locator("#reply-body").fill("All is well now.")
    page.locator("#reply-body").press("Control+Enter")
    expect(page.locator("[data-undo]")).to_contain_text(ticket["reference"])
    expect(page.locator("[data-undo-text]").first).to_contain_text(re.compile(r"\d s"))
    page.locator("[data-undo] button").first.click()
    expect(page.locator("#reply-body")).to_have_value("All is well now.")
    assert is_alive(page)


def test_a_server_that_is_away_loses_nothing(desk_server, living, ticket, manners):
    manners.excuse("WebSocket connection|ERR_CONNECTION|ERR_FAILED|htmx")
    page = living()
    page.locator(f"main a[href='/desk/tickets/{ticket['reference']}/']").click()
    page.locator("#reply-body").fill("Not to be lost.")
    page.route("**/reply/", lambda route: route.abort())
    page.locator("[name=then][value=open]").click()
    expect(page.locator("[data-trouble]")).to_contain_text("cannot be reached")
    expect(page.locator("#reply-body")).to_have_value("Not to be lost.")
    assert is_alive(page)


@pytest.mark.parametrize("size", [300_000, 10_000_000])
def test_an_answer_of_more_than_the_page_takes_is_told_and_stays_in_its_box(living, ticket, manners, size):
    manners.excuse("413|ERR_CONNECTION|htmx")
    page = living()
    page.locator(f"main a[href='/desk/tickets/{ticket['reference']}/']").click()
    steps.fill_with(page.locator("#reply-body"), size)
    page.locator("[name=then][value=open]").click()
    expect(page.locator("[data-trouble]")).to_contain_text("more than this page takes at once")
    assert steps.length_of(page.locator("#reply-body")) == size
    assert is_alive(page)


def test_who_was_signed_out_is_given_the_words_back_or_led_to_sign_in(living, ticket):
    page = living()
    page.locator(f"main a[href='/desk/tickets/{ticket['reference']}/']").click()
    page.locator("#reply-body").fill("Keep these words.")
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=then][value=open]").click()
    expect(page.locator("textarea[readonly]").first).to_have_value("Keep these words.")
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/accounts/login/"))


def test_colours_follow_a_switch_at_once(living):
    page = living("bora")
    page.locator(".me > summary").click()
    page.locator(".me [name=theme][value=dark]").click()
    expect(page.locator("html[data-theme=dark]")).to_be_attached()
    page.locator(".me > summary").click()
    page.locator(".me [name=theme][value=system]").click()
    expect(page.locator("html:not([data-theme])")).to_be_attached()
    assert is_alive(page)
