"""What the owner reads of how the FAQ does, proved by days counted by hand."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from faq.figures import Deflection
from faq.models import DailyCount, Entry, Fix, LoggedSearch, SearchDay, Visit
from faq.services import log_search
from faq.templatetags.figures import sparkline
from tickets.models import Ticket

PAGE = "/desk/faq/"


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def day(days_ago):
    return timezone.localdate() - timedelta(days=days_ago)


def count(entry, days_ago, **counts):
    DailyCount.objects.add(entry_id=entry.pk, day=day(days_ago), **counts)


def visit(entry, visitor, days_ago=0, **fields):
    Visit.objects.create(entry=entry, visitor=visitor, day=day(days_ago), **fields)


def search(phrase, days_ago=0, times=1, **fields):
    at = timezone.now() - timedelta(days=days_ago)
    for _ in range(times):
        row = {"phrase": phrase, "folded": phrase, "language": "en", "results": 0, "at": at} | fields
        LoggedSearch.objects.create(**row)


@pytest.fixture
def row_of(as_owner):
    """Return row_of(entry, **query): its figures on the page."""

    def row_of(entry, **query):
        return next(row for row in as_owner.get(PAGE, query).context["page"] if row.entry == entry)

    return row_of


def test_a_day_counted_by_hand_gives_every_figure_and_the_deflection(shop, row_of, as_owner, open_ticket, billing):
    kindle, invoice = shop["kindle"], shop["invoice"]
    # Yesterday is added up already, but for one late visitor; today is not.
    count(kindle, 1, search=4, category=3, form=2, staff=1, elsewhere=5)
    count(kindle, 1, helped=3, not_helped=2, solved=1, filed=1, answered=2, unfound=1)
    visit(kindle, "late", 1, source="category", helped=False)
    visit(kindle, "a", source="search", helped=True)
    visit(kindle, "b", source="search", solved=True)
    visit(kindle, "c", source="form", filed=True)
    visit(invoice, "b", source="form", solved=True)
    count(kindle, 30, search=1000, solved=1000)  # a day too early
    for category in (None, billing, None):
        open_ticket(category)
    open_ticket()
    Ticket.objects.filter(pk=open_ticket().pk).update(created_at=timezone.now() - timedelta(days=31))
    spam = open_ticket()
    done = {"status": "completed", "completed_at": timezone.now(), "waiting_since": None}
    Ticket.objects.filter(pk=spam.pk).update(is_spam=True, **done)

    row = row_of(kindle)
    assert row.views == 4 + 3 + 2 + 1 + 5 + 1 + 3
    assert row.counts == {
        "search": 6,
        "category": 4,
        "form": 3,
        "staff": 1,
        "elsewhere": 5,
        "helped": 4,
        "not_helped": 3,
        "solved": 2,
        "filed": 2,
        "answered": 2,
        "unfound": 1,
    }
    assert row.line[-2:] == [16, 3]
    assert sum(row.line) == row.views
    page = as_owner.get(PAGE)
    assert page.context["views"] == 20
    assert (page.context["deflection"].solved, page.context["deflection"].tickets) == (3, 4)
    assert page.context["deflection"].percent == 43  # 3 of 7
    assert "43 % 3 said “This solved it” before sending, 4 tickets were filed." in text(page)


def test_a_longer_period_counts_more(shop, row_of):
    for days_ago in (6, 7, 29, 30, 89, 90, 364, 365):
        count(shop["kindle"], days_ago, search=1)
    assert [row_of(shop["kindle"], days=days).views for days in (7, 30, 90, 365)] == [1, 3, 5, 7]
    assert [len(row_of(shop["kindle"], days=days).line) for days in (7, 30, 90, 365)] == [7, 30, 30, 29]
    assert sum(row_of(shop["kindle"], days=365).line) == 7


@pytest.mark.parametrize("days", ["1", "x", "-7", "30.0", ""])
def test_a_period_nobody_offered_is_not_found(as_owner, days):
    assert as_owner.get(PAGE, {"days": days}).status_code == 404


def test_without_solved_or_filed_there_is_no_share():
    assert Deflection(solved=0, tickets=0).percent is None
    assert Deflection(solved=2, tickets=0).percent == 100


def test_each_heading_sorts_by_its_column(shop, as_owner):
    for number, entry in enumerate(shop.values()):
        count(entry, 0, search=number, helped=10 - number)

    def first(sort):
        return as_owner.get(PAGE, {"sort": sort}).context["page"][0].entry.slug

    names = list(shop)
    assert first("-views") == first("nonsense") == first("-search") == first("helped") == names[-1]
    assert first("-helped") == first("views") == names[0]
    assert first("question") == "again"
    assert 'aria-sort="ascending"' in as_owner.get(PAGE, {"sort": "question"}).content.decode()


def test_an_entry_nobody_changed_for_a_year_is_told(shop, as_owner):
    assert "Over a year old" not in text(as_owner.get(PAGE))
    Entry.objects.filter(slug="kindle").update(updated_at=timezone.now() - timedelta(days=366))
    assert "Over a year old" in text(as_owner.get(PAGE))


def test_searches_and_misses_are_counted_with_days_no_longer_kept(shop, as_owner):
    search("nothing", times=2)
    search("unopened", times=1, results=3, at=timezone.now() - timedelta(hours=1))
    search("opened", times=7, results=3, opened=shop["kindle"])
    search("before", days_ago=31)
    SearchDay.objects.create(day=day(20), language="en", searches=1000, hard=1000, soft=0)  # still kept row by row
    figures = as_owner.get(PAGE).context["searches"]
    assert (figures.searches, figures.hard, figures.soft, figures.misses_per_100) == (10, 2, 1, 30)
    LoggedSearch.objects.all().delete()
    SearchDay.objects.create(day=day(40), language="en", searches=500, hard=0, soft=0)
    SearchDay.objects.create(day=day(20), language="tr", searches=1000, hard=0, soft=500)
    figures = as_owner.get(PAGE).context["searches"]
    assert (figures.searches, figures.hard, figures.soft, figures.misses_per_100) == (2000, 1000, 500, 75)


def test_the_table_can_be_taken_along_and_runs_no_formula(make_entry, as_owner):
    entries = [make_entry(question) for question in ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "Plain, with comma")]
    count(entries[0], 0, search=3, answered=1)
    answer = as_owner.get(PAGE, {"format": "csv", "days": 7})
    assert answer["Content-Type"].startswith("text/csv")
    header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert header[:5] == ["Entry", "Category", "State", "Views", "Search"]
    assert {row[0] for row in rows} == {"'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", "Plain, with comma"}
    assert rows[0][:5] == ["'=1+1", "Downloads", "Published", "3", "3"]


def test_what_is_for_named_people_only_is_in_no_figure(make_entry, named_only, as_owner, as_named_owner, open_ticket):
    hidden = make_entry("Minutes of the board", category=named_only)
    count(hidden, 0, search=5, solved=5, answered=5)
    visit(hidden, "a", solved=True)
    search("board secrets", times=5, category=named_only)
    open_ticket(named_only)
    Fix.objects.create(kind="write", phrase="board secrets", before=0, now=5)
    Fix.objects.create(kind="reword", entry=hidden, phrase="Minutes of the board", before=0, now=5)
    page = as_owner.get(PAGE)
    assert page.context["views"] == page.context["deflection"].tickets == page.context["deflection"].solved == 0
    assert page.context["searches"].searches == 0
    for answer in (page, as_owner.get(PAGE, {"format": "csv"})):
        assert not re.search("board|Minutes of|personal", text(answer), re.IGNORECASE)
    named = as_named_owner.get(PAGE)
    assert (named.context["views"], named.context["deflection"].tickets, named.context["searches"].searches) == (
        6,
        1,
        5,
    )
    assert "Minutes of the board" in text(named)
    assert "board secrets" in text(named)


def test_one_entry_and_five_cost_the_same_queries(make_entry, as_owner, count_queries):
    def add(number):
        entry = make_entry()
        count(entry, 1, search=5)
        visit(entry, "a", source="search")
        search(f"phrase{'abcde'[number] * 4}", times=3)
        Fix.objects.create(kind="reword", entry=entry, phrase="x", before=0, now=5)

    add(0)
    with_one = count_queries(lambda: as_owner.get(PAGE))
    for number in range(1, 5):
        add(number)
    assert count_queries(lambda: as_owner.get(PAGE)) == with_one


@pytest.mark.django_db
def test_the_empty_page_says_what_will_be_there(as_owner):
    assert "There are no entries yet" in text(as_owner.get(PAGE))


def test_a_line_is_drawn_within_its_frame():
    assert 'points="2.0,18.0 48.0,2.0 94.0,10.0"' in sparkline([0, 4, 2])
    assert "<polyline" in sparkline([])
    assert "<polyline" in sparkline([0])


# Rising questions


def rising(client):
    return {(question.phrase, question.before, question.now) for question in client.get(PAGE).context["rising"]}


def test_what_is_asked_twice_as_often_is_rising(shop, as_owner):
    search("new zebra", times=3)
    search("zebra new", days_ago=20, times=1)
    search("two alike", times=2)  # too few
    search("steady", times=4)
    search("steady", days_ago=20, times=3)
    search("dealt with", times=5, settled=True)
    count(shop["kindle"], 3, search=2, answered=1)
    visit(shop["kindle"], "a", source="search")
    visit(shop["kindle"], "b", source="category")
    count(shop["kindle"], 15, search=2)
    count(shop["invoice"], 3, category=90)
    count(shop["cards"], 3, search=5)
    count(shop["cards"], 14, answered=3)
    assert rising(as_owner) == {("new zebra", 1, 3), (shop["kindle"].question, 2, 4)}


def test_a_rising_question_becomes_a_to_do_with_its_numbers_that_is_done_and_undone(shop, as_owner):
    search("new zebra", times=4)
    as_owner.post("/desk/faq/to-do/", {"phrase": "new zebra", "kind": "write"})
    fix = Fix.objects.get()
    assert (fix.kind, fix.phrase, fix.entry, fix.before, fix.now) == ("write", "new zebra", None, 0, 4)
    page = as_owner.get(PAGE)
    assert rising(as_owner) == set()
    assert "Write an entry: new zebra" in text(page)
    as_owner.post(f"/desk/faq/to-do/{fix.pk}/")
    page = as_owner.get(PAGE)
    assert (list(page.context["fixes"]), list(page.context["done"])) == ([], [fix])
    assert rising(as_owner) == set()
    as_owner.post(f"/desk/faq/to-do/{fix.pk}/", {"back": "on"})
    assert list(as_owner.get(PAGE).context["fixes"]) == [fix]


def test_an_entry_can_be_reworded_or_the_product_be_mended(shop, as_owner):
    count(shop["kindle"], 3, search=6)
    for kind in ("write", "nonsense"):
        as_owner.post("/desk/faq/to-do/", {"entry": shop["kindle"].pk, "kind": kind})
    assert not Fix.objects.exists()
    as_owner.post("/desk/faq/to-do/", {"entry": shop["kindle"].pk, "kind": "product"})
    assert (Fix.objects.get().entry, Fix.objects.get().now) == (shop["kindle"], 6)


def test_nothing_becomes_a_to_do_that_the_person_does_not_see(make_entry, named_only, as_owner, sign_in, cast):
    hidden = make_entry("Minutes of the board", category=named_only)
    count(hidden, 3, search=6)
    search("board secrets", times=6, category=named_only)
    log_search("other", "en", 0)
    as_owner.post("/desk/faq/to-do/", {"entry": hidden.pk, "kind": "reword"})
    as_owner.post("/desk/faq/to-do/", {"phrase": "board secrets", "kind": "write"})
    assert sign_in(cast.ana).post("/desk/faq/to-do/", {"phrase": "board secrets", "kind": "write"}).status_code == 404
    assert not Fix.objects.exists()
