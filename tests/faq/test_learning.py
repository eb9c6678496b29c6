"""Readers teach the search: the words in which they found an answer become a phrasing of it."""

import pytest

from faq.models import LoggedSearch, Phrasing
from faq.services import learn_phrasings, log_search, remove_phrasings, say_helped, search_token
from tickets.worker import tidy

from ..conftest import BROWSER

PHRASE = "pages stay blank on my reader"


@pytest.fixture
def judge(shop):
    """Return judge(visitor, helped, phrase=…, slug=…): somebody searches, opens the entry and says what it did."""

    def judge(visitor, helped, phrase=PHRASE, slug="kindle", category=None):
        search = log_search(phrase, "en", 3, category, opened=shop[slug])
        say_helped(entry=shop[slug], visitor=visitor, helped=helped, search=search_token(search))

    return judge


def phrasings():
    return [(row.entry.slug, row.text) for row in Phrasing.objects.order_by("pk")]


def test_three_readers_teach_a_phrase_in_the_night(shop, judge):
    for visitor in "abc":
        judge(visitor, True)
    tidy()
    assert phrasings() == [("kindle", PHRASE)]
    assert shop["kindle"].revisions.first().saved_by is None
    assert learn_phrasings() == 0


@pytest.mark.parametrize(
    "said",
    [
        [("a", True), ("b", True)],
        [("a", True), ("a", True), ("a", True)],
        [(visitor, visitor in "abc") for visitor in "abcdef"],
        [("a", None), ("b", None), ("c", None)],
    ],
    ids=["two", "one reader three times", "it failed as many", "nobody said"],
)
def test_fewer_teach_nothing(shop, judge, said):
    for visitor, helped in said:
        if helped is None:
            log_search(PHRASE, "en", 3, opened=shop["kindle"])
        else:
            judge(visitor, helped)
    assert learn_phrasings() == 0
    assert not phrasings()


def test_what_helped_is_learnt_and_not_what_was_opened_first(shop, judge):
    for visitor in "abc":
        search = log_search(PHRASE, "en", 3, opened=shop["cards"])
        say_helped(entry=shop["kindle"], visitor=visitor, helped=True, search=search_token(search))
    learn_phrasings()
    assert phrasings() == [("kindle", PHRASE)]


def test_what_the_owner_takes_away_comes_back_only_with_new_readers(shop, judge):
    for visitor in "abc":
        judge(visitor, True)
    learn_phrasings()
    remove_phrasings(entry=shop["kindle"], texts=[PHRASE], saved_by=None)
    assert learn_phrasings() == 0
    for visitor in "def":
        judge(visitor, True)
    assert learn_phrasings() == 1


def test_of_an_entry_that_is_not_published_nothing_is_learnt(shop, judge):
    for visitor in "abc":
        judge(visitor, True)
    shop["kindle"].state = "archived"
    shop["kindle"].save()
    assert learn_phrasings() == 0


def test_what_was_searched_for_in_a_category_of_named_people_teaches_nothing(shop, judge, named_only):
    for visitor in "abc":
        judge(visitor, True, category=named_only)
    assert learn_phrasings() == 0


def test_nor_does_what_was_asked_in_one_that_became_such_a_category(shop, judge, billing):
    for visitor in "abc":
        judge(visitor, True, category=billing)
    billing.named_only = True
    billing.save()
    assert learn_phrasings() == 0


def test_it_is_the_page_that_teaches(shop, client):
    """Through the pages a reader uses: search, open, "yes"."""
    for number in range(3):
        headers = {"User-Agent": f"{BROWSER} {number}", "Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
        token = client.get("/faq/search/", {"q": "kindle blank"}, headers=headers).context["token"]
        client.get("/faq/kindle/", {"from": "search", "s": token}, headers=headers)
        client.post("/faq/kindle/helped/", {"helped": "yes", "s": token}, headers=headers)
    assert LoggedSearch.objects.filter(helped=True, refused=False, opened=shop["kindle"]).count() == 3
    learn_phrasings()
    assert phrasings() == [("kindle", "kindle blank")]
