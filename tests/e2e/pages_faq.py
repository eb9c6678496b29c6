"""The pages of the FAQ, for `pages`: the customers' and the owner's."""

import re

from playwright.sync_api import expect

from tests.tickets.files import picture


def faq_index(visit):
    visit.customer("/faq/")


def faq_entry(visit):
    visit.customer(f"/faq/{visit.here['entry']}/")


def faq_search(visit):
    visit.customer(f"/faq/search/?q={visit.here['question']}")
    expect(visit.page.locator("main .links a").first).to_be_visible()


def faq_search_nothing(visit):
    visit.customer("/faq/search/?q=kumquat jigsaw")
    expect(visit.page.locator("main .links")).to_have_count(0)


def faq_suggestions(visit):
    visit.customer("/faq/")
    visit.page.locator("#faq-q").press_sequentially(visit.here["question"], delay=10)
    expect(visit.page.locator(".answers [role=option]").first).to_be_visible()
    visit.page.locator("#faq-q").press("ArrowDown")
    expect(visit.page.locator("[role=option][aria-selected=true]")).to_be_visible()


def faq_helped(visit):
    faq_entry(visit)
    visit.page.locator("[name=helped][value=yes]").click()
    expect(visit.page).to_have_url(re.compile("said=yes"))


def faq_did_not_help(visit):
    faq_entry(visit)
    visit.page.locator("[name=helped][value=no]").click()
    expect(visit.page.locator("[name=reason]")).to_be_visible()


def category_after_reading(visit):
    faq_did_not_help(visit)
    visit.page.locator("[name=reason]").fill(visit.here["subject"])
    visit.page.locator("[name=reason]").press("Enter")
    expect(visit.page.locator("main .notice")).to_contain_text(visit.here["subject"])


def faq_none(visit):
    faq_search(visit)
    visit.page.locator("[action$='/faq/none/'] button").click()
    expect(visit.page).to_have_url(re.compile("/faq/none/"))


def ask_back(visit):
    faq_search_nothing(visit)
    visit.page.locator("main a[href*='/ask/']").click()
    expect(visit.page.locator("[name=q]")).to_have_value("kumquat jigsaw")


def ask_back_with_errors(visit):
    ask_back(visit)
    visit.page.locator("[name=email]").fill("grace@")
    visit.page.locator("main .btn").last.click()
    expect(visit.page.locator("[aria-invalid=true]")).to_have_count(1)


def desk_suggested(visit):
    visit.go(f"/desk/tickets/{visit.here['queued']['reference']}/suggested/")
    expect(visit.page.locator(".suggested li").first).to_be_visible()


def faq_unfound(visit):
    """What the team says was there all along: said here first, on a ticket."""
    desk_suggested(visit)
    pressed = visit.page.locator(".suggested [aria-pressed=true]")
    if not pressed.count():
        visit.page.locator(".suggested form button").first.click()
        expect(pressed.first).to_be_visible()
    visit.go("/desk/faq/unfound/")
    expect(visit.page.locator(".matter").first).to_be_visible()


def faq_statistics(visit):
    visit.go("/desk/faq/?days=365&sort=question")


def faq_to_do(visit):
    faq_statistics(visit)
    visit.page.locator(".asked [name=kind]").first.click()
    expect(visit.page.locator(".notices")).to_be_visible()


def faq_misses(visit):
    visit.go("/desk/faq/misses/?days=90")


def faq_miss_added(visit):
    faq_misses(visit)
    visit.page.locator("[data-row] [name=entry]").first.click()
    expect(visit.page.locator("main .notice")).to_be_visible()


def faq_misses_filtered(visit):
    visit.go("/desk/faq/misses/?kind=soft&language=tr")


def faq_entries(visit):
    visit.go("/desk/faq/entries/")


def faq_entries_none(visit):
    visit.go("/desk/faq/entries/?q=xylophone")


def faq_entry_new(visit):
    visit.go("/desk/faq/entries/new/?phrase=audio+book&phrase=book+to+hear&language=en")


def faq_entry_with_errors(visit):
    visit.go("/desk/faq/entries/new/")
    visit.page.locator("main [value=save]").click()
    expect(visit.page.locator("[data-error-summary]")).to_be_focused()


def faq_entry_changed(visit):
    """With a preview, and a picture that was added."""
    faq_entries(visit)
    visit.page.locator("main h2 a").first.click()
    expect(visit.page.locator("form.entry")).to_be_visible()
    before = visit.page.locator(".picture img").count()
    file = {"name": "key.png", "mimeType": "image/png", "buffer": picture("PNG", (320, 200))}
    visit.page.locator("[name=picture0-file]").set_input_files(file)
    visit.page.locator("[name=picture0-alt]").fill("A key on a rather long table-of-contents")
    visit.page.locator("[value=pictures]").click()
    expect(visit.page.locator(".picture img")).to_have_count(before + 1)
    visit.page.locator("main [value=preview]").click()
    expect(visit.page.locator("main .ev")).not_to_have_count(0)


def faq_entry_history(visit):
    faq_entries(visit)
    visit.page.locator("main h2 a").first.click()
    expect(visit.page.locator("form.entry")).to_be_visible()
    visit.page.locator("[name=body_en]").fill(f"One line\n\nand another: {visit.look}")
    visit.page.locator("main [value=save]").click()
    expect(visit.page.locator(".notices")).to_be_visible()
    visit.page.locator("main a[href$='/history/']").click()
    expect(visit.page).to_have_url(re.compile("/history/"))
    expect(visit.page.locator(".diff").first).to_be_visible()


def faq_synonyms(visit):
    visit.go("/desk/faq/synonyms/")


CUSTOMER = [
    faq_index,
    faq_entry,
    faq_search,
    faq_search_nothing,
    faq_suggestions,
    faq_helped,
    faq_did_not_help,
    category_after_reading,
    faq_none,
    ask_back,
    ask_back_with_errors,
]
OWNER = [
    faq_unfound,
    faq_statistics,
    faq_to_do,
    faq_misses,
    faq_miss_added,
    faq_misses_filtered,
    faq_entries,
    faq_entries_none,
    faq_entry_new,
    faq_entry_with_errors,
    faq_entry_changed,
    faq_entry_history,
    faq_synonyms,
]
