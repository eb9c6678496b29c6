import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from faq.models import DailyViews, Entry, SearchMiss, ViewMark
from faq.services import purge_view_marks, record_miss, record_view, top_entries
from faq.visitors import visitor_hash

from ..conftest import BROWSER


def views(entry):
    return sum(entry.daily_views.values_list("count", flat=True))


def add_views(entry, count, *, days_ago=0):
    DailyViews.objects.create(entry=entry, day=timezone.localdate() - timedelta(days=days_ago), count=count)


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
    assert not DailyViews.objects.exists()
    assert not ViewMark.objects.exists()


def test_telephones_are_not_taken_for_robots(shop, reader):
    reader(shop["kindle"].get_absolute_url(), user_agent="Mozilla/5.0 (Linux; Android 14; CUBOT P80) Chrome/131.0")
    assert views(shop["kindle"]) == 1


def test_neither_a_head_nor_a_page_loaded_ahead_is_a_view(shop, client):
    url = shop["kindle"].get_absolute_url()
    client.head(url, headers={"User-Agent": BROWSER})
    client.get(url, headers={"User-Agent": BROWSER, "Sec-Purpose": "prefetch;prerender"})
    assert not DailyViews.objects.exists()


def test_staff_are_not_counted(shop, sign_in, cast):
    assert sign_in(cast.nil).get(shop["kindle"].get_absolute_url()).status_code == 200
    assert not DailyViews.objects.exists()


def test_a_reader_gets_no_cookie(shop, reader):
    assert not reader(shop["kindle"].get_absolute_url()).cookies


def test_a_view_is_two_writes_and_a_repeated_one_is_one(shop, count_queries):
    def visit():
        record_view(shop["kindle"], "a" * 32, BROWSER)

    assert count_queries(visit) == 2
    assert count_queries(visit) == 1


def test_the_same_visitor_counts_again_on_another_day(shop, monkeypatch):
    for day in (date(2026, 3, 1), date(2026, 3, 2)):
        monkeypatch.setattr(timezone, "localdate", lambda day=day: day)
        record_view(shop["kindle"], "a" * 32, BROWSER)
        record_view(shop["kindle"], "a" * 32, BROWSER)
    assert list(shop["kindle"].daily_views.order_by("day").values_list("day", "count")) == [
        (date(2026, 3, 1), 1),
        (date(2026, 3, 2), 1),
    ]


def test_a_visitor_of_today_cannot_be_joined_to_one_of_tomorrow(monkeypatch):
    request = RequestFactory().get("/", headers={"User-Agent": BROWSER})
    today = visitor_hash(request)
    assert today == visitor_hash(request)
    assert len(today) == 32
    monkeypatch.setattr(timezone, "localdate", lambda: date(2001, 1, 1))
    assert visitor_hash(request) != today


def test_marks_of_earlier_days_are_deleted_and_the_counts_stay(shop):
    today = timezone.localdate()
    record_view(shop["kindle"], "a" * 32, BROWSER)
    ViewMark.objects.set_mark(entry=shop["kindle"], day=today - timedelta(days=1), visitor="b" * 32)
    assert purge_view_marks(today) == 1
    assert [mark.day for mark in ViewMark.objects.all()] == [today]
    assert views(shop["kindle"]) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_views_and_misses_at_once_each_is_counted(make_entry):
    entry, errors = make_entry(), []

    def visit(number):
        try:
            record_view(entry, f"{number:032}", BROWSER)
            record_miss("how to fly", "en")
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
    assert SearchMiss.objects.get().times == 8


def test_the_database_refuses_a_second_row_of_a_day(shop):
    add_views(shop["kindle"], 1)
    with pytest.raises(IntegrityError, match=r"faq_views_of_a_day_are_one_row|entry_id.*day"), transaction.atomic():
        add_views(shop["kindle"], 1)


def test_the_database_refuses_a_second_mark_of_a_visitor(shop):
    mark = {"entry": shop["kindle"], "day": timezone.localdate(), "visitor": "a"}
    ViewMark.objects.create(**mark)
    with pytest.raises(IntegrityError), transaction.atomic():
        ViewMark.objects.create(**mark)


@pytest.mark.parametrize("fields", [{"slug": "search"}, {"slug": "suggest"}, {"state": "secret"}])
def test_the_database_refuses_an_entry_that_no_page_could_show(make_entry, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_entry(**fields)


# The five on a category's page


def test_the_most_read_of_the_last_30_days_come_first_then_the_freshest(shop, downloads):
    add_views(shop["stops"], 9)
    add_views(shop["kindle"], 2)
    add_views(shop["kindle"], 3, days_ago=29)
    add_views(shop["again"], 1000, days_ago=30)
    Entry.objects.filter(pk=shop["again"].pk).update(updated_at=timezone.now() - timedelta(days=3))
    assert [entry.slug for entry in top_entries(downloads)] == ["stops", "kindle", "again"]


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


# Misses


def test_a_phrase_is_counted_however_it_is_typed(downloads):
    for phrase in ("Yedek Anahtar", "yedek  anahtar", "YEDEK ANAHTAR"):
        record_miss(phrase, "tr")
    record_miss("Yedek anahtar", "en", downloads)
    assert set(SearchMiss.objects.values_list("phrase", "language", "times", "category")) == {
        ("YEDEK ANAHTAR", "tr", 3, None),
        ("Yedek anahtar", "en", 1, downloads.pk),
    }


def test_the_first_category_known_is_kept(downloads, billing):
    for category in (None, downloads, billing, None):
        record_miss("licence key", "en", category)
    miss = SearchMiss.objects.get()
    assert (miss.category, miss.times) == (downloads, 4)


def test_what_is_typed_in_a_category_for_named_people_only_is_not_kept(downloads, named_only):
    record_miss("board secrets", "en", named_only)
    assert not SearchMiss.objects.exists()
    record_miss("licence key", "en", downloads)
    record_miss("licence key", "en", named_only)
    miss = SearchMiss.objects.get()
    assert (miss.category, miss.times) == (downloads, 1)


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
    record_miss(phrase, "en")
    assert not SearchMiss.objects.exists()


@pytest.mark.django_db
def test_a_version_and_a_lone_at_sign_are_kept():
    record_miss("Windows 11", "en")
    record_miss("error @ start", "en")
    assert set(SearchMiss.objects.values_list("phrase", flat=True)) == {"Windows 11", "error @ start"}


@pytest.mark.django_db
def test_a_long_phrase_is_cut_to_80_characters_and_a_hostile_one_is_stored_clean():
    record_miss("word\0 \ud800" * 400, "en")
    record_miss("ﷺ" * 80, "ar")
    for miss in SearchMiss.objects.all():
        assert 0 < len(miss.phrase) <= 80
        assert 0 < len(miss.folded) <= 80
        assert "\0" not in miss.phrase
    assert SearchMiss.objects.count() == 2
