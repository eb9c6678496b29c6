"""The two main tasks without a pointer."""

import re

import pytest
from playwright.sync_api import expect

from . import steps
from .stage import PASSWORD

A_PAGE = 150  # presses of Tab: further away than this nothing is, in a list of 20 rows with what they offer
IS_FOCUSED = "element => element === document.activeElement"
# Focus must be seen, whole: nothing may lie over its middle, and something must mark it.
IS_SEEN = """element => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const after = getComputedStyle(element, "::after");
    const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return (style.outlineStyle !== "none" || after.outlineStyle !== "none")
        && (element.contains(over) || over?.contains(element));
}"""


def tab_to(page, target) -> int:
    """Press Tab until `target` has the focus, and look that one sees it; return how many presses it took."""
    expect(target).to_be_attached()
    for presses in range(1, A_PAGE):
        page.keyboard.press("Tab")
        if target.evaluate(IS_FOCUSED):
            assert target.evaluate(IS_SEEN), f"the focus is not seen: {target}"
            return presses
    raise AssertionError(f"{target} cannot be reached by Tab")


def skip_to_content(page):
    """Take the skip link, which is the first thing Tab reaches, and shows itself."""
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate(IS_FOCUSED)
    assert page.locator(".skip").evaluate(IS_SEEN)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)
def test_from_the_help_home_to_a_filed_ticket(desk_server, open_browser):
    page = open_browser()
    page.goto("/")
    skip_to_content(page)
    assert tab_to(page, page.locator(".cats a").first) == 1
    tab_to(page, page.get_by_role("link", name="Installing and activating software"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/help/installation/"))

    tab_to(page, page.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    tab_to(page, page.locator("[data-error-summary] a").first)
    page.keyboard.press("Enter")
    expect(page.locator("[name=email]")).to_be_focused()
    page.keyboard.type("keys@example.net", delay=steps.TYPING)
    tab_to(page, page.locator("[name=f_product]").first)
    page.keyboard.press("Space")
    tab_to(page, page.locator("[name=f_version__missing]"))
    page.keyboard.press("Space")
    tab_to(page, page.locator("[name=f_serial]"))
    page.keyboard.type("LP2208831949")
    tab_to(page, page.locator("[name=f_system]").first)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=f_system]").nth(1)).to_be_checked()
    tab_to(page, page.locator("[name=subject]"))
    page.keyboard.type("It does not start")
    tab_to(page, page.locator("[name=text]"))
    page.keyboard.type("Not once since Monday.", delay=steps.TYPING)
    tab_to(page, page.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/check/"))
    skip_to_content(page)
    tab_to(page, page.get_by_role("button", name="Send ticket"))
    page.keyboard.press("Enter")
    assert steps.reference_shown(page) in desk_server.mailbox.wait_for("keys@example.net").subject


@pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)
def test_from_signing_in_to_a_canned_answer(desk_server, open_browser):
    [ticket] = desk_server.stage("tickets", wanted=[{"email": "canned@example.net"}])
    page = open_browser()
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    tab_to(page, page.locator("[name=login]"))
    page.keyboard.type("ana@example.com")
    tab_to(page, page.locator("[name=password]"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/$"))
    skip_to_content(page)
    tab_to(page, page.locator(f"main a[href='/desk/tickets/{ticket['reference']}/']"))
    page.keyboard.press("Enter")
    expect(page.locator(".head")).to_contain_text(ticket["reference"])

    expect(page.locator("main h1")).to_be_focused()  # the page was swapped, and its heading is where one reads on
    tab_to(page, page.locator(".canned > summary"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-filter]")).to_be_focused()
    assert tab_to(page, page.locator(".canned").get_by_role("button").first) == 1
    page.keyboard.press("Enter")
    expect(page.locator("[data-undo]").first).to_contain_text(ticket["reference"])
    desk_server.mailbox.wait_for("canned@example.net", 2)
