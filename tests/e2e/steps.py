"""What people do on our pages, as often as it is needed; nothing here asserts more than the step itself needs."""

import re
import time

from playwright.sync_api import expect

TYPING = 45  # milliseconds a key: a form that is filled in within two seconds counts as a program's
PATIENCE = 10  # seconds
CLOCK = "performance.timeOrigin + performance.now()"


class Counted:
    """Clicks, and counts them: what a task costs a person."""

    def __init__(self):
        self.clicks = 0

    def click(self, locator):
        self.clicks += 1
        locator.click()


def fill_form(page, *, email, serial="LP2208831947", subject="The serial number is refused"):
    """Fill in the form of Installation, in any language, as a person does, who takes their time."""
    page.locator("[name=email]").fill(email)
    page.locator("[name=name]").fill("Grace Miller")
    page.locator("[name=f_product][value=studio]").check()
    page.locator("[name=f_version]").fill("4.2.1")
    page.locator("[name=f_serial]").fill(serial)
    page.locator("[name=f_system][value=linux]").check()
    page.locator("[name=subject]").fill(subject)
    page.locator("[name=text]").press_sequentially("It says so every time, on two computers.", delay=TYPING)


def reference_shown(page) -> str:
    expect(page).to_have_url(re.compile("/sent/"))
    return page.locator(".stub .ref").inner_text()


def waiting(page) -> int:
    """Return the number in the header of the desk, which the tab's title must repeat."""
    number = int(re.search(r"\d+", page.locator("[data-waiting]").inner_text())[0])
    expect_waiting(page, number)
    return number


def expect_waiting(page, number):
    expect(page.locator("[data-waiting]")).to_have_text(re.compile(rf"\b{number}\b"))
    expect(page).to_have_title(re.compile(rf"^\({number}\) " if number else r"^[^(]"))


def expect_live(page):
    expect(page.locator("[data-connection]")).to_have_attribute("data-state", "live")


def note_when_the_count_changes(page):
    """Have the page write down when its header and its title first change."""
    page.evaluate(
        f"""() => {{
            window.changed = {{}};
            const note = (name) => () => {{ window.changed[name] ??= {CLOCK}; }};
            const all = {{ childList: true, characterData: true, subtree: true }};
            new MutationObserver(note("header")).observe(document.querySelector("[data-waiting]"), all);
            new MutationObserver(note("title")).observe(document.querySelector("title"), all);
        }}"""
    )


def when_the_count_changed(page) -> dict[str, float]:
    """Return the moments by ``"header"`` and ``"title"``, in milliseconds of the clock all browsers here share."""
    return page.evaluate("window.changed")


def now() -> float:
    return time.time() * 1000


def reload_until(page, target):
    """Load the page again and again until `target` is on it."""
    deadline = time.monotonic() + PATIENCE
    while not target.is_visible():
        assert time.monotonic() < deadline, f"{target} did not come"
        page.reload()


def frames_of(page) -> list[str]:
    """Return the list to which every frame that the page's socket receives is added; call it before it opens one."""
    frames = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    return frames


def fill_with(box, size):
    """Put so many letters into a text box. It is hidden meanwhile: to draw millions takes a browser minutes."""
    box.evaluate("(box, size) => { box.style.display = 'none'; box.value = 'a'.repeat(size); }", size)


def length_of(box) -> int:
    return box.evaluate("box => box.value.length")
