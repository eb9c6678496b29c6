"""Search misses: what is grouped, what is offered, what one touch does, and that it can be taken back."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from faq.misses import group, is_one_slip
from faq.models import IgnoredPhrase, LoggedSearch
from faq.services import log_search, save_entry
from faq.text import fold

PAGE = "/desk/faq/misses/"


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def search(phrase, times=1, days_ago=0, **fields):
    at = timezone.now() - timedelta(days=days_ago)
    for _ in range(times):
        row = {"phrase": phrase, "folded": fold(phrase), "language": "en", "results": 0, "at": at} | fields
        LoggedSearch.objects.create(**row)


def unsettled():
    return set(LoggedSearch.objects.filter(settled=False).values_list("phrase", flat=True))


@pytest.fixture
def groups(as_owner):
    """Return groups(**query): the phrases of each group on the page."""
    return lambda **query: [row.phrases for row in as_owner.get(PAGE, query).context["rows"]]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("refund", "refund", True),
        ("refund", "refnud", True),
        ("refund", "refun", True),
        ("refund", "refunds", True),
        ("refund", "refand", True),
        ("refund", "erfund", True),
        ("refund", "rfeudn", False),
        ("refund", "rexxnd", False),
        ("refund", "reund1x", False),
        ("abcd", "bcde", False),
    ],
)
def test_one_slip(one, other, expected):
    assert is_one_slip(one, other) is is_one_slip(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("student discount", "discount student", True),
        ("student discount", "students discounts", True),
        ("student discount", "studnet discount", True),
        ("öğrenci indirimi", "ogrenci indirim", True),
        ("student", "students student", True),
        ("windows 10", "windows 11", False),
        ("version 2024", "version 2025", False),
        ("vpn", "vps", False),  # too short to be taken for a slip
        ("refund", "refuse", False),
        ("student discount", "student account", False),
        ("student discount", "student", False),
    ],
)
@pytest.mark.django_db
def test_what_means_the_same_is_one_group(one, other, together):
    search(one, times=2)
    search(other)
    groups = group(LoggedSearch.objects.by_phrase())
    assert [found.phrases for found in groups] == ([[one, other]] if together else [[one], [other]])


@pytest.mark.django_db
def test_a_word_of_two_languages_is_two_groups():
    search("format", language="en")
    search("format", language="tr")
    assert {found.language for found in group(LoggedSearch.objects.by_phrase())} == {"en", "tr"}


def test_a_group_tells_how_often_how_badly_and_where_last(as_owner, downloads, billing):
    search("student discount", times=2, category=downloads, days_ago=3)
    search("discounts student", category=billing, days_ago=1)
    search("Student discount", results=2, refused=True, days_ago=2)
    search("nowhere")
    rows = as_owner.get(PAGE).context["rows"]
    assert [(row.phrase, row.times, row.hard, row.soft) for row in rows][1:] == [("nowhere", 1, 1, 0)]
    assert (rows[0].times, rows[0].hard, rows[0].soft, rows[0].category) == (4, 3, 1, billing)
    page = text(as_owner.get(PAGE))
    assert "nothing found: 3" in page
    assert "asked in: Billing" in page


def test_the_list_keeps_to_period_kind_and_language(groups):
    search("hard one")
    search("soft two", results=3, refused=True)
    search("older three", days_ago=45)
    search("eski dört", language="tr")
    search("settled five", settled=True)
    search("found six", results=3)
    assert groups() == [["eski dört"], ["hard one"], ["soft two"]]
    assert groups(kind="hard") == [["eski dört"], ["hard one"]]
    assert groups(kind="soft") == [["soft two"]]
    assert groups(language="tr") == [["eski dört"]]
    assert len(groups(days=90)) == 4
    assert groups(kind="x", language="x", page="x") == groups()


def test_the_filters_show_what_is_chosen(as_owner, db):
    page = as_owner.get(PAGE, {"language": "tr", "kind": "soft"}).content.decode()
    assert re.findall(r'<option value="(\w*)" selected', page) == ["30", "soft", "tr"]
    assert re.findall(r'<option value="(\w*)" selected', as_owner.get(PAGE).content.decode()) == ["30"]


def test_groups_come_in_pages_of_50(as_owner, groups):
    letters = "abcdefghijklmnopqrstuvwxyz"
    for number in range(51):
        search(f"{letters[number // 26] * 4}{letters[number % 26] * 4} {letters[number % 26] * 4}")
    assert len(groups()) == 50
    assert len(groups(page=2)) == 1
    assert "Page 2 of 2" in text(as_owner.get(PAGE, {"page": 2}))


def test_three_guesses_are_what_is_found_then_what_is_needed_there(shop, make_entry, as_owner, billing):
    make_entry("A draft about the kindle", state="draft")
    search("kindle screen", category=billing)
    [row] = as_owner.get(PAGE).context["rows"]
    assert row.guesses[0] == shop["kindle"]
    assert len(row.guesses) == 3
    assert {entry.category for entry in row.guesses[1:]} == {billing}
    search("xqzzt vrrp")
    assert as_owner.get(PAGE).context["rows"][1].guesses == []


def post(client, what, **data):
    return client.post(f"{PAGE}{what}/", data, follow=True)


def test_one_touch_adds_the_phrases_settles_the_searches_and_proves_it(shop, as_owner, billing, cast):
    search("spare wheel", times=2)
    search("Wheels spare")
    search("other")
    page = post(as_owner, "add", entry=shop["cards"].pk, phrase=["spare wheel", "wheels spare"], language="en")
    assert [phrasing.text for phrasing in shop["cards"].phrasings.all()] == ["spare wheel", "Wheels spare"]
    assert unsettled() == {"other"}
    assert page.context["proof"]["done"].phrase == "spare wheel"
    assert "“spare wheel” is added to: Which cards do you accept?" in text(page)
    assert shop["cards"].revisions.first().saved_by == cast.other_owner


def test_the_search_is_run_again_at_once(shop, as_owner, monkeypatch):
    found = []
    monkeypatch.setattr("faq.views.desk_misses.search", lambda *args, **kwargs: found)
    search("kindle screen")
    data = {"entry": shop["kindle"].pk, "phrase": "kindle screen", "language": "en"}
    page = post(as_owner, "add", **data)
    assert "does not find the entry yet" in text(page)

    from faq.search import Hit

    address = page.redirect_chain[-1][0]
    found[:] = [Hit(shop["again"], 0.9), Hit(shop["kindle"], 0.5)]
    assert "finds the entry, after others. Now finds: How do I download" in text(as_owner.get(address))
    found.pop(0)
    assert "finds the entry first. Now finds: Why does my Kindle" in text(as_owner.get(address))


def test_undo_takes_exactly_that_back(shop, as_owner):
    save_entry(entry=shop["cards"], saved_by=None, phrasings=["spare wheel"])
    search("spare wheel", settled=True)
    search("spare wheel", times=2)
    search("wheels spare")
    before = [phrasing.text for phrasing in shop["cards"].phrasings.all()]
    page = post(as_owner, "add", entry=shop["cards"].pk, phrase=["spare wheel", "wheels spare"], language="en")
    assert unsettled() == set()
    page = post(as_owner, "undo", done=page.context["proof"]["key"])
    assert "Taken back." in text(page)
    assert LoggedSearch.objects.filter(settled=False).count() == 3
    assert [phrasing.text for phrasing in shop["cards"].phrasings.all()] == before
    assert "cannot be taken back any more" in text(post(as_owner, "undo", done="1"))


def test_an_ignored_phrase_stays_away_until_that_is_taken_back(as_owner, groups, db):
    search("lottery", times=2)
    search("lotery")
    page = post(as_owner, "ignore", phrase=["lottery", "lotery"], language="en")
    assert "“lottery” is ignored from now on." in text(page)
    assert groups() == []
    assert log_search("Lottery", "en", 0).settled
    post(as_owner, "undo", done=page.context["proof"]["key"])
    assert groups() == [["lottery", "lotery"]]
    assert not IgnoredPhrase.objects.exists()


def test_the_list_comes_back_as_it_was_looked_at(as_owner, db):
    search("lottery", days_ago=40)
    answer = as_owner.post(f"{PAGE}ignore/?days=90&kind=hard", {"phrase": "lottery", "language": "en"})
    assert answer["Location"] == f"{PAGE}?days=90&kind=hard&done=1"


@pytest.mark.parametrize(
    "named", ["Where is my invoice?", "where is my INVOICE?", " faturam nerede, isigi göremiyorum? "]
)
def test_another_entry_is_chosen_by_its_question(shop, as_owner, named):
    search("spare wheel")
    assert '<option value="Where is my invoice?">' in as_owner.get(PAGE).content.decode()
    post(as_owner, "add", named=named, phrase="spare wheel", language="en")
    assert shop["invoice"].phrasings.get().text == "spare wheel"


@pytest.mark.parametrize("data", [{"named": "no such"}, {"named": ""}, {"entry": "x"}, {"entry": "99999"}, {}])
def test_an_entry_that_is_not_there_changes_nothing(shop, as_owner, data):
    search("spare wheel")
    page = post(as_owner, "add", phrase="spare wheel", language="en", **data)
    assert "No published entry has this question." in text(page)
    assert unsettled() == {"spare wheel"}


def test_phrases_nobody_asked_are_not_added(shop, as_owner):
    page = post(as_owner, "add", entry=shop["kindle"].pk, phrase=["made up", "x" * 5000], language="en")
    assert page.context["proof"] is None
    assert not shop["kindle"].phrasings.exists()
    post(as_owner, "ignore", phrase="made up", language="en")
    assert not IgnoredPhrase.objects.exists()


def test_a_new_entry_begins_with_the_phrases(as_owner, groups, billing, shop):
    search("spare wheel & tyre", times=2, category=billing)
    search("wheels, spare tyre")
    page = as_owner.get(PAGE).content.decode()
    address = re.search(r'href="(/desk/faq/entries/new/\?phrase=[^"]+)"', page)[1].replace("&amp;", "&")
    form = as_owner.get(address).context["form"]
    assert form["question_en"].value() == "Spare wheel & tyre"
    assert form["phrasings"].value() == "spare wheel & tyre\nwheels, spare tyre"
    assert form["category"].value() == billing.pk
    data = {"question_en": "A spare wheel?", "answer_en": "None.", "category": billing.pk, "state": "published"}
    answer = as_owner.post("/desk/faq/entries/new/", data | {"phrasings": form["phrasings"].value()}, follow=True)
    assert "3 searches that missed are answered by it." in text(answer)
    assert groups() == []


def test_a_draft_answers_no_miss(as_owner, billing, groups):
    search("spare wheel")
    data = {"question_en": "A spare wheel?", "answer_en": "None.", "category": billing.pk, "state": "draft"}
    as_owner.post("/desk/faq/entries/new/", data | {"phrasings": "spare wheel"})
    assert groups() == [["spare wheel"]]


def test_the_list_can_be_taken_along_and_runs_no_formula(as_owner, billing):
    search("=cmd|calc", category=billing)
    search("spare wheel", times=2)
    answer = as_owner.get(PAGE, {"format": "csv"})
    header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert header[:3] == ["Phrase", "Times", "Nothing was found"]
    assert [row[:6] for row in rows] == [
        ["spare wheel", "2", "2", "0", "en", ""],
        ["'=cmd|calc", "1", "1", "0", "en", "Billing"],
    ]


def test_what_is_for_named_people_only_is_neither_seen_nor_touched(
    shop, make_entry, named_only, as_owner, as_named_owner, groups
):
    hidden = make_entry("Shares of the board", category=named_only)
    search("board shares", category=named_only)
    search("shares common")
    page = as_owner.get(PAGE)
    assert groups() == [["shares common"]]
    assert not re.search("board|personal", text(page), re.IGNORECASE)
    assert "board" not in text(as_owner.get(PAGE, {"format": "csv"}))
    post(as_owner, "ignore", phrase="board shares", language="en")
    post(as_owner, "add", entry=hidden.pk, phrase="shares common", language="en")
    post(as_owner, "add", named="Shares of the board", phrase="shares common", language="en")
    post(as_owner, "add", entry=shop["kindle"].pk, phrase=["board shares"], language="en")
    assert unsettled() == {"board shares", "shares common"}
    assert not hidden.phrasings.exists()
    assert not shop["kindle"].phrasings.exists()
    named = as_named_owner.get(PAGE)
    assert {row.phrase for row in named.context["rows"]} == {"board shares", "shares common"}
    assert "Shares of the board" in text(named)


def test_what_one_did_another_cannot_take_back(shop, as_owner, as_named_owner):
    search("spare wheel")
    page = post(as_owner, "add", entry=shop["kindle"].pk, phrase="spare wheel", language="en")
    post(as_named_owner, "undo", done=page.context["proof"]["key"])
    assert unsettled() == set()
    assert shop["kindle"].phrasings.exists()


def test_one_group_and_five_cost_the_same_queries_but_for_their_searches(
    make_entry, billing, as_owner, count_queries, monkeypatch
):
    monkeypatch.setattr("faq.misses.search", lambda *args, **kwargs: [])

    def add(number):
        make_entry(category=billing)
        search("abcde"[number] * 4, category=billing)

    add(0)
    with_one = count_queries(lambda: as_owner.get(PAGE))
    for number in range(1, 5):
        add(number)
    assert count_queries(lambda: as_owner.get(PAGE)) == with_one


def test_the_empty_list_says_so(as_owner, db):
    assert "No search has missed that is not dealt with" in text(as_owner.get(PAGE))
    assert "No miss fits these filters" in text(as_owner.get(PAGE, {"kind": "soft"}))
