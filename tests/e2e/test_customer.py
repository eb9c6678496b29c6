"""What customers do beside the main line, with and without scripts, by mouse, on a telephone's window."""

import re

import pytest
from playwright.sync_api import expect

from . import steps

on_sqlite = pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
PHONE = {"width": 360, "height": 800}
PROOF = {"name": "proof.txt", "mimeType": "text/plain", "buffer": b"Paid on Monday"}


def go_on(page):
    page.get_by_role("button", name="Continue").click()


def expect_problem(page, sentence):
    """The sentence stands in the summary and at its field."""
    expect(page.locator("[data-error-summary]")).to_contain_text(sentence)
    expect(page.locator(".err .msg").filter(has_text=sentence).first).to_be_visible()


def expect_no_sideways_scrolling(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def send(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("Check before you send")
    page.get_by_role("button", name="Send ticket").click()
    return steps.reference_shown(page)


@on_sqlite
@with_and_without_scripts
def test_files_survive_an_error_and_reach_both_sides(desk_server, open_browser, scripts):
    email = f"files-{scripts}@example.net".lower()
    page = open_browser(java_script_enabled=scripts, viewport=PHONE)
    page.goto("/help/installation/")
    steps.fill_form(page, email="grace@", serial="not a serial")
    chooser = page.locator("[name=attachments]")
    chooser.set_input_files(PROOF)
    if scripts:  # it is there before the form is sent
        expect(page.locator(".kept")).to_contain_text("proof.txt")
    go_on(page)
    expect_problem(page, "Enter an e-mail address in the right form")
    expect(page.locator(".kept")).to_contain_text("proof.txt")
    expect(page.locator("[name=f_serial]")).to_have_value("not a serial")
    expect(page.locator("[name=text]")).to_have_value(re.compile("on two computers"))
    expect_no_sideways_scrolling(page)

    page.locator("[name=email]").fill(email)
    page.locator("[name=f_serial]").fill("LP2208831947")
    go_on(page)
    expect(page.locator("dl.summary")).to_contain_text("proof.txt")
    reference = send(page)

    page.goto(desk_server.mailbox.wait_for(email).link)
    with page.expect_download() as download:
        page.get_by_role("link", name="proof.txt").click()
    assert download.value.path().read_bytes() == PROOF["buffer"]
    ana = open_browser("ana", java_script_enabled=scripts)
    ana.goto(f"/desk/tickets/{reference}/")
    with ana.expect_download() as download:
        ana.get_by_role("link", name="proof.txt").click()
    assert download.value.path().read_bytes() == PROOF["buffer"]


@on_sqlite
def test_a_file_can_be_pasted_seen_and_removed(open_browser):
    page = open_browser()
    page.goto("/help/installation/")
    page.locator("[name=text]").evaluate(
        """box => {
            const files = new DataTransfer();
            files.items.add(new File(["Paid"], "pasted.txt", { type: "text/plain" }));
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: files, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator(".kept")).to_contain_text("pasted.txt")
    page.get_by_label("Remove: pasted.txt").click()
    expect(page.locator(".kept")).to_have_count(0)


@on_sqlite
@with_and_without_scripts
def test_a_form_that_changed_meanwhile_says_so_and_keeps_what_was_typed(desk_server, open_browser, scripts):
    page = open_browser(java_script_enabled=scripts)
    page.goto("/help/installation/")
    steps.fill_form(page, email=f"stale-{scripts}@example.net".lower())
    label = f"Version, as it says under About ({scripts})"
    desk_server.stage("rename", category="installation", key="version", label=label)
    go_on(page)
    expect_problem(page, f"This question has changed since you opened the page. Check your answer: {label}")
    expect(page.locator("[name=f_version]")).to_have_value("4.2.1")
    go_on(page)
    send(page)


@on_sqlite
@with_and_without_scripts
def test_a_question_appears_with_its_answer(open_browser, scripts):
    page = open_browser(java_script_enabled=scripts)
    page.goto("/help/downloads/")
    question = page.get_by_label("Model of the e-reader")
    expect(question).to_be_hidden()
    page.locator("[name=f_device][value=e-reader]").check()
    if not scripts:
        go_on(page)
    expect(question).to_be_visible()
    if scripts:
        page.locator("[name=f_device][value=mac]").check()
        expect(question).to_be_hidden()


@on_sqlite
@with_and_without_scripts
def test_a_hint_solves_it_and_no_ticket_is_filed(desk_server, open_browser, scripts):
    email = f"hint-{scripts}@example.net".lower()
    page = open_browser(java_script_enabled=scripts)
    page.goto("/help/downloads/")
    page.locator("[name=email]").fill(email)
    page.locator("[name=f_device][value=phone]").check()
    if not scripts:
        go_on(page)
    solved = page.get_by_role("button", name=re.compile("That solved it"))
    expect(page.get_by_text("Keep it lit until the file is there")).to_be_visible()
    solved.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good to hear")

    page.get_by_role("link", name="It is not solved after all").click()
    expect(page.locator("[name=email]")).to_have_value(email)
    page.locator("[name=f_order__missing]").check()
    page.locator("[name=subject]").fill("The download stops")
    page.locator("[name=text]").press_sequentially("Halfway, every time, also with the screen lit.", delay=steps.TYPING)
    go_on(page)
    expect(page.locator("dl.summary")).to_contain_text("Already tried")
    reference = send(page)
    ana = open_browser("ana")
    ana.goto(f"/desk/tickets/{reference}/")
    expect(ana.locator(".body .tried").first).to_have_text("Already tried:")


@on_sqlite
@with_and_without_scripts
def test_a_link_that_is_too_old_is_renewed_by_mail(desk_server, open_browser, scripts):
    email = f"old-{scripts}@example.net".lower()
    [ticket] = desk_server.stage("tickets", wanted=[{"email": email}])
    desk_server.mailbox.wait_for(email)
    page = open_browser(java_script_enabled=scripts)
    answer = page.goto(desk_server.stage("old_link", reference=ticket["reference"]))
    assert answer.status == 410
    page.get_by_role("button", name="Send me a new link").click()
    expect(page.get_by_text("A new link is on its way to o•••@e•••.net.")).to_be_visible()
    page.goto(desk_server.mailbox.wait_for(email, 2).link)
    expect(page.get_by_role("heading", level=1)).to_have_text(ticket["subject"])


@on_sqlite
@with_and_without_scripts
def test_a_completed_ticket_is_reopened_and_staff_are_told(desk_server, open_browser, scripts):
    email = f"again-{scripts}@example.net".lower()
    wanted = [{"email": email, "reply": ["It should work now.", "complete"]}]
    [ticket] = desk_server.stage("tickets", wanted=wanted)
    ana = open_browser("ana")
    ana.goto("/desk/")
    steps.expect_live(ana)
    before = steps.waiting(ana)
    page = open_browser(java_script_enabled=scripts)
    page.goto(ticket["link"])
    expect(page.get_by_text("This ticket is completed. Your message opens it again.")).to_be_visible()
    page.get_by_role("button", name="Still not right? Reopen").click()
    expect(page.get_by_text("Your ticket is open again.")).to_be_visible()
    steps.expect_waiting(ana, before + 1)
    expect(ana.locator("[data-new-tickets]")).to_be_visible()


@on_sqlite
@with_and_without_scripts
def test_a_message_outlives_a_forgotten_link(desk_server, open_browser, scripts):
    [ticket] = desk_server.stage("tickets", wanted=[{"email": f"lost-{scripts}@example.net".lower()}])
    page = open_browser(java_script_enabled=scripts)
    page.goto(ticket["link"])
    page.get_by_role("textbox").fill("One more thing: it happens at night.")
    page.context.clear_cookies(name="tickets")
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_text("Your message is not sent yet.")).to_be_visible()
    other = page.context.new_page()
    other.goto(ticket["link"])
    page.get_by_role("button", name="Send reply").click()
    expect(page.locator(".timeline")).to_contain_text("One more thing: it happens at night.")


@on_sqlite
def test_an_answer_appears_by_itself_and_leaves_what_is_typed_alone(desk_server, open_browser):
    [ticket] = desk_server.stage("tickets", wanted=[{"email": "live@example.net"}])
    page = open_browser()
    page.clock.install()
    page.goto(ticket["link"])
    page.get_by_role("textbox").fill("I am just wr")
    desk_server.stage("reply", reference=ticket["reference"], body="It is repaired.", then="complete")
    page.clock.fast_forward(31_000)
    expect(page.locator(".timeline .us")).to_contain_text("It is repaired.")
    expect(page.locator(".timeline .new")).to_have_text("New answer")
    expect(page.locator("[data-news]")).to_have_text("New answer")
    expect(page.locator(".state .tag")).to_have_text("Completed")
    expect(page.get_by_text("This ticket is completed. Your message opens it again.")).to_be_visible()
    expect(page.get_by_role("button", name="Still not right? Reopen")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("I am just wr")
    page.clock.fast_forward(31_000)
    page.get_by_role("textbox").press_sequentially("iting")
    page.get_by_role("button", name="Send and reopen").click()
    expect(page.get_by_text("Your message has reached us.")).to_be_visible()


@on_sqlite
@with_and_without_scripts
def test_all_tickets_of_an_address_and_the_end_of_its_mail(desk_server, open_browser, scripts):
    email = f"many-{scripts}@example.net".lower()
    wanted = [{"email": email, "subject": f"Number {n}"} for n in range(3)]
    desk_server.stage("tickets", wanted=wanted)
    desk_server.mailbox.wait_for(email)
    page = open_browser(java_script_enabled=scripts)
    page.goto("/status/")
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="E-mail me a link to all my tickets").click()
    expect(page.get_by_text("If we know this address and may mail it now, a link to all your tickets")).to_be_visible()
    page.goto(desk_server.mailbox.wait_for(email, 2).link)
    expect(page).to_have_url(re.compile("/my/$"))
    expect(page.locator(".own li")).to_have_count(3)
    page.get_by_role("link", name="Number 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Number 1")

    page.goto(desk_server.stage("links", email=email)["not_me"])
    page.get_by_role("button", name="This was not me: send nothing more").click()
    expect(page.get_by_role("button", name="I do want mail from you again")).to_be_visible()
    ana = open_browser("ana", java_script_enabled=scripts)
    ana.goto("/desk/search/?q=" + email)
    ana.get_by_role("link", name=re.compile("Number 2")).click()
    expect(ana.locator(".timeline")).to_contain_text("says that they did not write this")


@on_sqlite
def test_words_typed_in_a_tab_survive_leaving_it(open_browser):
    page = open_browser()
    page.goto("/help/installation/")
    page.locator("[name=text]").fill("Typed for ten minutes.")
    page.goto("/faq/")
    page.goto("/help/installation/")
    expect(page.locator("[name=text]")).to_have_value("Typed for ten minutes.")


@on_sqlite
@with_and_without_scripts
def test_more_text_than_a_page_takes_is_told_and_still_there_one_page_back(open_browser, scripts, manners):
    manners.excuse("413")
    size = 1_200_000
    page = open_browser(java_script_enabled=scripts)
    page.goto("/help/installation/")
    steps.fill_form(page, email="long@example.net")
    steps.fill_with(page.locator("[name=text]"), size)
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("That is too much at once")
    page.go_back()
    expect(page.locator("[name=email]")).to_have_value("long@example.net")
    assert steps.length_of(page.locator("[name=text]")) == size
