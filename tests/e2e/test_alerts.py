"""In real Chromium: of several tabs one rings, once; a notification shows; and the pages say what works and what not.

Each test has a person and a category of its own, so that nothing else can ring there.
"""

import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.helpdesk.processes import ROOT

from . import steps

PATIENCE = 30  # seconds
LOCKED = "Sound is off in this tab: click to turn it on"
HEARD = """() => {
    window.heard = [];
    document.addEventListener("desk:rang", ({ detail }) => window.heard.push(detail));
}"""


class Colleague:
    """Works in the category, too, from another browser: what they and a customer do is pushed by the server."""

    def __init__(self, name, page, server):
        self.category, self.page, self.server = name, page, server

    def files(self) -> str:
        """Enter a ticket for a customer; return its reference."""
        path = f"/desk/new/{self.category}/"
        form = {name: self._value(path, name) for name in ("csrfmiddlewaretoken", "form_key")}
        form |= {
            "email": "somebody@example.net",
            "name": "Grace",
            "language": "en",
            "subject": "It stops",
            "text": "Now.",
        }
        answer = self.page.request.post(path, form=form)
        return re.search(r"/tickets/([\d-]{11})/$", answer.url)[1]

    def completes(self, reference):
        path = f"/desk/tickets/{reference}/"
        token = self._value(path, "csrfmiddlewaretoken")
        assert self.page.request.post(f"{path}complete/", form={"csrfmiddlewaretoken": token}).ok

    def customer_writes(self, customer, reference, text):
        customer.goto(self.server.stage("private_link", reference=reference))
        customer.locator("textarea").fill(text)
        customer.locator("form:has(textarea) .btn").click()
        expect(customer.get_by_text(text)).to_be_visible()

    def _value(self, path, name):
        return re.search(f'name="{name}" value="([^"]+)"', self.page.request.get(path).text())[1]


@pytest.fixture
def open_desk(open_browser, desk_server):
    """Return open_desk(name, **options): the queue of somebody who shares the category `name` with one colleague; and
    that colleague."""

    def open_desk(name, **options):
        desk_server.stage("colleagues", name=name)
        page = open_browser(name, **{"permissions": ["notifications"], **options})
        page.goto("/desk/")
        steps.expect_live(page)
        return page, Colleague(name, open_browser(f"{name}-too"), desk_server)

    return open_desk


def touch(page):
    """Click anywhere, as a person does sooner or later."""
    page.locator("h1").first.click()
    expect(page.locator("html")).to_have_attribute("data-audio", "running")
    page.evaluate(HEARD)


def heard(*pages) -> list[str]:
    return [melody for page in pages for melody in page.evaluate("window.heard || []")]


def shown(page) -> list[dict]:
    return page.evaluate(
        """async () => (await (await navigator.serviceWorker.ready).getNotifications())
            .map(({ title, body, tag, silent }) => ({ title, body, tag, silent }))"""
    )


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


def another_tab(page):
    tab = page.context.new_page()
    tab.goto("/desk/")
    steps.expect_live(tab)
    return tab


def some_time_later(page, what="sounded", hours=2):
    """Have the browser believe that `what` was hours ago; told from `page`, which others hear."""
    page.evaluate(
        """([what, before]) => {
            const key = `desk-${what}-${document.documentElement.dataset.person}`;
            localStorage.setItem(key, String(Date.now() - before));
        }""",
        [what, hours * 3_600_000],
    )


def test_of_three_tabs_one_rings_once_and_after_the_leader_is_closed_another(open_desk):
    first, colleague = open_desk("three-tabs")
    tabs = [first, another_tab(first), another_tab(first)]
    for tab in tabs:
        touch(tab)

    reference = colleague.files()
    until(lambda: heard(*tabs))
    assert until(lambda: shown(first)) == [
        {"title": "New ticket: three-tabs", "body": "1 waiting", "tag": "three-tabs", "silent": True}
    ]
    colleague.completes(reference)
    for tab in tabs:
        steps.expect_waiting(tab, 0)
    assert heard(*tabs) == ["new"]
    until(lambda: shown(first) == [])  # nobody has to look any more

    leader = next((tab for tab in tabs if tab.locator("html").get_attribute("data-leading") == "yes"), first)
    left = [tab for tab in tabs if tab is not leader]
    before = heard(*left)
    leader.close()
    for tab in left:
        steps.expect_live(tab)
    some_time_later(left[0])
    reference = colleague.files()
    until(lambda: len(heard(*left)) > len(before))
    colleague.completes(reference)
    for tab in left:
        steps.expect_waiting(tab, 0)
    assert heard(*left) == [*before, "new"]


def test_a_tab_nobody_has_touched_says_so_and_leaves_the_sound_to_the_notification(open_desk):
    page, colleague = open_desk("untouched")
    switch = page.locator("button[data-sound]")
    expect(switch).to_have_text(LOCKED)
    page.keyboard.press("Escape")
    colleague.files()
    assert until(lambda: shown(page))[0]["silent"] is False
    assert page.locator("html").get_attribute("data-rang") is None

    switch.click()
    expect(switch).to_have_text("Sound on")
    switch.click()
    expect(switch).to_have_text("Sound off")
    other = another_tab(page)
    expect(other.locator("button[data-sound]")).to_have_text("Sound off")
    some_time_later(other)
    colleague.files()
    assert until(lambda: [one for one in shown(page) if one["body"] == "2 waiting"])[0]["silent"] is True
    assert page.locator("html").get_attribute("data-rang") is None


def test_between_two_checks_nothing_sounds_or_shows_for_who_wants_that(open_desk, desk_server):
    page, colleague = open_desk("checker")
    page.goto("/desk/alerts/")
    page.get_by_label("Only at my check").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notices")).to_have_text("Saved.")
    touch(page)

    colleague.files()
    steps.expect_waiting(page, 1)
    other = another_tab(page)
    assert (heard(page), shown(page)) == ([], [])

    some_time_later(other, "checked")
    until(lambda: heard(page))
    assert [(one["title"], one["body"]) for one in shown(page)] == [("Time for your check", "1 waiting")]

    desk_server.stage("long_wait", category="checker", minutes=59.99)  # overdue at once, yet after it is filed
    until(lambda: page.request.get("/desk/counts/").json()["overdue"])
    until(lambda: "2" in page.locator("[data-waiting]").inner_text())  # told by the worker, every 15 seconds
    some_time_later(other)
    some_time_later(other, "checked")
    until(lambda: len(heard(page)) > 1)
    assert heard(page) == ["new", "overdue"]
    assert ("1 ticket waits too long", "2 waiting") in [(one["title"], one["body"]) for one in shown(page)]


def test_what_i_do_myself_and_the_ticket_before_my_eyes_do_not_ring(open_desk, open_browser):
    page, colleague = open_desk("reader")
    customer = open_browser()
    reference = colleague.files()
    until(lambda: shown(page))
    page.goto(f"/desk/tickets/{reference}/")
    steps.expect_live(page)
    touch(page)
    some_time_later(page)
    own = {"type": "counts", "event": "refresh", "id": None, "ticket": None, "waiting": 2, "overdue": 0}
    page.evaluate(
        "frame => document.dispatchEvent(new CustomEvent('desk:frame', { detail: frame }))",
        own | {"categories": {"reader": 2}},
    )
    colleague.customer_writes(customer, reference, "It starts again.")
    other = colleague.files()
    steps.expect_waiting(page, 2)
    until(lambda: heard(page))
    assert heard(page) == ["new"]

    page.goto("/desk/")
    steps.expect_live(page)
    touch(page)
    some_time_later(page)
    colleague.customer_writes(customer, other, "And now?")
    until(lambda: heard(page))
    assert heard(page) == ["reply"]
    assert "A customer wrote again" in [one["title"] for one in shown(page)]


def test_a_denied_permission_is_explained(open_desk):
    page, _colleague = open_desk("denied", permissions=[])
    page.goto("/desk/alerts/")
    line = page.locator("[data-line=notifications]")
    expect(line).to_contain_text("Not asked yet")
    devtools = page.context.new_cdp_session(page)
    scope = devtools.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    wanted = {"origin": page.evaluate("origin"), "permission": {"name": "notifications"}, "browserContextId": scope}
    devtools.send("Browser.setPermission", {**wanted, "setting": "denied"})
    expect(line).to_contain_text("This browser was told not to show our notifications, and we cannot ask again.")
    expect(line).to_contain_text("click the sign left of the address")
    expect(line.get_by_text("click the padlock")).to_be_hidden()
    devtools.send("Browser.setPermission", {**wanted, "setting": "granted"})
    line.get_by_role("button", name="Send a test").click()
    expect(line).to_contain_text("The test was sent.")
    assert until(lambda: shown(page))[0]["title"] == "This is a test"


def test_the_page_of_alerts_tells_the_truth_as_it_changes(open_desk):
    page, _colleague = open_desk("truth")
    page.locator(".me > summary").press("Enter")  # a key, too, lets the tab sound
    page.get_by_role("link", name="Alerts on this browser").click()
    states = {
        "secure": "yes",
        "notifications": "granted",
        "sound": "on",
        "connection": "live",
    }
    for line, state in states.items():
        expect(page.locator(f"[data-line={line}]")).to_have_attribute("data-state", state)
    page.locator("[data-line=sound]").get_by_role("button", name="Play").click()
    expect(page.locator("html")).to_have_attribute("data-rang", "1")
    page.locator("button[data-sound]").click()
    expect(page.locator("[data-line=sound]")).to_contain_text("You switched the sound of this browser off.")
    page.locator("[data-line=sound]").get_by_role("button", name="Turn on").click()
    expect(page.locator("[data-line=sound]").get_by_role("button", name="Play")).to_be_focused()
    page.locator("[name=volume]").fill("0")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-line=sound]")).to_contain_text("The volume is 0.")
    expect(page.locator("button[data-sound]")).to_have_text("Sound off: the volume is 0")


def test_without_script_the_page_says_so_and_the_form_works(open_browser, desk_server):
    desk_server.stage("night_watch", name="scriptless")
    page = open_browser("scriptless", java_script_enabled=False)
    page.goto("/desk/alerts/")
    expect(page.get_by_text("Alerts in the browser need JavaScript")).to_be_visible()
    expect(page.locator("[data-self-test]")).to_be_hidden()
    page.get_by_label("Chime").select_option("wood")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notices")).to_have_text("Saved.")
    expect(page.get_by_label("Chime")).to_have_value("wood")


def test_a_click_on_a_notification_leads_to_the_ticket_and_a_push_shows(open_desk):
    page, colleague = open_desk("clicker")
    reference = colleague.files()
    until(lambda: shown(page))
    (worker,) = page.context.service_workers
    worker.evaluate(
        """async () => {
            const [notification] = await registration.getNotifications();
            dispatchEvent(new NotificationEvent("notificationclick", { notification }));
        }"""
    )
    expect(page).to_have_url(re.compile(f"/desk/tickets/{reference}/$"))
    until(lambda: shown(page) == [])

    devtools = page.context.new_cdp_session(page)
    found = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")
    pushed = {
        "origin": page.evaluate("origin"),
        "registrationId": until(lambda: page.evaluate("0") or found)[0]["registrationId"],
        "data": json.dumps({"title": "2 waiting", "body": "clicker", "tag": "clicker", "url": "/desk/"}),
    }
    # Again while it is not shown: the browser drops what reaches a worker that it is just about to stop.
    until(lambda: shown(page) or devtools.send("ServiceWorker.deliverPushMessage", pushed))
    assert until(lambda: shown(page))[0]["title"] == "2 waiting"


# The sounds themselves, as a program that writes them down would hear them.

LISTEN = """async ([melody, voice]) => {
    const [left] = [(await window.made.startRendering()).getChannelData(0)];
    const last = left.findLastIndex((one) => Math.abs(one) > 0.0005);
    const loudest = left.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    return { seconds: last / 8000, loudest, sum: [...left.slice(0, 9600)] };
}"""
WRITE_DOWN = """() => {
    window.AudioContext = class extends OfflineAudioContext {
        constructor() { super(1, 8000 * 3, 8000); window.made = this; }
        get state() { return "running"; }
    };
}"""


def test_nine_chimes_differ_and_none_is_long_or_too_loud(browser):
    page = browser.new_page()
    code = Path(ROOT / "static/js/chime.js").read_text()
    sounds = set()
    for melody in ("new", "reply", "overdue"):
        for voice in ("bell", "wood", "drop"):
            page.goto("about:blank")
            page.evaluate(WRITE_DOWN)
            page.evaluate(code)
            assert page.evaluate("([melody, voice]) => deskChime.play(melody, voice, 100)", [melody, voice])
            sound = page.evaluate(LISTEN, [melody, voice])
            assert 0.2 < sound["seconds"] <= 1.2, (melody, voice)
            assert 0.1 < sound["loudest"] < 1, (melody, voice)
            sounds.add(tuple(sound["sum"]))
            assert not page.evaluate("([melody, voice]) => deskChime.play(melody, voice, 0)", [melody, voice])
    assert len(sounds) == 9
    page.close()
