"""Finding a ticket with the keyboard, and with the helpers below the search field."""

import re

import pytest
from playwright.sync_api import expect

MOST_KEYS = 12  # for a number that somebody reads out: the way into the field, nine digits, Enter

on_sqlite = pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)


class Keys:
    """A keyboard that counts."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


def test_a_spoken_number_takes_twelve_keys_at_most(desk_server, open_browser):
    [ticket] = desk_server.stage("tickets", wanted=[{"email": "spoken@example.net"}])
    page = open_browser("ana")
    page.goto("/desk/")
    keys = Keys(page)
    keys.press("s")
    expect(page.locator("#desk-search")).to_be_focused()
    keys.press(*ticket["reference"].replace("-", ""), "Enter")
    expect(page).to_have_url(re.compile(f"/desk/tickets/{ticket['reference']}/$"))
    assert keys.pressed <= MOST_KEYS


@on_sqlite
@pytest.mark.parametrize("scripts", [True, False])
def test_a_helper_is_added_completed_and_taken_away(desk_server, open_browser, scripts):
    [ticket] = desk_server.stage("tickets", wanted=[{"email": f"helped{scripts}@example.net"}])
    page = open_browser("ana", java_script_enabled=scripts)
    page.goto("/desk/search/?q=nothing-like-this")
    expect(page.get_by_text("No ticket found for")).to_be_visible()
    field = page.locator("#desk-search")
    field.fill("")
    if not scripts:
        field.press("Enter")  # the link writes into the address what the field has no script for
    page.get_by_role("link", name="from:", exact=True).click()
    expect(field).to_have_value("from:")
    field.press("End")
    field.press_sequentially(f"helped{scripts}@example.net")
    field.press("Enter")
    expect(page.locator("ol.found > li")).to_have_count(1)
    expect(page.locator("ol.found")).to_contain_text(ticket["reference"])
    page.get_by_role("link", name=re.compile("^Remove: from: helped")).click()
    expect(page).to_have_url(re.compile(r"/desk/search/\?q=$"))
    expect(page.get_by_text("Completed tickets are found too.")).to_be_visible()
