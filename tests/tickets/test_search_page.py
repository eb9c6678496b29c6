"""The page of the desk's search: passages, marks, how far it counts, numbers spoken on the telephone."""

import re
import uuid

import pytest

from tickets import search, services
from tickets.models import Ticket


@pytest.fixture
def desk(cast, sign_in):
    return sign_in(cast.bora)


def test_a_passage_shows_the_hit_marked_and_nothing_raw(desk, open_ticket, cast):
    ticket = open_ticket(
        subject="<b>Işık</b> gone",
        text=f"{'long ' * 200}then <script>alert(1)</script> the IŞIKLI thing & more. {'end ' * 200}",
        name="<i>Işıl</i>",
    )
    page = desk.get("/desk/search/", {"q": "ışık"}).text
    main = page[page.index("<main") :]
    assert "&lt;b&gt;<mark>Işık</mark>&lt;/b&gt; gone" in main
    assert "… " in main
    assert "&lt;script&gt;alert(1)&lt;/script&gt; the <mark>IŞIKLI</mark> thing &amp; more." in main
    for raw in ("<script>alert", "<b>I", "<i>I"):
        assert raw not in page
    services.note(ticket=ticket, author=cast.bora, body="A marimba for Işıl", form_key=uuid.uuid4())
    page = desk.get("/desk/search/", {"q": "marimba"}).text
    assert re.search(r"<b>Internal note:</b>\s*A <mark>marimba</mark> for Işıl", page)
    page = desk.get("/desk/search/", {"q": "serial:831"}).text
    assert "<mark>" not in page
    page = desk.get("/desk/search/", {"q": "serial:LP22"}).text
    assert re.search(r"<b>Serial number:</b>\s*<mark>LP2208831947</mark>", page)


@pytest.mark.parametrize(
    ("body", "text", "marked"),
    [
        ("in İSTANBUL'da", "istanbul", ["İSTANBUL"]),
        ("a cafe\u0301 and CAFÉS", "café", ["cafe\u0301", "CAFÉS"]),
        ("serial LP-22.08 here", "lp2208", ["LP-22.08"]),
        ("number 77-9913", "9913", ["9913"]),
        ("write to <tom.b@x.org>.", "TOM.B@x.org", ["tom.b@x.org"]),
        ("ısı and ışıma", "isi", ["ısı", "ışıma"]),
        ("rebuilt build builder", "build", ["build", "builder"]),
        ("ПРИВЕТ мир, ΆΛΦΑ", "мир άλφα", ["мир", "ΆΛΦΑ"]),
    ],
)
def test_the_words_that_were_hit_are_marked_as_they_were_written(open_ticket, cast, body, text, marked):
    open_ticket(text=body, subject="x", answers=[])
    [ticket] = search.find(text, user=cast.bora)
    assert re.findall("<mark>(.*?)</mark>", ticket.snippet) == marked


def test_the_page_counts_what_it_shows_and_not_what_there_is(desk, open_ticket):
    for _number in range(26):
        open_ticket()
    page = desk.get("/desk/search/", {"q": "damaged"})
    assert len(page.context["page"]) == 25
    assert "tickets found" not in page.text
    assert "What fits best first, then the newest." in page.text
    [following] = re.findall(r'href="(\?[^"]*)" rel="next"', page.text)
    page = desk.get("/desk/search/" + following.replace("&amp;", "&"))
    assert len(page.context["page"]) == 1
    assert 'rel="next"' not in page.text
    assert "First page" in page.text


def test_an_empty_search_gives_hints(desk, ticket):
    for text in ("", "xylophone"):
        assert "The beginning of a word is enough" in desk.get("/desk/search/", {"q": text}).text


# Numbers spoken on the telephone


def test_a_wrong_digit_is_told(desk, ticket):
    wrong = str(ticket.reference)[:8] + str((ticket.reference + 1) % 10)
    page = desk.get("/desk/search/", {"q": wrong})
    assert "at least one digit is wrong" in page.text
    assert "at least one digit is wrong" not in desk.get("/desk/search/", {"q": "12345678"}).text


def test_a_reference_elsewhere_and_one_of_nobody_read_the_same(desk, open_ticket, categories):
    hidden = open_ticket(categories.personal, answers=[])
    here = desk.get("/desk/search/", {"q": hidden.reference_text}).text
    Ticket.objects.filter(pk=hidden.pk).update(reference=482913053)
    nobody = desk.get("/desk/search/", {"q": hidden.reference_text}).text
    assert "No ticket you can see has the reference" in here
    assert re.sub(r'value="\w{64}"', "", here) == re.sub(r'value="\w{64}"', "", nobody)
