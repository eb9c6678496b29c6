"""The owner's pages about the FAQ, for `pages`."""

import re

from playwright.sync_api import expect

from tests.tickets.files import picture


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


OWNER = [
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
