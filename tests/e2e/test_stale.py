"""A reply is stopped when something newer arrived since the page was drawn."""

import pytest
from playwright.sync_api import expect

TEXT = "You can download it again from your account."


def the_customer_writes(open_browser, ticket):
    customer = open_browser()
    customer.goto(ticket["link"])
    customer.get_by_role("textbox").fill("I found it myself, thank you.")
    customer.get_by_role("button", name="Send reply").click()
    expect(customer.get_by_text("Your message has reached us.")).to_be_visible()
    return "I found it myself, thank you."


def a_colleague_answers(open_browser, ticket):
    owner = open_browser("owner")
    owner.goto(f"/desk/tickets/{ticket['reference']}/")
    owner.get_by_role("textbox", name="Your reply").fill("I have sent you a new file.")
    owner.get_by_role("button", name="Send, keep open", exact=True).click()
    expect(owner.locator("[data-undo]").first).to_be_visible()
    return "I have sent you a new file."


@pytest.mark.parametrize("meanwhile", [the_customer_writes, a_colleague_answers])
def test_it_waits_beside_what_is_new_and_goes_when_sent_again(desk_server, open_browser, meanwhile):
    email = f"{meanwhile.__name__.replace('_', '-')}@example.net"
    [ticket] = desk_server.stage("tickets", wanted=[{"email": email}])
    ana = open_browser("ana")
    ana.goto(f"/desk/tickets/{ticket['reference']}/")
    ana.get_by_role("textbox", name="Your reply").fill(TEXT)

    news = meanwhile(open_browser, ticket)
    with ana.expect_response(lambda response: response.request.method == "POST") as posted:
        ana.get_by_role("button", name="Send and complete", exact=True).click()

    assert posted.value.status == 409
    expect(ana.get_by_role("alert")).to_contain_text("Not sent yet")
    expect(ana.locator(".timeline")).to_contain_text(news)
    expect(ana.get_by_role("textbox", name="Your reply")).to_have_value(TEXT)

    ana.get_by_role("button", name="Send anyway and complete", exact=True).click()
    expect(ana.locator("[data-undo]").first).to_contain_text(ticket["reference"])
    answers = 2 if meanwhile is the_customer_writes else 3  # the confirmation, and the colleague's own
    assert TEXT in desk_server.mailbox.wait_for(email, answers).text
