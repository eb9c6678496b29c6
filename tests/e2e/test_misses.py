"""From a search that misses to one that finds, by keys alone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from . import steps
from .test_keyboard import IS_FOCUSED, tab_to

pytestmark = pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)


def miss(page, phrase):
    """Search as a customer does, and find nothing."""
    page.goto("/faq/")
    tab_to(page, page.locator("main [name=q]").first)
    page.keyboard.type(phrase, delay=steps.TYPING)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/faq/search/"))
    expect(page.locator("main")).to_contain_text(phrase)


def first_found(page):
    """Return the link to what stands first on the page of results."""
    return page.locator("main a[href^='/faq/']:not([href='/faq/'], [href*='/search'])").first


def go_to(page, row):
    """Press j until the row has the focus."""
    heading = row.locator("[data-row-focus]")
    expect(heading).to_be_visible()
    for _ in range(100):
        page.keyboard.press("j")
        if heading.evaluate(IS_FOCUSED):
            return
    raise AssertionError("j does not lead to the row")


def test_a_miss_is_mended_by_keys_and_the_same_search_finds_the_entry_first(desk_server, open_browser):
    phrase = "blorfing quixels"
    customer, owner = open_browser(), open_browser("owner")
    miss(customer, phrase)

    owner.goto("/desk/faq/misses/")
    row = owner.locator("[data-row]", has_text=phrase)
    question = owner.locator("datalist option").first.get_attribute("value")
    proof = owner.locator("main .notice")
    for is_first_time in (True, False):
        go_to(owner, row)
        tab_to(owner, row.locator("[name=named]"))
        owner.keyboard.type(question)
        owner.keyboard.press("Enter")
        expect(proof).to_contain_text(f"“{phrase}” is added to: {question}")
        expect(proof).to_contain_text("finds the entry first")
        expect(row).to_have_count(0)
        if is_first_time:
            tab_to(owner, proof.get_by_role("button", name="Undo"))
            owner.keyboard.press("Enter")
            expect(row).to_have_count(1)

    customer.reload()
    expect(first_found(customer)).to_have_text(question)


def test_a_number_takes_the_suggestion_and_e_ignores(desk_server, open_browser):
    owner = open_browser("owner")
    owner.goto("/desk/faq/misses/?days=90&language=en")
    rows = owner.locator("[data-row]")
    number = rows.count()
    owner.keyboard.press("1")  # no row has the focus
    owner.keyboard.press("j")
    expect(rows.first.locator("[data-row-focus]")).to_be_focused()
    suggested = rows.first.locator("[data-key='2'] span").inner_text()
    owner.keyboard.press("2")
    expect(owner.locator("main .notice")).to_contain_text(suggested)
    expect(rows).to_have_count(number - 1)
    owner.keyboard.press("j")
    owner.keyboard.press("j")
    expect(rows.nth(1).locator("[data-row-focus]")).to_be_focused()
    phrase = rows.nth(1).locator("h2 [lang]").inner_text()
    owner.keyboard.press("e")
    expect(owner.locator("main .notice")).to_contain_text(f"“{phrase}” is ignored")
    owner.keyboard.press("j")
    phrase = rows.first.locator("h2 [lang]").inner_text()
    owner.keyboard.press("n")
    expect(owner.locator("[name=phrasings]")).to_have_value(re.compile(re.escape(phrase)))


def test_without_javascript_a_miss_is_mended_too(desk_server, open_browser):
    phrase = "wimbling spoggets"
    customer, owner = open_browser(java_script_enabled=False), open_browser("owner", java_script_enabled=False)
    customer.goto(f"/faq/search/?q={phrase}")
    owner.goto("/desk/faq/misses/")
    row = owner.locator("[data-row]", has_text=phrase)
    question = owner.locator("datalist option").nth(1).get_attribute("value")
    row.locator("[name=named]").fill(question)
    row.get_by_role("button", name=re.compile("^Add")).click()
    expect(owner.locator("main .notice")).to_contain_text(question)
    customer.reload()
    expect(first_found(customer)).to_have_text(question)
