"""The settings of the owner and of each person, for `pages`."""

from playwright.sync_api import expect


def settings(visit):
    visit.go("/desk/settings/")


def settings_with_errors(visit):
    settings(visit)
    visit.page.locator("[name=mails_overall]").fill("0")
    visit.page.locator("form[novalidate] .btn").click()
    expect(visit.page.locator("[data-error-summary]")).to_be_focused()


def mail_texts(visit):
    visit.go("/desk/settings/mail/")


def mail_text(visit):
    visit.go(f"/desk/settings/mail/confirmation/{visit.look.language}/")
    visit.page.locator("[value=preview]").click()
    expect(visit.page.locator(".preview")).to_be_visible()


def mail(visit):
    visit.go("/desk/mail/")
    expect(visit.page.locator("table.stats")).to_be_visible()


def files_and_backups(visit):
    visit.go("/desk/settings/files/")
    expect(visit.page.get_by_role("heading", level=2)).to_have_count(2)


def audit_log(visit):
    visit.go("/desk/settings/audit/")
    expect(visit.page.locator("table.stats")).to_be_visible()


def sessions(visit):
    visit.go("/accounts/sessions/")
    expect(visit.page.locator(".own")).to_be_visible()


def second_factor(visit):
    visit.go("/accounts/2fa/")


def setup_name(visit):
    visit.go("/desk/setup/")


def setup_category(visit):
    visit.go("/desk/setup/category/")


def setup_assistant(visit):
    visit.go("/desk/setup/assistant/")


def setup_done(visit):
    visit.go("/desk/setup/done/")


def preferences(visit):
    visit.go("/desk/preferences/")


def preferences_with_errors(visit):
    preferences(visit)
    visit.page.locator("[name=undo_seconds]").fill("9")
    visit.page.locator("main form[novalidate] .btn").click()
    expect(visit.page.locator("[data-error-summary]")).to_be_focused()


def alerts(visit):
    visit.go("/desk/alerts/")
    expect(visit.page.locator("[data-self-test]")).to_be_visible()


def alerts_with_errors(visit):
    alerts(visit)
    visit.page.locator("[name=volume]").fill("101")
    visit.page.locator("main form[novalidate] .btn").click()
    expect(visit.page.locator("[data-error-summary]")).to_be_focused()


def keys(visit):
    visit.go("/desk/keys/")


def menu_of_a_person(visit):
    visit.go("/desk/")
    visit.page.locator(".me > summary").click()


PERSON = [
    preferences,
    preferences_with_errors,
    alerts,
    alerts_with_errors,
    keys,
    menu_of_a_person,
    sessions,
    second_factor,
]
OWNER = [
    settings,
    settings_with_errors,
    mail_texts,
    mail_text,
    mail,
    audit_log,
    files_and_backups,
    setup_name,
    setup_category,
    setup_assistant,
    setup_done,
]
