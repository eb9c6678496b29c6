"""The line about Web Push and its button; the browser's own part, which needs a network, is played."""

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import expect

from notifications.webpush import public_key
from tests.notifications.push_service import VAPID_PRIVATE_KEY, Browser

# Once granted, a subscription lives as long as the browser, however often the page is loaded.
PUSH_SERVICE = """
window.pushService ??= { permission: "default", asks: "granted", subscription: null };
(() => {
  const service = window.pushService;
  const make = (kept) => kept && {
    endpoint: kept.endpoint,
    options: { applicationServerKey: Uint8Array.from(kept.forKey).buffer },
    toJSON: () => ({ endpoint: kept.endpoint, keys: { p256dh: kept.p256dh, auth: kept.auth } }),
    unsubscribe: async () => { service.subscription = null; return true; },
  };
  const pushManager = {
    getSubscription: async () => make(service.subscription),
    subscribe: async ({ userVisibleOnly, applicationServerKey }) => {
      const may = userVisibleOnly && service.permission === "granted";
      if (!may || service.unreachable) throw new DOMException("no", "AbortError");
      service.subscription = { ...service.gives, forKey: [...applicationServerKey] };
      return make(service.subscription);
    },
  };
  const registration = { pushManager };
  Object.defineProperty(navigator, "serviceWorker", {
    value: { ready: Promise.resolve(registration), getRegistration: async () => registration },
  });
  window.Notification = class {
    static get permission() { return service.permission; }
    static async requestPermission() { return (service.permission = service.asks); }
  };
})();
"""


@pytest.fixture
def browser_of_ana(open_browser):
    """A page of Ana's desk in a browser that can push."""
    page = open_browser("ana")
    page.add_init_script(PUSH_SERVICE)
    page.goto("/desk/preferences/")
    page.evaluate("gives => { pushService.gives = gives; }", Browser(host="push.example.invalid").fields)
    return page


@pytest.fixture
def line(browser_of_ana, monkeypatch):
    """Return line(known=(), failing=()): the line on that page, as the server draws it for this state."""
    monkeypatch.setattr(settings, "VAPID_PRIVATE_KEY", VAPID_PRIVATE_KEY)

    def line(known=(), failing=()):
        push = {"key": public_key(), "known": known, "failing": failing}
        html = render_to_string("notifications/_push_line.html", {"desk": {"push": push}})
        browser_of_ana.evaluate("html => { document.querySelector('main').innerHTML = html; }", html)
        browser_of_ana.add_script_tag(url="/static/js/push.js")
        return browser_of_ana.locator("[data-push]")

    return line


def turn(line, name):
    """Press the line's button of that name and return the status with which the server took it."""
    page = line.page
    with page.expect_response("**/desk/push/**") as answered:
        line.get_by_role("button", name=name).click()
    return answered.value.status


def test_push_is_turned_on_and_off_by_one_button(line, browser_of_ana):
    shown = line()
    expect(shown).to_contain_text("Off: this browser tells you nothing")
    assert turn(shown, "Turn on") == 204
    expect(shown.get_by_text("On for this browser: it tells you")).to_be_visible()
    assert browser_of_ana.evaluate("new Uint8Array(pushService.subscription.forKey).length") == 65
    expect(shown.get_by_role("button")).to_be_focused()
    assert turn(shown, "Turn off") == 204
    expect(shown.get_by_text("Off: this browser tells you nothing")).to_be_visible()
    expect(shown.get_by_role("button", name="Turn on")).to_be_visible()
    assert browser_of_ana.evaluate("pushService.subscription") is None


def test_it_is_on_only_if_the_server_knows_and_reaches_this_browser(line, browser_of_ana):
    turn(line(), "Turn on")
    hashed = browser_of_ana.evaluate(
        """async () => {
            const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(pushService.gives.endpoint));
            return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        }"""
    )
    expect(line(known=[hashed]).get_by_text("On for this browser: it tells you")).to_be_visible()
    expect(line(known=["f" * 64, hashed], failing=[hashed]).get_by_text("could not be delivered")).to_be_visible()
    expect(line(known=["f" * 64]).get_by_text("Off: this browser tells you nothing")).to_be_visible()
    browser_of_ana.evaluate("pushService.subscription.forKey[5] ^= 1")
    expect(line(known=[hashed]).get_by_text("Off: this browser tells you nothing")).to_be_visible()
    assert turn(line(), "Turn on") == 204  # instead of the other
    expect(line(known=[hashed]).get_by_text("On for this browser: it tells you")).to_be_visible()


def test_it_says_why_it_stays_off(line, browser_of_ana):
    shown = line()
    browser_of_ana.evaluate("pushService.unreachable = true")
    shown.get_by_role("button", name="Turn on").click()
    expect(shown.get_by_text("push service could not be reached")).to_be_visible()
    browser_of_ana.evaluate("pushService.asks = 'default'")  # closed without an answer
    browser_of_ana.evaluate("pushService.permission = 'default'")
    shown.get_by_role("button", name="Turn on").click()
    expect(shown.get_by_text("Off: this browser tells you nothing")).to_be_visible()
    browser_of_ana.evaluate("pushService.asks = 'denied'")
    shown.get_by_role("button", name="Turn on").click()
    expect(shown.get_by_text("notifications are blocked")).to_be_visible()
    expect(shown.get_by_role("button")).to_be_hidden()


def test_a_browser_that_cannot_push_says_so(line):
    shown = line()
    shown.page.evaluate("() => { delete window.PushManager; }")
    expect(line().get_by_text("this browser cannot do it here")).to_be_visible()
