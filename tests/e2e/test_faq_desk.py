"""Between a ticket and the FAQ, as staff click it."""

import re

import pytest
from playwright.sync_api import expect

from . import steps

on_sqlite = pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)


@pytest.fixture
def ticket(desk_server):
    [ticket] = desk_server.stage(
        "tickets", wanted=[{"email": "faq@example.net", "subject": "My serial number is refused, what now"}]
    )
    return ticket


@on_sqlite
def test_an_answer_from_the_faq_is_inserted_sent_and_noted(open_browser, ticket):
    ana = open_browser("ana")
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    clicks = steps.Counted()
    suggestion = ana.locator(".suggested li").first
    question = suggestion.locator("a").first.inner_text().partition("\n")[0].strip()
    clicks.click(suggestion.get_by_role("button", name="Insert answer"))
    box = ana.get_by_role("textbox", name="Your reply")
    assert "/faq/" in box.input_value()
    clicks.click(ana.get_by_role("button", name="Send, keep open"))
    expect(ana).not_to_have_url(re.compile(ticket["reference"]))
    assert clicks.clicks == 2
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    expect(ana.locator(".ev.me")).to_contain_text("Answered with:")
    expect(ana.locator(".ev.me")).to_contain_text(question.removesuffix("(opens in a new tab)").strip())


@on_sqlite
def test_one_click_adds_an_answer_to_the_faq_and_one_takes_it_back(open_browser, ticket):
    ana = open_browser("ana")
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    ana.get_by_role("textbox", name="Your reply").fill("Type the number from your order mail.")
    ana.get_by_role("button", name="Send, keep open").click()
    expect(ana).not_to_have_url(re.compile(ticket["reference"]))
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    answer = ana.locator(".ev.me")
    clicks = steps.Counted()
    clicks.click(answer.get_by_role("button", name="Add to FAQ"))
    expect(ana.get_by_role("link", name="My serial number is refused, what now", exact=True)).to_be_visible()
    assert clicks.clicks == 1
    answer.get_by_role("button", name="Undo").click()
    expect(answer.get_by_role("button", name="Add to FAQ")).to_be_visible()


@on_sqlite
def test_one_click_says_that_the_answer_stood_there_and_the_owner_deals_with_it(open_browser, ticket):
    ana, owner = open_browser("ana"), open_browser("owner")
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    ana.locator(".suggested li").first.get_by_role("button", name="It stood there").click()
    expect(ana.get_by_text("Noted: the answer stood in the FAQ")).to_be_visible()
    expect(ana.locator(".suggested [aria-pressed=true]")).to_have_count(1)
    owner.goto("/desk/faq/unfound/")
    matter = owner.locator(".matter", has_text="My serial number is refused, what now").first
    matter.get_by_role("button", name="Add phrase").click()
    expect(owner.get_by_text("now finds:")).to_be_visible()


@on_sqlite
def test_what_was_typed_into_an_entry_comes_back_until_it_is_saved(open_browser):
    owner = open_browser("owner")
    owner.goto("/desk/faq/entries/new/")
    question, back = owner.get_by_label("Question (English)"), owner.get_by_text("What you had typed here is back.")
    question.fill("Is it waterproof?")
    owner.get_by_role("link", name="Search misses").first.click()
    expect(question).to_be_hidden()
    owner.go_back()
    expect(question).to_have_value("Is it waterproof?")
    expect(back).to_be_visible()
    owner.reload()
    expect(question).to_have_value("Is it waterproof?")
    owner.get_by_role("button", name="Take it away").click()
    expect(question).to_have_value("")
    owner.reload()
    expect(question).to_have_value("")
    expect(back).to_be_hidden()

    question.fill("Is it waterproof?")
    owner.get_by_role("button", name="Save", exact=True).click()
    expect(owner.locator("[data-error-summary]")).to_be_visible()
    owner.reload()  # the words came back from the server, and are not saved
    expect(question).to_have_value("Is it waterproof?")
    owner.get_by_label("Short answer (English)").fill("Yes.")
    owner.get_by_label("Category").select_option(index=1)
    owner.get_by_role("button", name="Save", exact=True).click()
    expect(owner.get_by_text("“Is it waterproof?” is saved.")).to_be_visible()
    owner.goto("/desk/faq/entries/new/")
    expect(question).to_have_value("")


@on_sqlite
def test_words_kept_in_the_browser_do_not_overwrite_those_of_a_colleague(open_browser):
    one, other = open_browser("owner"), open_browser("owner")
    for page in (one, other):
        page.goto("/desk/faq/entries/")
        page.locator("main table a, main .rows a, main li a").filter(has_text="?").first.click()
        expect(page.get_by_role("heading", name="Change an entry")).to_be_visible()
    one.get_by_label("Short answer (English)").fill("Mine.")
    other.get_by_label("Short answer (English)").fill("Theirs.")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("is saved.")).to_be_visible()
    one.reload()
    expect(one.get_by_label("Short answer (English)")).to_have_value("Mine.")
    one.get_by_role("button", name="Save", exact=True).click()
    expect(one.get_by_text("Somebody else has changed this entry meanwhile.")).to_be_visible()
    expect(one.locator("#newer + h3 + p, section.stopped").first).to_be_visible()
