"""Tags are added and taken away on the ticket's page, and suggested behind a comma."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)
def test_tags_are_suggested_added_and_taken_away(desk_server, open_browser):
    first, second = desk_server.stage("tickets", wanted=[{"email": "tags@example.net"}, {"email": "tags2@example.net"}])
    ana = open_browser("ana")
    ana.goto(f"/desk/tickets/{first['reference']}/")
    field = ana.get_by_label("Add tags, with a comma between them")
    field.fill("broken spine, reprint")
    field.press("Enter")
    expect(ana.locator(".side .mark")).to_have_text(["broken spine", "reprint"])

    ana.goto(f"/desk/tickets/{second['reference']}/")
    field.focus()
    expect(ana.locator("#known-tags option[value='reprint']")).to_have_count(1)
    field.press_sequentially("late, ")
    expect(ana.locator("#known-tags option[value='late, reprint']")).to_have_count(1)
    field.press_sequentially("reprint")
    field.press("Enter")
    expect(ana.locator(".side .mark")).to_have_text(["late", "reprint"])
    ana.get_by_role("button", name="Take the tag away: late").click()
    expect(ana.locator(".side .mark")).to_have_text(["reprint"])
    ana.goto("/desk/")
    expect(ana.locator("tr", has_text=second["reference"]).locator(".mark")).to_have_text(["reprint"])
