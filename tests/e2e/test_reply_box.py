"""The reply box with two people at it: who is there is seen, and nothing typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from . import steps

on_sqlite = pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)
TEXT = "You can download it again from your account."


def box(page):
    return page.get_by_role("textbox", name="Your reply")


@pytest.fixture
def ticket(desk_server):
    [ticket] = desk_server.stage("tickets", wanted=[{"email": "box@example.net"}])
    return ticket


def test_each_sees_that_the_other_is_there_in_the_list_and_on_the_ticket(desk_server, open_browser, ticket):
    ana, owner, watching = open_browser("ana"), open_browser("owner"), open_browser("owner")
    watching.goto("/desk/?category=installation")
    steps.expect_live(watching)
    path = f"/desk/tickets/{ticket['reference']}/"
    for page in (ana, owner):
        page.goto(path)
        steps.expect_live(page)
    in_list = watching.locator(f"[data-presence='{ticket['reference']}']")
    expect(ana.locator("[data-report]")).to_contain_text("is viewing")
    expect(in_list).to_contain_text("Ana is viewing")
    box(ana).press_sequentially("Hello")
    expect(owner.locator("[data-report]")).to_contain_text("Ana is replying")
    expect(in_list).to_contain_text("Ana is replying")
    ana.goto("/desk/")
    expect(owner.locator("[data-report]")).to_be_empty()


@on_sqlite
def test_the_first_key_takes_the_ticket_and_what_is_typed_survives_a_crash(desk_server, open_browser, ticket):
    ana = open_browser("ana")
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    with ana.expect_response(lambda answer: "You can" in (answer.request.post_data or "")):
        box(ana).press_sequentially("You can")
    expect(ana.locator("[data-draft-said]").first).to_contain_text("Draft saved at")
    ana.context.set_offline(True)
    box(ana).press_sequentially(" download it again")
    ana.context.set_offline(False)
    ana.evaluate("() => window.stop()")
    again = ana.context.new_page()
    ana.close()
    again.goto(f"/desk/tickets/{ticket['reference']}/")
    expect(box(again)).to_have_value(re.compile("You can download it again"))
    expect(again.locator(".head")).to_contain_text("Assigned to: Ana")
    elsewhere = open_browser("ana")
    elsewhere.goto(f"/desk/tickets/{ticket['reference']}/")
    expect(box(elsewhere)).to_have_value(re.compile("^You can"))


@on_sqlite
def test_a_note_cannot_be_taken_for_a_reply_and_keys_change_between_them(open_browser, ticket):
    ana = open_browser("ana")
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    expect(ana.locator("#note-body")).to_be_hidden()
    ana.get_by_role("tab", name="Reply").focus()
    ana.keyboard.press("ArrowRight")
    expect(ana.locator("#note-body")).to_be_visible()
    expect(box(ana)).to_be_hidden()
    ana.locator("#note-body").fill("Only for us.")
    ana.get_by_role("button", name="Save note").click()
    expect(ana.locator(".ev.note")).to_contain_text("Only for us.")


@on_sqlite
def test_a_preview_and_back_loses_nothing(open_browser, ticket):
    ana = open_browser("ana")
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    box(ana).fill(f"**{TEXT}**")
    ana.get_by_role("button", name="Preview").click()
    expect(ana.locator("[data-preview] strong")).to_have_text(TEXT)
    ana.get_by_role("button", name="Back to writing").click()
    expect(box(ana)).to_have_value(f"**{TEXT}**")


@on_sqlite
def test_a_canned_answer_is_found_by_its_first_letters_with_keys_alone(open_browser, ticket):
    ana = open_browser("ana")
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    ana.locator("[data-canned] summary").focus()
    ana.keyboard.press("Enter")
    expect(ana.locator("[data-filter]")).to_be_focused()
    ana.keyboard.type("licence freed")
    expect(ana.locator("[data-words]:visible")).to_have_count(1)
    ana.keyboard.press("Enter")
    ana.keyboard.press("Enter")
    expect(ana.locator("[data-undo]").first).to_contain_text(ticket["reference"])


@on_sqlite
def test_nothing_moves_under_the_pointer_when_a_draft_is_kept(open_browser, ticket):
    ana = open_browser("ana")
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    for text, send in ((box(ana), "Send and complete"), (ana.locator("#note-body"), "Save note")):
        if not text.is_visible():
            ana.get_by_role("tab", name="Note").click()
        button = ana.get_by_role("button", name=send, exact=True)
        button.scroll_into_view_if_needed()
        before = button.bounding_box()
        text.fill("Yes")
        expect(ana.get_by_text("Draft saved").locator("visible=true")).to_be_visible()
        assert button.bounding_box() == before


@on_sqlite
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_gap_is_caught_and_sent_when_it_is_meant(open_browser, ticket, scripts):
    ana = open_browser("ana", java_script_enabled=scripts)
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    box(ana).fill("Your number is {serial}")
    ana.get_by_role("button", name="Send and complete", exact=True).click()
    expect(ana.get_by_role("alert")).to_contain_text("Fill in what still stands in brackets: serial")
    expect(box(ana)).to_have_value("Your number is {serial}")
    ana.get_by_role("button", name="Send anyway and complete").click()
    expect(ana.locator("[data-undo]").first).to_contain_text(ticket["reference"])
