"""A reply can be taken back while it is held."""

from playwright.sync_api import expect

from . import steps


def test_a_reply_taken_back_never_leaves_and_its_text_is_back_in_the_box(desk_server, open_browser):
    wanted = [{"email": "undone@example.net"}, {"email": "later@example.net"}]
    taken_back, later = desk_server.stage("tickets", wanted=wanted)
    ana = open_browser("ana")

    def answer(ticket, text):
        ana.goto(f"/desk/tickets/{ticket['reference']}/")
        with ana.expect_response("**/draft/"):
            ana.get_by_role("textbox", name="Your reply").fill(text)
        ana.get_by_role("button", name="Send and complete", exact=True).click()
        expect(ana.locator("[data-undo]").first).to_contain_text(ticket["reference"])

    desk_server.mailbox.wait_for("undone@example.net")  # the confirmation
    answer(taken_back, "Wrong customer, sorry.")
    ana.locator("[data-undo]", has_text=taken_back["reference"]).get_by_role("button", name="Undo").click()
    expect(ana.get_by_text("Taken back. Your text is in the box.")).to_be_visible()
    expect(ana.get_by_role("textbox", name="Your reply")).to_have_value("Wrong customer, sorry.")
    expect(ana.locator(".head .tag")).to_have_text("Assigned")  # since she began to write

    answer(later, "Here is your link.")
    desk_server.mailbox.wait_for("later@example.net", 2)  # held longer than the first would have been
    assert len(desk_server.mailbox.to("undone@example.net")) == 1

    customer = open_browser()
    customer.goto(taken_back["link"])
    expect(customer.locator(".steps [aria-current]")).to_contain_text("Assigned")
    expect(customer.get_by_text("Wrong customer")).to_have_count(0)


def test_once_the_hold_is_over_there_is_nothing_to_undo(desk_server, open_browser):
    [ticket] = desk_server.stage("tickets", wanted=[{"email": "late@example.net"}])
    ana = open_browser("ana")
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    ana.get_by_role("textbox", name="Your reply").fill("Here is your link.")
    ana.get_by_role("button", name="Send and complete", exact=True).click()
    toast = ana.locator("[data-undo]", has_text=ticket["reference"])
    expect(toast).to_be_visible()
    expect(toast).to_be_hidden()
    desk_server.mailbox.wait_for("late@example.net", 2)
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    expect(ana.locator("[data-undo]")).to_have_count(0)
    steps.reload_until(ana, ana.locator(".timeline .me").get_by_text("Sent by mail"))
