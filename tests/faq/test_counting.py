import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from faq.models import DailyCount, Entry, IgnoredPhrase, LoggedSearch, Visit
from faq.services import add_up_visits, fold_searches, log_search, record_view, top_entries
from faq.visitors import visitor_hash

from ..conftest import BROWSER


def views(entry):
    return Entry.objects.with_views(days=30).get(pk=entry.pk).views


def add_counts(entry, *, days_ago=0, **counts):
    DailyCount.objects.create(entry=entry, day=timezone.localdate() - timedelta(days=days_ago), **counts)


def test_a_visitor_counts_once_for_three_loads(shop, reader):
    entry = shop["kindle"]
    for _ in range(3):
        assert reader(entry.get_absolute_url()).status_code == 200
    assert views(entry) == 1


def test_another_browser_another_address_another_entry_and_another_language_count(shop, client, reader):
    url = shop["kindle"].get_absolute_url()
    reader(url)
    reader(url, user_agent=BROWSER + " Mobile")
    client.get(url, headers={"User-Agent": BROWSER}, REMOTE_ADDR="192.0.2.7")
    reader("/tr" + url, user_agent="Mozilla/5.0 (iPhone) Safari/605")
    reader(shop["invoice"].get_absolute_url())
    assert views(shop["kindle"]) == 4
    assert views(shop["invoice"]) == 1


@pytest.mark.parametrize(
    "user_agent",
    [
        "",
        "  ",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "Mozilla/5.0 (compatible; YandexBot/3.0)",
        "facebookexternalhit/1.1",
        "WhatsApp/2.23",
        "SkypeUriPreview Preview/0.5",
        "curl/8.5.0",
        "python-requests/2.32",
        "Baiduspider",
        "UptimeRobot/2.0",
    ],
)
def test_robots_are_not_counted(shop, reader, user_agent):
    assert reader(shop["kindle"].get_absolute_url(), user_agent=user_agent).status_code == 200
    assert not Visit.objects.exists()


def test_telephones_are_not_taken_for_robots(shop, reader):
    reader(shop["kindle"].get_absolute_url(), user_agent="Mozilla/5.0 (Linux; Android 14; CUBOT P80) Chrome/131.0")
    assert views(shop["kindle"]) == 1


def test_neither_a_head_nor_a_page_loaded_ahead_is_a_view(shop, client):
    url = shop["kindle"].get_absolute_url()
    client.head(url, headers={"User-Agent": BROWSER})
    client.get(url, headers={"User-Agent": BROWSER, "Sec-Purpose": "prefetch;prerender"})
    assert not Visit.objects.exists()


def test_staff_are_not_counted(shop, sign_in, cast):
    assert sign_in(cast.nil).get(shop["kindle"].get_absolute_url()).status_code == 200
    assert not Visit.objects.exists()


@pytest.mark.parametrize("path", ["/faq/kindle/", "/faq/search/?q=kindle", "/faq/none/", "/faq/kindle/helped/?said=no"])
def test_a_reader_gets_no_cookie(shop, reader, path):
    page = reader(path)
    assert page.status_code == 200
    assert not page.cookies


def test_a_view_is_one_write(shop, count_queries):
    def visit():
        record_view(shop["kindle"], "a" * 32, BROWSER)

    assert count_queries(visit) == count_queries(visit) == 1


def test_the_same_visitor_counts_again_on_another_day(shop, monkeypatch):
    for day in (date(2026, 3, 1), date(2026, 3, 2)):
        monkeypatch.setattr(timezone, "localdate", lambda day=day: day)
        record_view(shop["kindle"], "a" * 32, BROWSER)
        record_view(shop["kindle"], "a" * 32, BROWSER)
    assert list(shop["kindle"].visits.order_by("day").values_list("day", flat=True)) == [
        date(2026, 3, 1),
        date(2026, 3, 2),
    ]


def test_a_visitor_of_today_cannot_be_joined_to_one_of_tomorrow(monkeypatch):
    request = RequestFactory().get("/", headers={"User-Agent": BROWSER})
    today = visitor_hash(request)
    assert today == visitor_hash(request)
    assert len(today) == 32
    monkeypatch.setattr(timezone, "localdate", lambda: date(2001, 1, 1))
    assert visitor_hash(request) != today


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_a_visitor_is_counted_by_the_connection_by_which_limits_count(one, other, is_one):
    hashes = {
        visitor_hash(RequestFactory().get("/", headers={"User-Agent": BROWSER}, REMOTE_ADDR=address))
        for address in (one, other)
    }
    assert len(hashes) == (1 if is_one else 2)


@pytest.mark.django_db
def test_who_asked_is_forgotten_when_the_day_is_over():
    search = log_search("how to fly", "en", 0, visitor="a" * 32)
    assert log_search("How to  fly", "en", 2, visitor="a" * 32) == search
    other = log_search("how to swim", "en", 0, visitor="a" * 32)
    assert search.once != other.once
    fold_searches()
    assert LoggedSearch.objects.filter(once=None).count() == 0
    LoggedSearch.objects.update(at=timezone.now() - timedelta(days=1))
    fold_searches()
    assert LoggedSearch.objects.filter(once=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_searches_of_one_visitor_at_once_are_one():
    errors = []

    def search():
        try:
            log_search("how to fly", "en", 0, visitor="a" * 32)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=search) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert LoggedSearch.objects.count() == 1


def test_visits_of_earlier_days_are_added_up_and_deleted(shop):
    entry, today = shop["kindle"], timezone.localdate()
    yesterday = {"entry": entry, "day": today - timedelta(days=1)}
    Visit.objects.create(visitor="b", source="search", helped=True, **yesterday)
    Visit.objects.create(visitor="c", source="form", helped=False, filed=True, **yesterday)
    Visit.objects.create(visitor="d", source="form", solved=True, **yesterday)
    DailyCount.objects.create(answered=1, **yesterday)
    record_view(entry, "a" * 32, BROWSER)
    assert views(entry) == 4
    assert add_up_visits(today) == 3
    assert [visit.day for visit in Visit.objects.all()] == [today]
    assert views(entry) == 4
    row = entry.daily_counts.get()
    counts = ("search", "category", "form", "staff", "elsewhere", "helped", "not_helped", "solved", "filed", "answered")
    assert [getattr(row, name) for name in counts] == [1, 0, 2, 0, 0, 1, 1, 1, 1, 1]
    assert add_up_visits(today) == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_views_and_misses_at_once_each_is_counted(make_entry):
    entry, errors = make_entry(), []

    def visit(number):
        try:
            record_view(entry, f"{number:032}", BROWSER)
            log_search("how to fly", "en", 0)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=visit, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert views(entry) == 8
    assert LoggedSearch.objects.count() == 8


def test_the_database_refuses_a_second_row_of_a_day(shop):
    add_counts(shop["kindle"], search=1)
    with pytest.raises(IntegrityError, match=r"faq_counts_of_a_day_are_one_row|entry_id.*day"), transaction.atomic():
        add_counts(shop["kindle"], search=1)


def test_the_database_refuses_a_second_visit_of_a_day(shop):
    visit = {"entry": shop["kindle"], "day": timezone.localdate(), "visitor": "a"}
    Visit.objects.create(**visit)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.create(**visit)


@pytest.mark.parametrize("fields", [{"slug": "search"}, {"slug": "suggest"}, {"state": "secret"}])
def test_the_database_refuses_an_entry_that_no_page_could_show(make_entry, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_entry(**fields)


# The five on a category's page


def test_pins_come_first_then_what_was_needed_in_30_days_then_the_freshest(make_entry, shop, downloads):
    pinned = make_entry("Pinned", is_pinned=True)
    add_counts(shop["stops"], search=6, answered=3)
    add_counts(shop["kindle"], search=2, category=50, elsewhere=70)
    add_counts(shop["kindle"], answered=3, days_ago=29)
    Visit.objects.create(entry=shop["kindle"], day=timezone.localdate(), visitor="a", source="search")
    Visit.objects.create(entry=shop["again"], day=timezone.localdate(), visitor="a", source="category")
    add_counts(shop["again"], search=1000, days_ago=30)
    Entry.objects.filter(pk=shop["again"].pk).update(updated_at=timezone.now() - timedelta(days=3))
    entries = top_entries(downloads)
    assert [entry.slug for entry in entries] == [pinned.slug, "stops", "kindle", "again"]
    assert [entry.need for entry in entries] == [0, 9, 6, 0]


def test_only_five_published_entries_of_the_category_are_offered(make_entry, shop, downloads):
    make_entry("Draft", state="draft")
    make_entry("Old", state="archived")
    for _ in range(4):
        make_entry()
    entries = top_entries(downloads)
    assert len(entries) == 5
    assert {entry.state for entry in entries} == {"published"}
    assert {entry.category for entry in entries} == {downloads}
    assert len(top_entries(downloads, limit=2)) == 2


def test_the_five_are_one_query(make_entry, downloads, django_assert_num_queries):
    for _ in range(2):
        make_entry()
        with django_assert_num_queries(1):
            assert [entry.question for entry in top_entries(downloads)]


# Searches


def test_a_search_is_kept_folded_with_what_it_found(downloads):
    log_search("Yedek  Anahtar", "tr", 0)
    log_search("Kindle address", "en", 3, downloads)
    assert list(
        LoggedSearch.objects.order_by("pk").values_list("phrase", "folded", "language", "results", "category")
    ) == [
        ("Yedek Anahtar", "yedek anahtar", "tr", 0, None),
        ("Kindle address", "kindle address", "en", 3, downloads.pk),
    ]


def test_what_is_typed_in_a_category_for_named_people_only_is_not_kept(named_only):
    assert log_search("board secrets", "en", 0, named_only) is None
    assert not LoggedSearch.objects.exists()


def test_a_search_is_a_miss_where_nothing_was_found_or_opened_or_it_was_refused(shop):
    ago = timezone.now() - timedelta(minutes=31)
    rows = {
        "nothing": {"results": 0},
        "refused": {"results": 2, "refused": True},
        "unopened": {"results": 2, "at": ago},
        "still reading": {"results": 2},
        "opened": {"results": 2, "at": ago, "opened": shop["kindle"]},
    }
    for phrase, fields in rows.items():
        LoggedSearch.objects.create(phrase=phrase, folded=phrase, language="en", **fields)
    assert set(LoggedSearch.objects.missed().values_list("phrase", flat=True)) == {"nothing", "refused", "unopened"}


@pytest.mark.django_db
def test_a_phrase_the_owner_ignores_is_logged_as_settled():
    IgnoredPhrase.objects.create(folded="lottery", language="en")
    assert log_search("Lottery", "en", 0).settled
    assert not log_search("Lottery", "tr", 0).settled


@pytest.mark.parametrize(
    "phrase",
    [
        "why does ayse@example.com not work",
        "ayşe＠örnek.com",
        "order 482-913",
        "call 0 5 3 2 1 1",
        "kart ٤٥٦ ١٢٣",
        "x" * 200 + " me@example.com",
        "",
        "  ",
        "?!",
        "👍",
        "\0\ud800",
    ],
)
@pytest.mark.django_db
def test_what_may_be_personal_or_says_nothing_is_not_kept(phrase):
    assert log_search(phrase, "en", 0) is None
    assert not LoggedSearch.objects.exists()


@pytest.mark.django_db
def test_a_version_and_a_lone_at_sign_are_kept():
    log_search("Windows 11", "en", 0)
    log_search("error @ start", "en", 0)
    assert set(LoggedSearch.objects.values_list("phrase", flat=True)) == {"Windows 11", "error @ start"}


@pytest.mark.django_db
def test_a_long_phrase_is_cut_to_80_characters_and_a_hostile_one_is_stored_clean():
    log_search("word\0 \ud800" * 400, "en", 0)
    log_search("ﷺ" * 80, "ar", 0)
    for search in LoggedSearch.objects.all():
        assert 0 < len(search.phrase) <= 80
        assert 0 < len(search.folded) <= 80
        assert "\0" not in search.phrase
    assert LoggedSearch.objects.count() == 2
