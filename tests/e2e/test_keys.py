"""Single letters and the command menu, with the keys of Turkish keyboards."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)
# Where a letter lies on a Turkish keyboard: the code is that of the key on an American one.
LAYOUTS = {
    "q": {letter: f"Key{letter.upper()}" for letter in "jkxrncaezufs"},
    "f": {
        "j": "KeyM", "k": "KeyF", "x": "KeyX", "r": "KeyE", "n": "KeyS", "c": "KeyV",
        "a": "KeyD", "e": "KeyR", "z": "KeyB", "u": "KeyU", "f": "KeyA", "s": "Slash",
    },
}  # fmt: skip
PRESS = """([key, code, keyCode, more]) => document.activeElement.dispatchEvent(new KeyboardEvent(
    "keydown", {key, code, keyCode, bubbles: true, cancelable: true, ...more}))"""


def press(page, letter, layout="q", **more):
    page.evaluate(PRESS, [letter, LAYOUTS[layout].get(letter, "Comma"), more.pop("keyCode", 0), more])


@pytest.fixture
def three(desk_server):
    return desk_server.stage("tickets", wanted=[{"email": f"keys-{n}@example.net"} for n in range(3)])


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_from_the_queue_by_letters_to_a_canned_answer_and_the_next(desk_server, open_browser, three, layout):
    page = open_browser("ana")
    page.goto("/desk/")
    links = page.locator("table.queue .what a")
    press(page, "j", layout)
    expect(links.nth(0)).to_be_focused()
    press(page, "j", layout)
    expect(links.nth(1)).to_be_focused()
    press(page, "k", layout)
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".head")).to_be_visible()

    press(page, "c", layout)
    expect(page.locator(".canned[open]")).to_be_visible()
    expect(page.locator("[data-filter]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".canned li button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-undo]").first).to_be_visible()


def test_letters_press_what_is_there_and_nothing_else(open_browser, three):
    page = open_browser("ana")
    page.goto(f"/desk/tickets/{three[0]['reference']}/")
    press(page, "r")
    expect(page.locator("#reply-body")).to_be_focused()
    page.keyboard.type("ace")
    expect(page.locator("#reply-body")).to_have_value("ace")
    expect(page.locator("[data-key=e]")).to_be_visible()
    page.keyboard.press("Escape")
    press(page, "n")
    expect(page.locator("#note-body")).to_be_focused()
    page.keyboard.press("Escape")
    press(page, "s")
    expect(page.locator("#desk-search")).to_be_focused()
    page.keyboard.press("Escape")
    press(page, "a")
    expect(page.get_by_text("Assigned to: Ana")).to_be_visible()
    press(page, "u")
    expect(page).to_have_url(re.compile("/desk/$"))


def test_letters_of_other_keyboards_and_modifiers_do_nothing(open_browser, three):
    page = open_browser("ana")
    page.goto("/desk/")
    for letter in "öçşğüıi":
        press(page, letter, keyCode=188)
    for modifier in ("ctrlKey", "altKey", "metaKey", "shiftKey"):
        press(page, "j", **{modifier: True})
    assert page.evaluate("document.activeElement === document.body")


def test_letters_that_are_switched_off_do_nothing(open_browser, three):
    page = open_browser("owner")
    page.goto("/desk/preferences/")
    page.get_by_label("Single letters are keys").uncheck()
    page.locator("main form .btn").click()
    expect(page.locator("html:not([data-single-keys])")).to_be_attached()
    page.goto("/desk/")
    press(page, "j")
    assert page.evaluate("document.activeElement === document.body")
    page.goto("/desk/preferences/")
    page.get_by_label("Single letters are keys").check()
    page.locator("main form .btn").click()
    expect(page.locator("html[data-single-keys]")).to_be_attached()


def test_the_command_menu_finds_pages_actions_and_tickets(open_browser, three):
    page = open_browser("ana")
    page.goto("/desk/")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Command, page or ticket number")
    expect(box).to_be_focused()
    page.keyboard.type("custo")
    expect(page.locator("[data-commands] [role=option]").first).to_contain_text("Customer to answer")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("state=asked"))

    page.keyboard.press("Control+k")
    page.keyboard.type(three[1]["reference"].replace("-", " "))
    expect(page.locator("[data-commands] [role=option]").first).to_have_text(f"Go to ticket {three[1]['reference']}")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/desk/tickets/{three[1]['reference']}/"))

    page.keyboard.press("Control+k")
    page.keyboard.type("assign to me")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Assigned to: Ana")).to_be_visible()

    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_the_command_menu_opens_by_touch_on_a_telephone(open_browser):
    page = open_browser("ana", viewport={"width": 360, "height": 800})
    page.goto("/desk/")
    page.get_by_role("button", name="Commands").click()
    page.locator("#commands-box").fill("xylophone")
    page.locator("[data-commands]").get_by_role("option", name="Search for “xylophone”").click()
    expect(page).to_have_url(re.compile(r"/desk/search/\?q=xylophone"))


def test_the_menu_of_a_person_switches_colours_without_a_flash(open_browser):
    page = open_browser("deniz")
    page.goto("/desk/")
    page.locator(".me > summary").click()
    page.locator(".me [name=theme][value=dark]").click()
    expect(page.locator("html[data-theme=dark]")).to_be_attached()
    page.locator(".me > summary").click()
    page.locator(".me [name=theme][value=system]").click()
    expect(page.locator("html:not([data-theme])")).to_be_attached()
