"""The queue in few clicks: one canned answer, an outage's thirty, and all of them taken back."""

import re

import pytest
from playwright.sync_api import expect

from . import steps

on_sqlite = pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)
OUTAGE = 30
VIEW = "/desk/?category=installation"
RESPONSE = "Licence freed on both computers"


@pytest.fixture
def outage(open_browser, desk_server):
    """The owner's view of a category, with as many tickets of one outage as there are to answer."""
    wanted = [{"email": f"outage{n}@example.net"} for n in range(OUTAGE)]
    tickets = desk_server.stage("tickets", wanted=wanted)
    page = open_browser("owner")
    page.goto(VIEW)
    yield page, tickets
    desk_server.stage("complete", references=[ticket["reference"] for ticket in tickets])


@on_sqlite
def test_a_canned_answer_takes_two_clicks_from_the_row_and_one_to_take_back(outage):
    page, [ticket, *_others] = outage
    clicks = steps.Counted()
    row = page.get_by_role("row", name=re.compile(ticket["reference"]))
    clicks.click(row.locator("[data-answer]"))
    clicks.click(page.locator("[data-answer-menu]").get_by_role("button", name=RESPONSE))
    expect(page).to_have_url(re.compile("/desk/.category=installation"))
    expect(row).to_have_count(0)
    assert clicks.clicks <= 2
    page.locator("[data-undo] button").first.click()
    expect(page.locator(".notices")).to_be_visible()
    page.goto(VIEW)
    expect(row).to_have_count(1)


def can_undo_for(page, seconds):
    page.goto("/desk/preferences/")
    page.get_by_label("Seconds in which a reply can be undone").fill(seconds)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".notices")).to_contain_text("Saved.")


@on_sqlite
def test_thirty_tickets_of_one_outage_take_five_clicks_and_one_to_take_back(outage):
    page, _tickets = outage
    can_undo_for(page, "60")  # seconds: however long it takes here to look at what came of it
    page.goto(VIEW)
    before = steps.waiting(page)
    clicks = steps.Counted()
    clicks.click(page.locator("[data-all]"))
    clicks.click(page.locator("[data-bulk] summary").first)
    clicks.click(page.locator("[data-bulk]").get_by_role("button", name=RESPONSE))
    expect(page.locator(".ev.me")).to_have_count(3)
    clicks.click(page.locator("[value^='send:']"))
    expect(page.locator(".notices")).to_contain_text(re.compile(r"\d\d tickets answered\."))
    assert clicks.clicks <= 5
    assert steps.waiting(page) <= before - OUTAGE
    page.locator("[data-undo] button").first.click()
    expect(page.locator(".notices")).to_contain_text(re.compile(r"\d\d answers are taken back\."))
    assert steps.waiting(page) == before
    can_undo_for(page, "")


@on_sqlite
def test_a_row_is_snoozed_in_place_and_comes_back_by_hand(outage):
    page, [ticket, *_others] = outage
    row = page.get_by_role("row", name=re.compile(ticket["reference"]))
    row.locator("[data-snooze]").click()
    page.locator("[data-snooze-menu] [value=tomorrow]").click()
    expect(row).to_have_count(0)
    page.goto("/desk/?state=snoozed")
    row.get_by_role("link", name=ticket["subject"]).click()
    page.get_by_role("button", name="Wake now").click()
    expect(page.get_by_role("button", name="Wake now")).to_have_count(0)


@on_sqlite
def test_selecting_is_counted_and_survives_the_back_button(outage):
    page, _tickets = outage
    page.locator("[data-pick-all]").check()
    expect(page.locator("[data-picked]")).to_have_text(re.compile(r"\d+ selected"))
    page.locator("[data-rows] [name=ticket]").first.uncheck()
    assert page.locator("[data-pick-all]").evaluate("box => box.indeterminate")


@on_sqlite
def test_without_scripts_many_are_completed_and_a_row_leads_to_its_ticket(open_browser, desk_server):
    tickets = desk_server.stage("tickets", wanted=[{"email": "plain@example.net"}] * 2)
    page = open_browser("owner", java_script_enabled=False)
    page.goto(VIEW)
    for ticket in tickets:
        page.locator(f"[name=ticket][value='{ticket['reference']}']").check()
    page.locator("[data-bulk] [value=complete]").click()
    expect(page.locator(".notices")).to_contain_text("2 tickets completed.")
