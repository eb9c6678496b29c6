"""Moving a ticket on and merging two, by clicks, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from . import steps

on_sqlite = pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)


@on_sqlite
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_ticket_is_moved_and_its_mover_told_where_it_went(desk_server, open_browser, scripts, manners):
    manners.excuse(
        "/presence/: Failed to load resource: .* 404"
    )  # the page says that it leaves a ticket it sees no more
    [ticket] = desk_server.stage("tickets", wanted=[{"email": "moved@example.net"}])
    ana, bora = open_browser("ana", java_script_enabled=scripts), open_browser("bora")
    bora.goto("/desk/")
    steps.expect_live(bora)
    before = steps.waiting(bora)
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    ana.get_by_role("link", name="Move to another category").click()
    ana.get_by_label("Category").select_option("something-else")
    ana.get_by_role("button", name="Move").click()
    expect(ana).to_have_url(re.compile(r"/desk/$"))
    expect(ana.locator(".notice")).to_contain_text(f"Ticket {ticket['reference']} is now in this category")
    assert ana.goto(f"/desk/tickets/{ticket['reference']}/").status == 404
    steps.expect_waiting(bora, before + 1)


@on_sqlite
def test_a_category_asks_for_what_it_needs(desk_server, open_browser):
    [ticket] = desk_server.stage("tickets", wanted=[{"email": "asked-more@example.net"}])
    ana = open_browser("ana")
    ana.goto(f"/desk/tickets/{ticket['reference']}/move/")
    ana.get_by_label("Category").select_option("billing")
    ana.get_by_role("button", name="Move").click()
    ticks = ana.get_by_role("checkbox", name=re.compile("The customer did not say"))
    expect(ticks.first).to_be_visible()
    for number in range(ticks.count()):
        ticks.nth(number).check()
    ana.get_by_role("button", name="Move").click()
    expect(ana).to_have_url(re.compile(r"/desk/$"))


@on_sqlite
def test_two_tickets_are_merged_with_one_click_and_parted_with_one(desk_server, open_browser):
    wanted = [{"email": "twice@example.net", "subject": f"It does not start {number}"} for number in (1, 2)]
    goes_on, other = desk_server.stage("tickets", wanted=wanted)
    ana = open_browser("ana")
    ana.goto("/desk/")
    before = steps.waiting(ana)
    ana.goto(f"/desk/tickets/{goes_on['reference']}/")
    ana.get_by_role("button", name=re.compile(f"Merge into this ticket.*{other['reference']}")).click()
    expect(ana.locator(".timeline")).to_contain_text(f"from {other['reference']}")
    steps.expect_waiting(ana, before - 1)

    customer = open_browser()
    customer.goto(other["link"])
    expect(customer.locator(".notice")).to_contain_text(goes_on["reference"])

    ana.get_by_role("button", name=re.compile(f"Take the merge back.*{other['reference']}")).click()
    expect(ana.locator(".head .num")).to_have_text(other["reference"])
    expect(ana.locator(".head .tag")).to_have_text("Queued")
    steps.expect_waiting(ana, before)
