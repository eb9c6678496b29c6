"""What came of a visit, and of a search."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.utils import timezone

from faq.models import LoggedSearch, SearchDay, Visit
from faq.services import fold_searches, log_search, note_filed, record_view, say_helped, say_solved, search_token

from ..conftest import BROWSER

HELPED = "/faq/kindle/helped/"


def search_links(page):
    return re.findall(r'href="(/faq/[^"]+\?from=search[^"]*)"', page.content.decode().replace("&amp;", "&"))


@pytest.fixture
def post(client, db):
    """Return post(path, data, **headers): what a form of our own page sends."""

    def post(path, data=(), **headers):
        headers = {"User-Agent": BROWSER, "Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"} | headers
        return client.post(path, dict(data), headers=headers)

    return post


# Where readers come from


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("", "elsewhere"),
        ("?from=search", "search"),
        ("?from=category", "category"),
        ("?from=form", "form"),
        ("?from=staff", "staff"),
        ("?from=moon", "elsewhere"),
        ("?from=%00", "elsewhere"),
    ],
)
def test_a_visit_tells_where_the_link_stood(shop, reader, address, source):
    assert reader("/faq/kindle/" + address).status_code == 200
    assert Visit.objects.get().source == source


def test_the_first_source_of_a_day_stays_and_the_last_time_counts(shop, reader):
    reader("/faq/kindle/?from=search")
    Visit.objects.update(at=timezone.now() - timedelta(hours=3))
    reader("/faq/kindle/?from=form")
    visit = Visit.objects.get()
    assert visit.source == "search"
    assert visit.at > timezone.now() - timedelta(minutes=1)


# Did this help?


def test_who_says_yes_is_thanked_and_counted(shop, reader, post):
    reader("/faq/kindle/?from=category")
    answer = post(HELPED, {"helped": "yes"})
    assert answer["Location"] == HELPED + "?said=yes"
    assert "Thank you" in reader(answer["Location"]).text
    visit = Visit.objects.get()
    assert (visit.helped, visit.source) == (True, "category")


def test_who_says_no_is_asked_why_and_led_to_the_form_with_the_entry(shop, reader, post):
    answer = post(HELPED, {"helped": "no"})
    page = reader(answer["Location"]).text
    assert 'action="/help/downloads/#form"' in page
    assert 'name="entry" value="kindle"' in page
    assert 'name="reason"' in page
    assert Visit.objects.get().helped is False


def test_there_is_one_answer_a_visitor_and_day_and_it_can_be_changed(shop, post):
    for said in ("yes", "no", "no", "yes"):
        post(HELPED, {"helped": said})
    assert Visit.objects.get().helped is True
    post(HELPED, {"helped": "no"}, **{"User-Agent": BROWSER + " Mobile"})
    assert sorted(Visit.objects.values_list("helped", flat=True)) == [False, True]


def test_reading_again_keeps_what_was_said(shop, reader, post):
    post(HELPED, {"helped": "no"})
    reader("/faq/kindle/")
    assert Visit.objects.get().helped is False


def test_neither_robots_nor_staff_are_asked(shop, post, sign_in, cast):
    assert post(HELPED, {"helped": "yes"}, **{"User-Agent": "curl/8"}).status_code == 302
    assert sign_in(cast.nil).post(HELPED, {"helped": "yes"}).status_code == 302
    assert not Visit.objects.exists()


def test_asking_for_the_page_says_nothing(shop, reader):
    for address in ("", "?said=yes", "?said=no", "?helped=yes"):
        assert reader(HELPED + address).status_code == 200
    assert not Visit.objects.exists()


def test_what_says_neither_yes_nor_no_asks_again(shop, post):
    assert "Did this help?" in post(HELPED, {"helped": "maybe"}).text
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}],
)
@pytest.mark.parametrize("path", [HELPED, "/faq/none/"])
def test_a_form_on_another_site_is_refused(shop, post, path, headers):
    assert post(path, {"helped": "yes", "q": "kindle"}, **headers).status_code == 403
    assert not Visit.objects.exists()
    assert not LoggedSearch.objects.exists()


def test_a_browser_that_does_not_say_where_the_form_stood_may_post_without_a_cookie(shop):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True, headers={"User-Agent": BROWSER})
    assert strict.post(HELPED, {"helped": "yes"}).status_code == 302
    assert not strict.cookies
    assert Visit.objects.get().helped


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_a_hidden_entry_takes_no_answer(make_entry, post, state):
    make_entry(slug="hidden", state=state)
    assert post("/faq/hidden/helped/", {"helped": "yes"}).status_code == 404
    assert not Visit.objects.exists()


# Which search led there


def test_opening_a_result_is_noted_on_its_search_and_the_first_one_stays(shop, reader):
    links = search_links(reader("/faq/search/?q=kindle+download"))
    assert len(links) >= 2
    for link in links:
        reader(link)
    search = LoggedSearch.objects.get()
    assert search.opened.get_absolute_url() == urlsplit(links[0]).path
    assert set(Visit.objects.values_list("source", flat=True)) == {"search"}


def test_nobody_marks_the_search_of_another(shop, reader, post):
    search = log_search("kindle", "en", 1)
    forged = [str(search.pk), f"{search.pk}:x", signing.dumps(search.pk, salt="other"), "\0", "x" * 5000]
    for token in forged:
        reader("/faq/kindle/", data={"from": "search", "s": token})
        post(HELPED, {"helped": "no", "s": token})
    search.refresh_from_db()
    assert (search.opened, search.refused) == (None, False)


def test_no_refuses_the_search_that_led_there_and_yes_takes_it_back(shop, reader, post):
    [link, *_] = search_links(reader("/faq/search/?q=kindle"))
    page = reader(link).text
    token = parse_qs(urlsplit(link).query)["s"][0]
    assert f'name="s" value="{token}"' in page
    post(HELPED, {"helped": "no", "s": token})
    assert LoggedSearch.objects.get().refused
    post(HELPED, {"helped": "yes", "s": token})
    assert not LoggedSearch.objects.get().refused


@pytest.mark.parametrize("agent", ["curl/8", "Googlebot/2.1"])
def test_robots_log_no_search_and_open_none(shop, reader, agent):
    reader("/faq/search/?q=kindle", user_agent=agent)
    assert not LoggedSearch.objects.exists()
    search = log_search("kindle", "en", 1)
    reader(f"/faq/kindle/?from=search&s={search_token(search)}", user_agent=agent)
    search.refresh_from_db()
    assert search.opened is None


def test_neither_staff_nor_pages_loaded_ahead_log_a_search(shop, sign_in, cast, client):
    page = sign_in(cast.nil).get("/faq/search/?q=kindle")
    assert '"/faq/kindle/?from=search"' in page.text  # nothing to sign
    client.get("/faq/search/?q=kindle", headers={"User-Agent": BROWSER, "Sec-Purpose": "prefetch"})
    assert not LoggedSearch.objects.exists()


def test_ten_are_shown_and_more_of_them_are_no_other_search(make_entry, reader):
    for number in range(13):
        make_entry(f"Kindle question {number}")
    page = reader("/faq/search/?q=kindle&category=downloads")
    assert len(search_links(page)) == 10
    assert "The 10 closest answers to “kindle”" in " ".join(page.text.split())
    [more] = re.findall(r'href="([^"]+more=1[^"]*)"', page.text.replace("&amp;", "&"))
    rest = reader(more)
    assert len(search_links(rest)) == 13
    assert "More answers" not in rest.text
    reader(search_links(rest)[12])
    search = LoggedSearch.objects.get()
    assert (search.results, search.opened.get_absolute_url()) == (10, urlsplit(search_links(rest)[12]).path)


# None of these


def test_none_of_these_refuses_the_search_and_leads_to_the_topics(shop, billing, reader, post):
    page = reader("/faq/search/?q=kindle&category=billing").text
    token = re.search(r'name="s" value="([^"]+)"', page)[1]
    answer = post("/faq/none/", {"q": "kindle", "category": "billing", "s": token})
    assert answer.status_code == 302
    assert LoggedSearch.objects.get().refused
    page = reader(answer["Location"]).text
    assert "nothing fits “kindle”" in page
    assert 'href="/help/billing/#form"' in page
    assert 'href="/help/downloads/"' in page


def test_refused_suggestions_are_logged_once_they_are_refused(shop, downloads, reader, post):
    reader("/faq/suggest/?q=kindle&category=downloads")
    assert not LoggedSearch.objects.exists()
    post("/faq/none/", {"q": "kindle", "category": "downloads"})
    search = LoggedSearch.objects.get()
    assert (search.phrase, search.category, search.refused) == ("kindle", downloads, True)
    assert search.results


@pytest.mark.parametrize("data", [{}, {"q": ""}, {"q": "\0"}, {"q": "xqzzt blorf"}, {"q": "me@example.com kindle"}])
def test_refusing_what_was_never_offered_or_may_be_personal_logs_nothing(shop, post, data):
    assert post("/faq/none/", data).status_code == 302
    assert not LoggedSearch.objects.exists()


def test_the_page_by_itself_refuses_nothing(shop, reader):
    assert reader("/faq/none/?q=kindle&category=%00").status_code == 200
    assert not LoggedSearch.objects.exists()


# Solved, or a ticket all the same


def test_an_answer_that_made_the_ticket_needless_counts_once(shop):
    assert say_solved(entry=shop["kindle"], visitor="a")
    assert not say_solved(entry=shop["kindle"], visitor="a")
    visit = Visit.objects.get()
    assert (visit.solved, visit.source) == (True, "form")


def test_a_ticket_is_noted_on_what_its_visitor_has_read_within_half_an_hour(shop):
    for slug, minutes, visitor in [("kindle", 29, "a"), ("again", 31, "a"), ("stops", 1, "b")]:
        record_view(shop[slug], visitor, BROWSER)
        Visit.objects.filter(entry=shop[slug]).update(at=timezone.now() - timedelta(minutes=minutes))
    say_solved(entry=shop["invoice"], visitor="a")
    note_filed("a")
    assert set(Visit.objects.filter(filed=True).values_list("entry__slug", flat=True)) == {"kindle", "invoice"}
    assert not Visit.objects.filter(solved=True).exists()


def test_an_answer_is_noted_for_somebody_who_was_never_counted_as_a_reader(shop):
    say_helped(entry=shop["kindle"], visitor="a", helped=False)
    assert Visit.objects.get().helped is False


# What is left after 400 days


def test_of_searches_older_than_400_days_only_the_numbers_stay(shop):
    old = timezone.now() - timedelta(days=402)

    def searched(at, language="en", **fields):
        LoggedSearch.objects.create(phrase="x", folded="x", language=language, at=at, **fields)

    searched(old, results=0)
    searched(old, results=2)
    searched(old, results=2, refused=True, opened=shop["kindle"])
    searched(old, results=2, opened=shop["kindle"])
    searched(old, "tr", results=0)
    searched(timezone.now() - timedelta(days=399), results=0)
    assert fold_searches() == 5
    assert LoggedSearch.objects.count() == 1
    rows = SearchDay.objects.order_by("language").values_list("day", "language", "searches", "hard", "soft")
    day = timezone.localtime(old).date()
    assert list(rows) == [(day, "en", 4, 1, 2), (day, "tr", 1, 1, 0)]
    searched(old, results=0)
    assert fold_searches() == 1
    assert SearchDay.objects.get(language="en").searches == 5
    assert fold_searches() == 0
