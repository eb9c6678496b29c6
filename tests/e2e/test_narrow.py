"""On a telephone's window nothing touches and no word is torn apart."""

import pytest

on_sqlite = pytest.mark.parametrize("desk_server", ["sqlite"], indirect=True)
PHONE = {"width": 360, "height": 800}

TORN = """(cells) => cells.flatMap((cell) => {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    const torn = [];
    while (texts.nextNode()) {
        for (const word of texts.currentNode.data.matchAll(/[^\\s/-]+/g)) {
            const range = document.createRange();
            range.setStart(texts.currentNode, word.index);
            range.setEnd(texts.currentNode, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map((rect) => rect.top)).size > 1) torn.push(word[0]);
        }
    }
    return torn;
})"""


@on_sqlite
def test_the_words_of_a_table_stay_whole(open_browser):
    page = open_browser("owner", viewport=PHONE)
    page.goto("/desk/faq/")
    cells = page.locator("main :is(th, td)")
    assert cells.count() > 10
    assert cells.evaluate_all(TORN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@on_sqlite
def test_the_words_below_a_form_keep_their_distance(open_browser):
    page = open_browser(viewport=PHONE)
    page.goto("/accounts/password/reset/")
    button = page.locator("main form .btn").bounding_box()
    words = page.locator("main form + p").bounding_box()
    assert words["y"] - (button["y"] + button["height"]) >= 12
