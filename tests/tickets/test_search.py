"""The desk's search: what is found, in what order, by whom, and what odd texts do. The same on every database."""

import random
import re
import uuid
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import CategoryAssignment, User
from helpdesk import sizes
from tests.access.test_source import STAFF_CODE
from tickets import search, services
from tickets.models import FieldDefinition, SearchDocument, Tag
from tickets.search import engine, tokens
from tickets.search.dates import parse as parse_date

from .hostile import TEXTS, as_query


@pytest.fixture
def desk(cast, sign_in):
    return sign_in(cast.bora)


@pytest.fixture
def found(cast):
    """Return found(text): the references that Bora finds, in order."""

    def found(text, user=cast.bora):
        return [ticket.reference for ticket in search.find(text, user=user)]

    return found


# What is found


HOLDS = {
    "subject": ["Çalışmıyor", "calis", "ÇALIŞMIYOR", "calısmıyor"],
    "text": ["IŞIKLI", "ışıklı", "isikli", "İŞİKLİ"],
    "name": ["şule", "SULE", "öztürk", "ozt"],
    "email": ["sule.oz@example.org", "sule.oz@", "SULE.OZ@EXAMPLE.ORG", "@example.org", "example"],
    "answer": ["LP2208831947", "lp 2208-831947", "LP22", "831947", "1947"],
    "reply": ["yenileyin"],
    "note": ["goodwill"],
    "customer's reply": ["teşekkürler"],
    "tag": ["refund-2026", "refund"],
}


@pytest.fixture
def full(open_ticket, cast, send_reply):
    """A completed ticket with something of everything."""
    ticket = open_ticket(
        subject="Program çalışmıyor",
        text="Ekran ışıklı değil.",
        name="Şule Öztürk",
        email="sule.oz@example.org",
    )
    services.customer_reply(ticket=ticket, body="Çok teşekkürler", form_key=uuid.uuid4())
    services.note(ticket=ticket, author=cast.ana, body="Refund as goodwill", form_key=uuid.uuid4())
    send_reply(ticket, cast.ana, body="Sürümü yenileyin.")
    ticket.tags.add(Tag.objects.create(name="refund-2026"))
    search.reindex(ticket)
    return ticket


@pytest.mark.parametrize(("part", "text"), [(part, text) for part, texts in HOLDS.items() for text in texts])
def test_a_completed_ticket_is_found_by_every_part_of_it(found, full, open_ticket, part, text):
    open_ticket(name="Tom", email="tom@elsewhere.test", answers=[])
    assert found(text) == [full.reference]


@pytest.mark.parametrize("text", ["ışıklı sürüm", "sule isikli", "goodwill çalış", "1947 şule", "REFUND ekran"])
def test_all_words_must_be_there_wherever_they_stand(found, full, open_ticket, text):
    open_ticket(name="Şule", subject="goodwill", text="sürüm", answers=[])
    assert found(text) == [full.reference]


@pytest.mark.parametrize("text", ["şıklı", "alışmıyor", "ekr değil", "LP2208831948", "sule.oz@example.com"])
def test_what_a_ticket_does_not_hold_does_not_find_it(found, full, text):
    assert found(text) == []


def test_the_beginning_of_a_reference_finds_it(found, full):
    digits = str(full.reference)
    assert found(digits[:4]) == found(f"{digits[:3]}-{digits[3:6]}") == [full.reference]


@pytest.mark.parametrize("text", ["LP-22.08/7", "lp22087", "LP 22 087", "lp2208"])
@pytest.mark.parametrize("body", ["It is LP-22.08-7, I think", "LP22087"])
def test_a_number_in_a_message_is_found_with_and_without_dashes(found, open_ticket, body, text):
    ticket = open_ticket(text=body, answers=[])
    assert found(text) == [ticket.reference]


def test_newer_come_first_and_exact_numbers_before_them(found, open_ticket):
    exact = open_ticket(answers=[{"key": "serial", "label": "", "value": "AB-10"}])
    longer = open_ticket(answers=[{"key": "serial", "label": "", "value": "AB-101"}])
    said = open_ticket(answers=[], text="Is AB10 the same?")
    assert found("ab10") == [exact.reference, said.reference, longer.reference]


# What is kept in step


def test_what_was_taken_back_is_found_no_more(found, ticket, cast, send_reply):
    services.note(ticket=ticket, author=cast.bora, body="remember this", form_key=uuid.uuid4())
    send_reply(ticket, cast.bora, body="xylophone")
    assert found("xylophone")
    services.undo(ticket=ticket, author=cast.bora)
    assert not found("xylophone")
    assert found("remember damaged")


def test_what_was_changed_is_found_as_it_is_now(found, ticket, categories, cast):
    ticket.answers = [{"key": "serial", "label": "", "value": "ZZ99"}]
    ticket.subject, ticket.category = "Another subject", categories.billing
    ticket.save()
    search.reindex(ticket)
    assert found("zz99") == found("another") == found("in:billing") == [ticket.reference]
    assert found("LP2208831947") == found("open") == found("in:downloads") == []
    assert found("zz99", cast.ana) == []


def test_a_deleted_ticket_leaves_nothing_behind(found, open_ticket):
    gone = open_ticket(subject="xylophone")
    SearchDocument.objects.filter(ticket=gone).delete()
    assert found("xylophone") == []
    search.reindex(gone)
    assert found("xylophone") == [gone.reference]


def test_a_ticket_without_end_is_found_by_its_beginning_and_its_newest_words(found, ticket, monkeypatch):
    monkeypatch.setattr(tokens, "MOST_WORDS", 50)
    text = " ".join(f"word{number}" for number in range(100))
    services.customer_reply(ticket=ticket, body=text, form_key=uuid.uuid4())
    services.customer_reply(ticket=ticket, body="xylophone", form_key=uuid.uuid4())
    search.reindex(ticket)
    assert found("xylophone") == found("LP2208831947") == found("word7") == [ticket.reference]
    assert found("word99") == []


def test_the_index_can_be_written_anew(found, full, open_ticket, capsys):
    other = open_ticket(subject="xylophone")
    SearchDocument.objects.all().delete()
    assert found("goodwill") == []
    call_command("reindex")
    assert "2 tickets" in capsys.readouterr().out
    assert found("goodwill") == found("refund-2026") == [full.reference]
    assert found("xylophone") == [other.reference]


# The same list on every database: what the index holds is compared with a plain reading of the tickets


def test_random_questions_are_answered_as_a_plain_reading_would(found, open_ticket, categories):
    chance = random.Random(3)
    letters = "aıiİeşso"
    words = ["".join(chance.choices(letters, k=chance.randint(1, 4))) for _number in range(40)]
    plain = {}
    for _number in range(60):
        text = " ".join(chance.choices(words, k=6))
        place = chance.choice([categories.downloads, categories.billing, categories.personal])
        ticket = open_ticket(place, subject="x", name="", email="y@z.test", text=text, answers=[])
        if place != categories.personal:
            plain[ticket.reference] = set(tokens.cut_words(text))
    for _number in range(150):
        asked = chance.choices(words, k=chance.randint(1, 3))
        *firsts, last = tokens.cut_words(" ".join(asked))

        def fits(held, firsts=firsts, last=last):
            begins = any(word == last or (len(last) > 1 and word.startswith(last)) for word in held)
            return begins and all(
                any(word == first or (len(first) > 3 and word.startswith(first)) for word in held) for first in firsts
            )

        expected = [number for number, held in reversed(plain.items()) if fits(held)]
        assert found(" ".join(asked)) == expected[: len(found(" ".join(asked)))]
        assert len(found(" ".join(asked))) == min(len(expected), 25)


def test_pages_follow_each_other_through_all_windows(open_ticket, cast, monkeypatch, desk):
    monkeypatch.setattr(tokens, "WINDOW_BITS", 1)
    exact = open_ticket(answers=[{"key": "serial", "label": "", "value": "AB10"}])
    others = [open_ticket(answers=[], text="about AB10") for _number in range(6)]
    seen, after = [], ""
    for _page in range(4):
        page = search.find("ab10", user=cast.bora, after=after, limit=2)
        seen += [ticket.reference for ticket in page]
        after = page.next
    assert seen == [exact.reference, *(ticket.reference for ticket in reversed(others))]
    assert not after
    monkeypatch.setattr("tickets.search.finding.A_PAGE", 2)
    assert len(search.find("ab10", user=cast.bora, after="w0")) == 0


# Helpers


@pytest.fixture
def dated(open_ticket, categories):
    """Tickets of three days, the first in billing."""

    def filed(day, category, **fields):
        ticket = open_ticket(category, **fields)
        ticket.created_at = datetime(*day, 12, tzinfo=UTC)
        ticket.save()
        search.reindex(ticket)
        return ticket.reference

    return [
        filed((2025, 12, 31), categories.billing, name="Tom Brown", email="tom@example.net", text="From Ayşe"),
        filed((2026, 2, 28), categories.downloads),
        filed((2026, 3, 1), categories.downloads, answers=[{"key": "device", "label": "Device", "value": "Phone"}]),
    ]


HELPERS = {
    "from:tom": [0],
    "from:tom@example.net": [0],
    "from:tom@": [0],
    "from:ayse": [2, 1],
    'from:"ayse yil"': [2, 1],
    "file from:brown": [0],
    "field:phone": [2],
    "field:lp22": [1, 0],
    "field:damaged": [],
    "serial:LP22": [1, 0],
    'serial:"LP 2208-83"': [1, 0],
    "device:phone": [2],
    "device:LP22": [],
    "before:2026-01-01": [0],
    "before:2026": [0],
    "before:2025-12-31": [],
    "before:2026-03-01": [1, 0],
    "before:1.3.2026": [1, 0],
    "after:2026-03-01": [2],
    "after:2026-02": [2, 1],
    "after:31/12/2025 before:2026-02-28": [0],
    "after:2026-02-28 before:2026-03": [1],
    "after:2026-03-02": [],
    "before:1999": [],
    "after:1999": [2, 1, 0],
    "before:9999": [2, 1, 0],
    "in:billing": [0],
    "in:BILLING damaged": [],
    "in:downloads damaged": [2, 1],
    "in:downloads in:billing": [2, 1, 0],
    "BEFORE:2026 in:downloads": [],
    "http://example.com": [],
}


@pytest.mark.parametrize("text", HELPERS)
def test_helpers_narrow_down(found, dated, text):
    assert found(text) == [dated[number] for number in HELPERS[text]]


@pytest.mark.parametrize(
    ("text", "numbers"), [("kimden:tom", [0]), ("önce:2026", [0]), ("SONRA:2026-03", [2]), ("in:billing", [0])]
)
def test_helpers_are_known_by_their_turkish_names_too(dated, cast, sign_in, text, numbers):
    User.objects.filter(pk=cast.bora.pk).update(language="tr")
    page = sign_in(User.objects.get(pk=cast.bora.pk)).get("/desk/search/", {"q": text})
    assert [ticket.reference for ticket in page.context["page"]] == [dated[number] for number in numbers]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("before:banana", "“banana” is no date. Write one like this: before:2026-11-26"),
        ("after:2026-02-30", "“2026-02-30” is no date"),
        ("in:nowhere", "You have no category “nowhere”. There is: downloads, billing."),
        ("in:personal", "You have no category “personal”. There is: downloads, billing."),
        ("from:%%%", "There is no letter or digit to look for in “from:%%%”."),
        ("before:", "Write what to look for right after “before:”."),
        ("***", "There is no letter or digit to look for"),
        ("😀", "There is no letter or digit to look for"),
    ],
)
def test_what_cannot_be_understood_is_told_in_a_sentence(desk, ticket, text, sentence):
    page = desk.get("/desk/search/", {"q": text})
    assert page.status_code == 200
    assert sentence in page.text
    assert not list(page.context["page"])


@pytest.mark.parametrize("text", ["", "0000", "2026-1-1-1", "20261", "٢٠٢٦-13", "2026-00-10", "32.1.2026", "1" * 5000])
def test_what_is_no_date_is_none(text):
    assert parse_date(text) is None


def test_the_digits_of_any_script_make_a_date():
    assert parse_date("٢٠٢٦-١١").isoformat() == "2026-11-01"


def test_chips_take_a_helper_away_and_offer_others(desk, ticket):
    page = desk.get("/desk/search/", {"q": "damaged from:ayse in:downloads"})
    links = re.findall(r'<a[^>]*class="chip[^>]*href="([^"]*)"', page.text)
    assert "?q=damaged+from%3Aayse" in links
    assert "?q=damaged+in%3Adownloads" in links
    offered = re.findall(r'data-search-helper="([^"]*)"', page.text)
    assert offered == ["field:", "before:", "after:", "serial:", "invoice:", "device:"]
    assert "?q=damaged+from%3Aayse+in%3Adownloads+before%3A" in links


# Fences


def test_nothing_of_other_categories_shows(cast, sign_in, open_ticket, categories):
    secret = open_ticket(categories.personal, subject="xylophone", text="glockenspiel", answers=[])
    services.note(ticket=secret, author=cast.owner, body="marimba", form_key=uuid.uuid4())
    FieldDefinition.objects.create(category=categories.personal, key="diagnosis", kind="line", label_en="Diagnosis")
    asked = ["xylophone", "glocken", "marimba", "in:personal", "after:2020", secret.reference_text[:7]]
    for user in (cast.ana, cast.bora, cast.other_owner, cast.nil):
        for text in asked:
            page = sign_in(user).get("/desk/search/", {"q": text})
            assert secret.reference_text not in page.text.replace(f'value="{text}"', "")
            assert not list(page.context["page"])
        assert "diagnosis" not in sign_in(user).get("/desk/search/").text
    for text in asked:
        assert [ticket.reference for ticket in search.find(text, user=cast.owner)] == [secret.reference]
    assert "diagnosis" in sign_in(cast.owner).get("/desk/search/").text


def test_whoever_is_locked_out_finds_nothing(cast, ticket):
    assert list(search.find("damaged", user=cast.locked_out)) == []
    CategoryAssignment.objects.filter(user=cast.ana).delete()
    assert list(search.find("damaged", user=cast.ana)) == []


def test_the_index_is_asked_for_my_categories_only(cast, ticket, categories):
    execute = engine.SQLITE if connection.vendor == "sqlite" else engine.POSTGRESQL
    with CaptureQueriesContext(connection) as captured:
        search.find("damaged from:ayse before:2030", user=cast.ana)
    asked = [query["sql"] for query in captured if execute.split("%s")[0] in query["sql"]]
    assert asked
    assert set(re.findall(r"\b(\d+)_(?:\d+|#)_", "".join(asked))) == {str(categories.downloads.pk), "0"}


def test_the_source_test_looks_at_the_search():
    assert any("search/finding.py" in str(path) for path in STAFF_CODE)


# Bad input


OPERATORS = ['"', "OR", 'a" OR b', "NEAR(a b)", "a*", "^damaged", "subject : a", "a -b", "a AND", "NOT", "(", "'", "\\"]
OPERATORS += [
    "a & b",
    "a:*",
    "!a",
    "<->",
    "a | 'b'",
    "' || x",
    "#",
    "w.number",
    "%s",
    "{}",
    "_",
    "a_b",
    "--",
    ";",
    ":",
    "a:",
]


@pytest.mark.parametrize("helper", ["", "from:", "serial:", "before:", "in:"])
def test_any_text_gets_a_page(desk, ticket, helper):
    for text in [*OPERATORS, *TEXTS.values(), b"\xf0\x9f\x98\x80" * 250, "a " * 1000]:
        raw = text if isinstance(text, bytes) else text.encode()
        query = f"q={as_query(helper.encode() + raw)}"
        fits = not sizes.is_long_address("/desk/search/", query)
        assert desk.get(f"/desk/search/?{query}").status_code == (200 if fits else 414), text


@pytest.mark.parametrize("after", ["", "x", "w" + "9" * 5000, "w-1", "w1 OR 1", "\0", "y5", "٣", "w٣"])
def test_any_place_gets_a_page(desk, ticket, after):
    assert desk.get("/desk/search/", {"q": "damaged", "after": after}).status_code == 200


def test_operators_are_words(found, open_ticket):
    ticket = open_ticket(text='He said "yes OR no" NEAR(the door)')
    open_ticket(text="yes")
    assert found('yes "OR" no near(door) -said') == [ticket.reference]


@pytest.mark.parametrize("body", ["\0", "😀", "'", "\\", "a\0b", "x" * 100_000, "'':* & !\\"])
def test_any_text_can_be_indexed(found, ticket, cast, body):
    services.note(ticket=ticket, author=cast.bora, body=body.replace("\0", ""), form_key=uuid.uuid4())
    assert found("damaged") == [ticket.reference]
