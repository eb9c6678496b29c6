"""The pages of work on a ticket beside answering it, for `pages`."""

from playwright.sync_api import expect


def desk_ticket_worked_on(visit):
    """Tagged, edited, with another ticket merged into it and a run of events."""
    visit.desk_ticket("merged into")
    visit.page.locator(".run > summary").first.click()
    visit.page.locator("main details summary").last.click()
    # What comes from the FAQ makes the page longer; the header that stays above must not lie over a tab meanwhile.
    expect(visit.page.locator(".suggested")).to_be_visible()
    visit.page.evaluate("scrollTo(0, 0)")


def desk_ticket_merged(visit):
    visit.desk_ticket("merged away")


def ticket_merged(visit):
    visit.ticket("merged away")


def desk_move(visit):
    visit.go(f"/desk/tickets/{visit.here['queued']['reference']}/move/")


def desk_move_asks(visit):
    desk_move(visit)
    visit.page.locator("[name=category]").select_option("billing")
    visit.page.locator("main .btn").click()
    expect(visit.page.locator("[name=fill_in]")).to_have_count(1)
    visit.page.locator("main .btn").click()
    expect(visit.page.locator("[data-error-summary]")).to_be_focused()


def desk_answers(visit):
    visit.go(f"/desk/tickets/{visit.here['queued']['reference']}/answers/")


def desk_hand_over(visit):
    visit.go(f"/desk/tickets/{visit.here['queued']['reference']}/hand-over/")
    visit.page.locator("main .btn").click()
    expect(visit.page.locator("[data-error-summary]")).to_be_focused()


def desk_print(visit):
    visit.go(f"/desk/tickets/{visit.here['merged into']['reference']}/print/?notes=1")


def desk_new(visit):
    visit.go("/desk/new/")


def desk_new_in(visit):
    visit.go("/desk/new/installation/")


def desk_redact(visit):
    visit.desk_ticket("queued")
    visit.page.locator(".ev a[href*='/redact/']").first.click()
    expect(visit.page.locator("[name=is_sure]")).to_have_count(1)


def desk_search(visit):
    visit.go("/desk/search/?q=grace")
    expect(visit.page.locator("ol.found mark").first).to_be_visible()


def desk_search_nothing(visit):
    visit.go("/desk/search/?q=xylophone")


def desk_search_narrowed(visit):
    visit.go("/desk/search/?q=the in:downloads after:2020 from:grace")
    expect(visit.page.locator("ol.found mark").first).to_be_visible()


def desk_search_misunderstood(visit):
    visit.go("/desk/search/?q=grace before:banana in:nowhere from:")


CUSTOMER = [ticket_merged]
ASSISTANT = [
    desk_search,
    desk_search_nothing,
    desk_search_narrowed,
    desk_search_misunderstood,
    desk_ticket_worked_on,
    desk_ticket_merged,
    desk_move,
    desk_move_asks,
    desk_answers,
    desk_hand_over,
    desk_print,
    desk_new,
    desk_new_in,
]
OWNER = [desk_redact]
