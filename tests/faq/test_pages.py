import re

import pytest

from faq.models import LoggedSearch, Visit
from tests.conftest import BROWSER


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def html(response):
    return response.content.decode()


# Index


def test_the_index_shows_the_categories_with_their_entries(shop, reader):
    page = reader("/faq/")
    assert page.status_code == 200
    assert [section.category.slug for section in page.context["sections"]] == ["downloads", "billing"]
    assert "3 answers" in text(page)
    assert 'href="/faq/kindle/"' in html(page)
    assert 'href="/help/billing/"' in html(page)


def test_more_than_five_entries_of_a_category_wait_behind_a_line(make_entry, reader):
    for _ in range(7):
        make_entry()
    page = reader("/faq/")
    assert "Show 2 more answers" in text(page)
    assert page.content.count(b'href="/faq/entry-') == 7


def test_the_most_read_entries_stand_first_once_there_are_many(make_entry, reader):
    entries = [make_entry(f"Question {n}") for n in range(12)]
    reader(entries[7].get_absolute_url())
    page = reader("/faq/")
    assert page.context["most_read"] == [entries[7]]
    assert "Read most in the last 30 days" in text(page)


def test_the_index_speaks_the_visitor_s_language_and_falls_back(shop, reader):
    page = reader("/tr/faq/")
    assert "E-kitabımı nasıl yeniden indiririm?" in text(page)
    assert '<a href="/tr/faq/stops/" lang="en">The download stops halfway</a>' in html(page)


def test_the_index_says_so_when_it_is_empty(reader):
    assert "There are no answers here yet" in text(reader("/faq/"))


def test_a_category_that_takes_no_tickets_keeps_its_answers_and_loses_its_link(shop, billing, reader):
    billing.is_active = False
    billing.save()
    for path in ("/faq/", "/faq/invoice/"):
        page = reader(path)
        assert "invoice" in text(page)
        assert 'href="/help/billing/' not in html(page)


# Entry


def test_an_entry_shows_its_answer_and_when_it_was_updated(shop, reader):
    page = reader("/faq/again/")
    assert '<h1 itemprop="name" lang="en">How do I download my e-book again?</h1>' in html(page)
    assert "<strong>ten</strong>" in html(page)
    assert re.search(r'Updated: <time datetime="\d{4}-\d\d-\d\dT', html(page))
    assert 'href="/help/downloads/#form"' in html(page)


def test_an_entry_in_another_language_is_marked_as_such(shop, reader):
    page = reader("/tr/faq/stops/")
    assert '<h1 itemprop="name" lang="en">' in html(page)
    assert '<h1 itemprop="name" lang="tr">E-kitabımı' in html(reader("/tr/faq/again/"))


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_a_hidden_entry_answers_like_one_that_does_not_exist(make_entry, reader, as_owner, state):
    make_entry("Secret words", slug="hidden", state=state)
    for get in (reader, as_owner.get):
        hidden, unknown = get("/faq/hidden/"), get("/faq/unknown/")
        assert (hidden.status_code, unknown.status_code) == (404, 404)
        assert "Secret words" not in text(hidden)
    assert not Visit.objects.exists()
    assert "Secret words" not in text(reader("/faq/"))


@pytest.mark.parametrize("path", ["/faq/", "/faq/search/?q=x", "/faq/suggest/?q=xx", "/faq/kindle/"])
def test_the_pages_only_answer_get(shop, client, path):
    assert client.post(path).status_code == 405


# Search


def test_a_search_shows_title_category_and_the_sentence_that_fits(shop, reader):
    page = reader("/faq/search/?q=kindle+address")
    assert re.search(r'role="status">\s*<p>\s*\d answers? found for “kindle address”', html(page))
    assert 'href="/faq/kindle/?from=search&amp;s=' in html(page)
    assert "Downloads ·" in text(page)
    assert "Send the file to your <mark>Kindle</mark> <mark>address</mark>, then synchronise." in html(page)
    assert LoggedSearch.objects.get().results


def test_a_miss_says_so_offers_the_topics_and_is_logged(shop, billing, reader):
    for _ in range(2):
        page = reader("/faq/search/", data={"q": "Xqzzt  <Blorfp>", "category": "billing"})
    assert "Nothing found for “Xqzzt &lt;Blorfp&gt;”." in html(page)
    assert 'href="/help/downloads/"' in html(page)
    search = LoggedSearch.objects.get()
    assert (search.phrase, search.language, search.category) == ("Xqzzt <Blorfp>", "en", billing)
    assert search.results == 0


def test_a_search_is_logged_once_a_visitor_and_phrase(shop, reader):
    for query in ("xqzzt", "Xqzzt", "  xqzzt ", "blorfp"):
        reader("/faq/search/", data={"q": query})
    assert sorted(LoggedSearch.objects.values_list("phrase", flat=True)) == ["blorfp", "xqzzt"]
    reader("/faq/search/", data={"q": "xqzzt"}, user_agent=f"{BROWSER} another")
    reader("/faq/search/", data={"q": "xqzzt"}, REMOTE_ADDR="192.0.2.7")
    reader("/tr/faq/search/", data={"q": "xqzzt"})
    assert LoggedSearch.objects.count() == 5


def test_what_comes_of_a_search_stands_on_the_first_of_the_day(shop, reader, client):
    for _again in range(2):
        page = reader("/faq/search/?q=kindle")
    client.post("/faq/none/", {"q": "kindle", "s": page.context["token"]}, headers={"User-Agent": BROWSER})
    assert LoggedSearch.objects.get().refused
    client.post("/faq/none/", {"q": "kindle"}, headers={"User-Agent": BROWSER})
    assert LoggedSearch.objects.get().refused


def test_a_connection_is_logged_so_often_an_hour_and_served_always(shop, reader):
    for number in range(70):
        page = reader(
            "/faq/search/",
            data={"q": f"xqzzt {chr(97 + number // 10)}{chr(97 + number % 10)}"},
            user_agent=f"{BROWSER} {number}",
        )
        assert page.status_code == 200
    assert LoggedSearch.objects.count() == 60
    reader("/faq/search/?q=blorfp", REMOTE_ADDR="192.0.2.7")
    assert LoggedSearch.objects.count() == 61


def test_a_connection_reads_so_many_entries_an_hour_that_count(shop, reader, monkeypatch):
    monkeypatch.setattr("faq.visitors.READ.tries", 3)
    for number in range(5):
        page = reader("/faq/kindle/", user_agent=f"{BROWSER} {number}")
        assert page.status_code == 200
    assert shop["kindle"].visits.count() == 3


def test_a_miss_is_logged_in_the_language_of_the_page(shop, reader):
    reader("/tr/faq/search/?q=zürafa")
    assert LoggedSearch.objects.get().language == "tr"


def test_closed_categories_are_not_offered_on_a_miss(shop, billing, reader):
    billing.is_active = False
    billing.save()
    page = reader("/faq/search/?q=xqzzt")
    assert "downloads" in html(page)
    assert "billing" not in html(page)


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20", "?q=%00", "?other=1"])
def test_without_a_query_the_page_tells_what_to_do_and_logs_nothing(shop, reader, query):
    page = reader("/faq/search/" + query)
    assert "Type a few words of your question" in text(page)
    assert "Nothing found" not in text(page)
    assert not LoggedSearch.objects.exists()


@pytest.mark.parametrize(
    "query",
    ['"><script>alert(1)</script>', "' OR 1=1 --", "%F0%9F%91%8D", "a" * 8000, "x&category=%00", "x&category=nowhere"],
)
def test_hostile_searches_are_answered(shop, reader, query):
    page = reader(f"/faq/search/?q={query}")
    assert page.status_code == 200
    assert "<script>alert" not in html(page)


def test_looking_only_at_the_head_logs_nothing(shop, client):
    client.head("/faq/search/?q=xqzzt")
    assert not LoggedSearch.objects.exists()


def test_suggestions_are_a_fragment_of_at_most_five_links_and_log_nothing(make_entry, shop, reader):
    for _ in range(6):
        make_entry("Where is the kindle?")
    page = reader("/faq/suggest/?q=kindl&category=downloads")
    assert html(page).count("<a ") == 5
    assert "<html" not in html(page)
    assert html(reader("/faq/suggest/?q=xqzzt")).strip() == html(reader("/faq/suggest/")).strip() == ""
    assert not LoggedSearch.objects.exists()


@pytest.mark.parametrize("path", ["/faq/", "/faq/search/?q=kindle", "/faq/search/?q=xqzzt", "/faq/suggest/?q=kindle"])
def test_one_entry_and_five_cost_the_same_queries(make_entry, reader, count_queries, path):
    make_entry("Kindle")
    reader(path)  # builds the index of the search
    with_one = count_queries(lambda: reader(path))
    for _ in range(4):
        make_entry("Kindle")
    reader(path)
    assert count_queries(lambda: reader(path)) == with_one <= 5


def test_an_entry_of_such_a_category_is_read_by_everybody(make_entry, named_only, reader):
    make_entry("Whom do I ask about shares?", slug="shares", category=named_only)
    assert reader("/faq/shares/").status_code == 200
    assert "Whom do I ask about shares?" in text(reader("/faq/"))
