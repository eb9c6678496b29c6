"""Every page in both themes, both widths and both languages, pairwise: accessible, inside its window, well-mannered.

E2E_SHOTS names a folder for pictures of all of them, to be looked at by people.
"""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .manners import Manners, inline_parts
from .pages import LOOKS, PAGES, SPEAKING, Visit, home

SHOTS = os.environ.get("E2E_SHOTS")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = (320, 360, 768)  # pixels


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
@pytest.mark.parametrize("language", LOOKS)
@pytest.mark.parametrize(
    ("who", "opened"),
    [(who, opened) for who, pages in PAGES.items() for opened in pages],
    ids=lambda value: value.__name__ if callable(value) else str(value or "customer"),
)
def test_page(visit, counted, language, who, opened):
    visited = visit(who, LOOKS[language][0])
    opened(visited)
    page = visited.page
    assert page.locator("html").get_attribute("lang") == language
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    violations = {}
    for look in LOOKS[language]:
        turn(page, look)
        picture(page, opened.__name__, look)
        violations[str(look)] = axe(page)
        counted["axe runs"] += 1
        counted["violations"] += len(violations[str(look)])
    assert not any(violations.values()), violations
    assert overflows(page, (1280, *NARROW)) == {}


@on_sqlite
@pytest.mark.parametrize("language", LOOKS)
@pytest.mark.parametrize("path", ["", "tickets/category/", "tickets/category/{category}/change/"])
def test_admin_page_loads(visit, manners, language, path):
    manners.excuse("/favicon.ico")  # Django's own pages name no icon, so the browser guesses
    visited = visit("owner", LOOKS[language][0])
    answer = visited.go("/admin/" + path.format(category=visited.category))
    assert answer.status == 200
    assert visited.page.locator("html").get_attribute("lang") == language
    for look in LOOKS[language]:
        turn(visited.page, look)
        picture(visited.page, "admin-" + ("form" if path.endswith("change/") else "list" if path else "index"), look)


@pytest.fixture(scope="module")
def counted(measured):
    """What was looked at, told at the end of the run."""
    counted = {"axe runs": 0, "violations": 0}
    yield counted
    measured(", ".join(f"{number} {name}" for name, number in counted.items()))


def turn(page, look):
    """Show the open page in another theme and width of window."""
    page.emulate_media(color_scheme=look.theme)
    page.set_viewport_size({"width": look.width, "height": 900})
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")


def picture(page, name, look):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name.replace('_', '-')}-{look}.png", full_page=True)


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
    visited = visit(None, LOOKS["en"][0])
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
