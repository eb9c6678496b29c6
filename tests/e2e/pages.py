"""The pages that `test_pages` looks at: how each is opened, as a person would, and by whom."""

import re
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.tickets.files import picture

from . import pages_faq as answers
from . import pages_settings as settings
from . import pages_work as work
from . import steps

SPEAKING = {
    "owner": {"en": "owner", "tr": "ayla"},
    "assistant": {"en": "ana", "tr": "deniz"},
    "idle": {"en": "quentin", "tr": "sakin"},
    "newcomer": {"en": "nil", "tr": "yeni"},
}


@dataclass(frozen=True)
class Look:
    theme: str
    width: int
    language: str

    def __str__(self):
        return f"{self.language}-{self.theme}-{self.width}"


PHOTO = picture("PNG", (320, 200))
# Every pair of theme, width and language is among these. A page is opened in the first of a language, then turned.
LOOKS = {
    "en": [Look("light", 1280, "en"), Look("dark", 360, "en")],
    "tr": [Look("light", 360, "tr"), Look("dark", 1280, "tr")],
}


class Visit:
    """A page about to be opened in one of its looks: `go` a path of its language, `stage` what it can show."""

    def __init__(self, page, stage, look):
        self.page, self.look = page, look
        self.here = stage[look.language]
        self.category = stage["category"]

    def go(self, path):
        return self.page.goto(path)

    def customer(self, path):
        return self.go(path if self.look.language == "en" else f"/tr{path}")

    def ticket(self, state):
        self.go(self.here[state]["link"])
        expect(self.page).to_have_url(re.compile(f"/tickets/{self.here[state]['reference']}/"))

    def desk_ticket(self, state):
        self.go(f"/desk/tickets/{self.here[state]['reference']}/")


def home(visit):
    visit.customer("/")


def category(visit):
    visit.customer("/help/installation/")


def category_questions_open(visit):
    category(visit)
    for summary in visit.page.locator("main summary").all()[:2]:
        summary.click()


def category_with_errors(visit):
    category(visit)
    visit.page.locator("[name=email]").fill("grace@")
    visit.page.locator("form[novalidate] .btn").click()
    expect(visit.page.locator("[data-error-summary]")).to_be_focused()


def check(visit):
    category(visit)
    subject = {"en": "The serial number is refused", "tr": "Seri numarası kabul edilmiyor"}[visit.look.language]
    steps.fill_form(visit.page, email="grace@gmial.com", subject=subject)
    visit.page.locator("form[novalidate] .btn").click()
    expect(visit.page).to_have_url(re.compile("/check/"))


def sent(visit):
    visit.go(visit.here["sent"])


def status(visit):
    visit.customer("/status/")


def status_slip(visit):
    visit.customer("/status/?reference=482-913-054")


def status_found(visit):
    visit.customer(f"/status/?reference={visit.here['asked']['reference']}")


def ticket_queued(visit):
    visit.ticket("queued")


def ticket_asked(visit):
    visit.ticket("asked")


def ticket_completed(visit):
    visit.ticket("completed")
    visit.page.locator("main summary").click()


def link_gone(visit):
    visit.customer("/t/cut-off/")


def link_old(visit):
    visit.go(visit.here["old_link"])


def link_needed(visit):
    """A message was sent without the link."""
    visit.ticket("queued")
    visit.page.locator("[name=body]").fill(visit.here["subject"])
    visit.page.context.clear_cookies(name="tickets")
    visit.page.locator("form[data-keep] .btn").last.click()
    expect(visit.page.locator(".notice.warning")).to_be_visible()


def category_with_file_and_hint(visit):
    visit.customer("/help/downloads/")
    visit.page.locator("[name=f_device][value=phone]").check()
    visit.page.locator("[name=attachments]").set_input_files(
        {"name": "a-rather-long-name-of-a-file-from-a-telephone.txt", "mimeType": "text/plain", "buffer": b"x" * 2048}
    )
    expect(visit.page.locator(".kept")).to_be_visible()


def solved(visit):
    category_with_file_and_hint(visit)
    visit.page.locator("[name=solved_by]:visible").click()
    expect(visit.page).to_have_url(re.compile("/solved/"))


def ticket_with_file(visit):
    visit.ticket("spare, light")
    visit.page.locator("[name=attachments]").set_input_files(
        {"name": "photo.png", "mimeType": "image/png", "buffer": PHOTO}
    )
    expect(visit.page.locator(".kept")).to_be_visible()
    visit.page.locator("[name=body]").fill(visit.here["subject"])
    visit.page.locator("form[data-keep] .btn").last.click()
    steps.reload_until(visit.page, visit.page.locator(".timeline img").first)


def my(visit):
    visit.go(visit.here["all"])
    expect(visit.page.locator(".own")).to_be_visible()


def my_needed(visit):
    visit.customer("/my/")


def not_me(visit):
    visit.go(visit.here["not_me"])


def privacy(visit):
    visit.customer("/privacy/")


def draft_gone(visit):
    visit.customer("/help/installation/check/")


def category_suggestions(visit):
    category(visit)
    visit.page.locator("[name=subject]").press_sequentially(visit.here["question"], delay=10)
    expect(visit.page.locator(".answers [role=option]").first).to_be_visible()


def check_answers_open(visit):
    check(visit)
    visit.page.locator("main summary").first.click()
    expect(visit.page.locator("[name=entry]").first).to_be_visible()


def entry_solved(visit):
    check_answers_open(visit)
    visit.page.locator("[name=entry]").first.click()
    expect(visit.page).to_have_url(re.compile("/check/solved/"))


def not_found(visit):
    assert visit.customer("/nowhere/").status == 404


def login(visit):
    visit.go("/accounts/login/")


def login_refused(visit):
    login(visit)
    visit.page.locator("[name=login]").fill("nobody@example.com")
    visit.page.locator("[name=password]").fill("not this one")
    visit.page.locator("[name=password]").press("Enter")
    expect(visit.page.locator("[aria-invalid=true], .sum, [role=alert]").first).to_be_visible()


def queue(visit):
    visit.go("/desk/")


def queue_filtered(visit):
    visit.go("/desk/?state=completed")


def queue_with_a_menu(visit):
    queue(visit)
    visit.page.locator("[data-rows] [data-answer]").first.click()
    expect(visit.page.locator("[data-answer-menu]")).to_be_visible()


def queue_selected(visit):
    queue(visit)
    for box in visit.page.locator("[data-rows] [name=ticket]").all()[:2]:
        box.check()
    visit.page.locator("[data-bulk] details summary").nth(1).click()


def bulk_answer(visit):
    queue(visit)
    visit.page.locator("[data-all]").check()
    visit.page.locator("[data-bulk] details summary").first.click()
    visit.page.locator("[data-bulk] [value^='answer:']").first.click()
    expect(visit.page.locator(".timeline")).to_be_visible()


def canned(visit):
    visit.go("/desk/canned/")
    expect(visit.page.locator(".cards")).to_be_visible()


def canned_form(visit):
    canned(visit)
    visit.page.locator(".cards h2 a").first.click()
    expect(visit.page.locator("[data-canned-form]")).to_be_visible()
    visit.page.locator("[data-canned-form] summary").click()


def canned_preview(visit):
    canned_form(visit)
    visit.page.locator("[name=preview]").click()
    expect(visit.page.locator(".ev.me").first).to_be_visible()


def saved_views(visit):
    visit.go("/desk/views/?query=state%3Dasked")


def queue_empty(visit):
    visit.go("/desk/")
    expect(visit.page.locator(".empty")).to_be_visible()


def queue_without_a_category(visit):
    queue_empty(visit)


def desk_ticket(visit):
    visit.desk_ticket("queued")


def desk_ticket_answered(visit):
    visit.desk_ticket("completed")


def desk_ticket_canned(visit):
    visit.desk_ticket("queued")
    visit.page.locator(".canned > summary").click()


def desk_ticket_note(visit):
    visit.desk_ticket("asked")
    visit.page.get_by_role("tab").nth(1).click()
    expect(visit.page.locator("#note-body")).to_be_focused()


def desk_ticket_preview(visit):
    visit.desk_ticket("queued")
    visit.page.locator("#reply-body").fill(f"## {visit.here['subject']}\n\n- **1**\n- 2")
    visit.page.locator("[data-preview-button]").click()
    expect(visit.page.locator("[data-preview]")).to_be_visible()


def desk_ticket_forgotten(visit):
    visit.desk_ticket("queued")
    visit.page.locator("#reply-body").fill("{serial}")
    visit.page.locator("[name=then]").first.click()
    expect(visit.page.locator("[data-error-summary]")).to_be_focused()


def desk_ticket_refused(visit):
    visit.desk_ticket("queued")
    visit.page.locator("[name=then]").first.click()
    expect(visit.page.locator(".stopped")).to_be_visible()


def desk_after_sending(visit):
    visit.desk_ticket(f"spare, {visit.look.theme}")
    visit.page.locator("[name=body]").first.fill(visit.here["subject"])
    visit.page.locator("[name=then]").first.click()
    expect(visit.page.locator("[data-undo]").first).to_be_visible()


def command_menu(visit):
    queue(visit)
    visit.page.locator("[data-commands-open]").click()
    expect(visit.page.locator("#commands-box")).to_be_focused()


def signed_out(visit):
    visit.desk_ticket("asked")
    visit.page.locator("[name=body]").first.fill(visit.here["subject"])
    visit.page.context.clear_cookies(name="sessionid")
    visit.page.locator("[name=then]").first.click()
    expect(visit.page.locator("textarea[readonly]")).to_be_visible()


PAGES = {
    None: [
        home,
        category,
        category_questions_open,
        category_with_errors,
        check,
        sent,
        status,
        status_slip,
        status_found,
        ticket_queued,
        ticket_asked,
        ticket_completed,
        ticket_with_file,
        *work.CUSTOMER,
        link_gone,
        link_old,
        link_needed,
        category_with_file_and_hint,
        solved,
        my,
        my_needed,
        not_me,
        privacy,
        draft_gone,
        *answers.CUSTOMER,
        category_suggestions,
        check_answers_open,
        entry_solved,
        not_found,
        login,
        login_refused,
    ],
    "assistant": [
        queue,
        queue_filtered,
        queue_with_a_menu,
        queue_selected,
        bulk_answer,
        saved_views,
        canned,
        canned_form,
        canned_preview,
        desk_ticket,
        desk_ticket_answered,
        desk_ticket_canned,
        desk_ticket_note,
        desk_ticket_preview,
        desk_ticket_forgotten,
        desk_ticket_refused,
        *work.ASSISTANT,
        answers.desk_suggested,
        desk_after_sending,
        *settings.PERSON,
        command_menu,
        signed_out,
    ],
    "idle": [queue_empty],
    "newcomer": [queue_without_a_category],
    "owner": [*answers.OWNER, *settings.OWNER, *work.OWNER],
}
