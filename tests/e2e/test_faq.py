"""The FAQ learns: a search misses, the owner adds its words, and the same search spares a ticket."""

import re

import pytest
from playwright.sync_api import expect

from . import steps

ENTRY = "new-computer"  # of the demo: how to move a licence
QUESTION = "How do I move my licence to a new computer?"
both_ways = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def agent(name):
    """Readers are told apart by address and browser; all of these tests have one address."""
    return f"Mozilla/5.0 (X11; Linux x86_64) {name}/1.0"


def search(page, words):
    page.goto("/")
    page.get_by_label("Search all answers").fill(words)
    page.get_by_label("Search all answers").press("Enter")
    expect(page).to_have_url(re.compile("/faq/search/"))


@both_ways
def test_a_miss_teaches_the_faq_and_then_spares_a_ticket(desk_server, open_browser, scripts):
    # No word of it stands in the demo: a phrase of its own for each set of scripts.
    words = "zwilling umziehen" if scripts else "quokka overmorrow"
    email = f"spared-{scripts}@example.net".lower()
    customer = open_browser(java_script_enabled=scripts, user_agent=agent(f"Spared{scripts}"))
    before = desk_server.stage("faq_counts", entry=ENTRY)
    search(customer, words)
    expect(customer.get_by_role("status").last).to_contain_text("Nothing found")
    assert desk_server.stage("faq_counts", entry=ENTRY, phrase=words)["searches"] == [[0, False, None]]

    desk_server.stage("add_phrase", entry=ENTRY, text=words)

    search(customer, words)
    first = customer.locator("main .links a").first
    expect(first).to_have_text(QUESTION)
    first.click()
    expect(customer.get_by_role("heading", level=1)).to_have_text(QUESTION)
    customer.reload()
    customer.goto(f"/faq/{ENTRY}/")
    counted = desk_server.stage("faq_counts", entry=ENTRY, phrase=words)
    assert counted["views"] == before["views"] + 1
    assert counted["searches"] == [[0, False, ENTRY]]  # the same visitor asked once more: still one search

    customer.goto("/help/installation/")
    steps.fill_form(customer, email=email, subject=words)
    customer.get_by_role("button", name="Continue").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text("Check before you send")
    customer.locator("summary", has_text=QUESTION).click()
    customer.get_by_role("button", name=re.compile(f"^This solved it.*{re.escape(QUESTION)}")).click()
    expect(customer.get_by_text("No ticket was sent")).to_be_visible()
    counted = desk_server.stage("faq_counts", entry=ENTRY, phrase=words)
    assert counted["views"] == before["views"] + 1
    assert counted["solved"] == before["solved"] + 1
    assert counted["searches"] == [[0, False, ENTRY]]
    assert desk_server.stage("ticket_count", email=email) == 0


@both_ways
def test_what_did_not_help_comes_with_the_ticket(desk_server, open_browser, scripts):
    email = f"unhelped-{scripts}@example.net".lower()
    customer = open_browser(java_script_enabled=scripts, user_agent=agent(f"Unhelped{scripts}"))
    search(customer, "licence new computer")
    customer.locator("main .links a", has_text=QUESTION).click()
    customer.get_by_role("button", name="No, it did not").click()
    customer.get_by_label("In one line, what did you miss?").fill("My old computer is broken")
    customer.get_by_role("button", name="Go on to the form").click()
    expect(customer.locator("main .notice")).to_contain_text("My old computer is broken")
    steps.fill_form(customer, email=email)
    customer.get_by_role("button", name="Continue").click()
    expect(customer.locator("dl.summary")).to_contain_text("My old computer is broken")
    customer.get_by_role("button", name="Send ticket").click()
    desk_server.stage("complete", references=[steps.reference_shown(customer)])
    searches = desk_server.stage("faq_counts", entry=ENTRY, phrase="licence new computer")["searches"]
    assert [True, ENTRY] in [search[1:] for search in searches]


# The list while somebody types


@pytest.fixture
def field(open_browser):
    """The search field of the index, used by keyboard alone, and its list."""
    page = open_browser(viewport={"width": 360, "height": 800})
    page.goto("/faq/")
    while page.evaluate("document.activeElement.id") != "faq-q":
        page.keyboard.press("Tab")
    return page


def options(page):
    return page.locator("[role=listbox] [role=option]")


def active(page) -> str:
    """Return what a screen reader is told: the text of the option that the field points at."""
    return page.evaluate(
        """() => {
            const id = document.activeElement.getAttribute("aria-activedescendant");
            return id ? document.getElementById(id).textContent : "";
        }"""
    )


def test_answers_are_chosen_with_the_keyboard_alone(field):
    box = field.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    field.keyboard.type("licence", delay=20)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options(field).last).to_have_text("None of these")
    assert 2 <= options(field).count() <= 6
    expect(field.locator("[aria-live=polite]")).to_have_text(re.compile(r"^\d answers?$"))
    assert active(field) == ""
    field.keyboard.press("ArrowDown")
    first = options(field).first.inner_text()
    assert active(field) == first
    expect(options(field).first).to_have_attribute("aria-selected", "true")
    field.keyboard.press("ArrowUp")
    assert active(field) == ""
    field.keyboard.press("ArrowUp")
    assert active(field) == "None of these"
    field.keyboard.press("Home")
    assert active(field) == ""
    assert box.evaluate("field => field.selectionStart") == 0
    field.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("licence")
    field.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert active(field) == first
    field.keyboard.press("Enter")
    expect(field).to_have_url(re.compile(r"/faq/[\w-]+/\?from=search$"))
    expect(field.get_by_role("heading", level=1)).to_have_text(first)


def test_enter_goes_to_the_results_and_none_of_these_to_the_topics(field):
    field.keyboard.type("licence", delay=20)
    expect(options(field).first).to_be_visible()
    field.keyboard.press("Enter")
    expect(field).to_have_url(re.compile(r"/faq/search/\?q=licence"))
    field.locator("#faq-q").press("End")
    field.keyboard.type(" new", delay=20)
    expect(options(field).first).to_be_visible()
    field.keyboard.press("ArrowUp")
    field.keyboard.press("Enter")
    expect(field).to_have_url(re.compile(r"/faq/none/\?q=licence"))
    expect(field.get_by_text("nothing fits “licence new”")).to_be_visible()


def test_the_list_moves_nothing_and_a_late_answer_shows_nothing(field):
    held = []
    field.route("**/faq/suggest/**", lambda route: held.append(route))
    below = field.locator("h2").first
    place = below.bounding_box()
    field.keyboard.type("lic", delay=20)
    field.wait_for_timeout(300)
    field.keyboard.type("ence", delay=20)
    field.wait_for_timeout(300)
    early, late = held
    late.continue_()
    expect(options(field).first).to_be_visible()
    shown = options(field).all_inner_texts()
    early.fulfill(body='<p data-count>1 answer</p><a href="/">Too late</a><p data-refuse>No</p>')
    field.wait_for_timeout(300)
    assert options(field).all_inner_texts() == shown
    assert below.bounding_box() == place
    field.unroute_all()


def test_in_the_form_answers_open_beside_it_and_enter_goes_on(desk_server, open_browser):
    page = open_browser()
    page.goto("/help/installation/")
    page.locator("[name=email]").fill("typed@example.net")
    subject = page.get_by_role("combobox", name="In a few words, what is it about?")
    subject.press_sequentially("new computer", delay=20)
    expect(options(page).first).to_be_visible()
    expect(page.locator(".answers-note")).to_have_text(re.compile("open in a new tab"))
    subject.press("ArrowDown")
    with page.context.expect_page() as opened:
        subject.press("Enter")
    expect(opened.value).to_have_url(re.compile(r"/faq/[\w-]+/\?from=form$"))
    opened.value.close()
    expect(page.locator("[name=email]")).to_have_value("typed@example.net")
    subject.press_sequentially(" x", delay=20)
    expect(options(page).first).to_be_visible()
    subject.press("ArrowUp")
    with page.expect_response("**/faq/none/"):
        subject.press("Enter")
    searches = desk_server.stage("faq_counts", entry=ENTRY, phrase="new computer x")["searches"]
    assert [search[1] for search in searches] == [True]
    expect(page.locator(".answered [aria-live=polite]").last).to_have_text(re.compile("noted it"))
    expect(page).to_have_url(re.compile("/help/installation/$"))
    subject.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
