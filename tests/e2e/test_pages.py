"""Every page in both themes, both widths and both languages, pairwise: accessible, inside its window, well-mannered.

E2E_SHOTS names a folder for pictures of all of them, to be looked at by people.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from . import steps
from .manners import Manners, inline_parts

SHOTS = os.environ.get("E2E_SHOTS")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = (320, 360, 768)  # pixels
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


# Every pair of theme, width and language is among these.
LOOKS = [Look("light", 1280, "en"), Look("light", 360, "tr"), Look("dark", 1280, "tr"), Look("dark", 360, "en")]


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


def draft_gone(visit):
    visit.customer("/help/installation/check/")


def faq_index(visit):
    visit.customer("/faq/")


def faq_entry(visit):
    visit.customer(f"/faq/{visit.here['entry']}/")


def faq_search(visit):
    visit.customer(f"/faq/search/?q={visit.here['question']}")
    expect(visit.page.locator("main .links a").first).to_be_visible()


def faq_search_nothing(visit):
    visit.customer("/faq/search/?q=xylophone zebra quartz")
    expect(visit.page.locator("main .links")).to_have_count(0)


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
    visit.page.locator("form.note").locator("xpath=..").locator("summary").click()


def desk_ticket_refused(visit):
    visit.desk_ticket("queued")
    visit.page.locator("[name=then]").first.click()
    expect(visit.page.locator(".stopped")).to_be_visible()


def desk_after_sending(visit):
    visit.desk_ticket(f"spare, {visit.look.theme}")
    visit.page.locator("[name=body]").first.fill(visit.here["subject"])
    visit.page.locator("[name=then]").first.click()
    expect(visit.page.locator("[data-undo]").first).to_be_visible()


def desk_search(visit):
    visit.go("/desk/search/?q=grace")
    expect(visit.page.locator("table.queue")).to_be_visible()


def desk_search_nothing(visit):
    visit.go("/desk/search/?q=xylophone")


def faq_statistics(visit):
    visit.go("/desk/faq/")


def faq_misses(visit):
    visit.go("/desk/faq/misses/")


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
        link_gone,
        draft_gone,
        faq_index,
        faq_entry,
        faq_search,
        faq_search_nothing,
        not_found,
        login,
        login_refused,
    ],
    "assistant": [
        queue,
        queue_filtered,
        desk_ticket,
        desk_ticket_answered,
        desk_ticket_canned,
        desk_ticket_note,
        desk_ticket_refused,
        desk_after_sending,
        desk_search,
        desk_search_nothing,
    ],
    "idle": [queue_empty],
    "newcomer": [queue_without_a_category],
    "owner": [faq_statistics, faq_misses],
}

on_sqlite = pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def stage(desk_server):
    return desk_server.stage("pages")


@pytest.fixture
def visit(open_browser, stage):
    """Return visit(who, look): somebody's browser in that look."""

    def visit(who, look):
        page = open_browser(
            SPEAKING[who][look.language] if who else None,
            locale={"en": "en-GB", "tr": "tr-TR"}[look.language],
            color_scheme=look.theme,
            viewport={"width": look.width, "height": 900},
        )
        return Visit(page, stage, look)

    return visit


@on_sqlite
@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize(
    ("who", "opened"),
    [(who, opened) for who, pages in PAGES.items() for opened in pages],
    ids=lambda value: value.__name__ if callable(value) else str(value or "customer"),
)
def test_page(visit, counted, look, who, opened):
    visited = visit(who, look)
    opened(visited)
    page = visited.page
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{opened.__name__.replace('_', '-')}-{look}.png", full_page=True)

    assert page.locator("html").get_attribute("lang") == look.language
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    violations = axe(page)
    counted["axe runs"] += 1
    counted["violations"] += len(violations)
    assert violations == []
    assert overflows(page, (look.width, *NARROW)) == {}


@on_sqlite
@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("path", ["", "tickets/category/", "tickets/category/{category}/change/"])
def test_admin_page_loads(visit, manners, look, path):
    manners.excuse("/favicon.ico")  # Django's own pages name no icon, so the browser guesses
    visited = visit("owner", look)
    answer = visited.go("/admin/" + path.format(category=visited.category))
    if SHOTS:
        name = "admin-" + (path.split("/")[-2] if path.endswith("change/") else "list" if path else "index")
        visited.page.screenshot(path=Path(SHOTS) / f"{name}-{look}.png", full_page=True)
    assert answer.status == 200
    assert visited.page.locator("html").get_attribute("lang") == look.language


@pytest.fixture(scope="module")
def counted(measured):
    """What was looked at, told at the end of the run."""
    counted = {"axe runs": 0, "violations": 0}
    yield counted
    measured(", ".join(f"{number} {name}" for name, number in counted.items()))


def axe(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {violation['help']}: " + " | ".join(node["html"][:200] for node in violation["nodes"][:5])
        for violation in found.response["violations"]
    ]


def overflows(page, widths) -> dict[int, list[str]]:
    """Return, by window width, the elements that make the page wider than the window."""
    wide = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        beyond = page.evaluate(
            """() => {
                const room = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= room) return [];
                return [...document.body.querySelectorAll("*")]
                    .filter((element) => element.getBoundingClientRect().right > room + 0.5)
                    .map((element) => element.outerHTML.slice(0, 120));
            }"""
        )
        if beyond:
            wide[width] = beyond
    return wide


# That the checks above can fail


@on_sqlite
def test_a_broken_page_is_caught(visit):
    visited = visit(None, LOOKS[0])
    home(visited)
    page = visited.page
    assert axe(page) == []
    assert overflows(page, NARROW) == {}
    page.evaluate(
        """() => {
            document.documentElement.removeAttribute("lang");
            const main = document.querySelector("main");
            main.append(document.createElement("input"));
            main.append(document.createElement("img"));
            const pale = main.appendChild(document.createElement("p"));
            pale.textContent = "Pale words";
            pale.style.color = "#ccc";
            pale.style.minWidth = "900px";
        }"""
    )
    rules = {line.split(":")[0] for line in axe(page)}
    assert {"html-has-lang", "label", "image-alt", "color-contrast"} <= rules
    assert set(overflows(page, NARROW)) == set(NARROW)


BAD_PAGE = """<!doctype html><title>Bad</title><style>p { color: red }</style>
<p style="color: red" onclick="alert(1)">x</p><script>console.error("oops"); undefined_thing();</script>
<script type="application/json">{"this": "is data"}</script><script src="https://elsewhere.example/x.js"></script>
<a href="MAILTO:help@example.com">Write</a>"""


def test_inline_parts_are_found():
    assert set(inline_parts(BAD_PAGE)) == {
        "<style>",
        "style= of <p>",
        "onclick= of <p>",
        """inline code 'console.error("oops"); undefined_thing();'""",
        "mailto:",
    }


@on_sqlite
def test_bad_manners_are_noticed(browser, desk_server):
    manners = Manners(desk_server.url)
    context = browser.new_context()
    manners.watch(context)
    context.route("**/*", lambda route: route.fulfill(body=BAD_PAGE, content_type="text/html"))
    page = context.new_page()
    page.goto(desk_server.url)
    manners.finish(page)
    context.close()
    noticed = " ".join(manners.verdict())
    for word in ("asked another host", "page error", "console error", "oops", "inline code", "style=", "mailto:"):
        assert word in noticed
