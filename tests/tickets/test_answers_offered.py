"""Answers offered on the way to a ticket: on the category's page, while the summary is typed, before sending."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from faq.models import DailyCount, Entry, LoggedSearch, SearchDay, Visit
from faq.services import log_search
from tickets.models import EntryUse, SubmissionDraft, Ticket
from tickets.worker import tidy

from ..conftest import BROWSER
from .conftest import check_page, values

SOLVED = "/help/downloads/check/solved/"


@pytest.fixture
def damaged(categories):
    return Entry.objects.create(
        slug="damaged",
        question_en="Why is the file damaged?",
        answer_en="Download it again.",
        category=categories.downloads,
        state="published",
    )


@pytest.fixture
def checked(visitor, filled_in, damaged):
    """The check page, which offers `damaged`."""
    page = check_page(visitor, filled_in())
    assert [hit.entry for hit in page.context["hits"]] == [damaged]
    return page


def sent(visitor, page):
    """Press *Send ticket* as the page says it."""
    form = page.text[page.text.rindex("<form") :]
    data = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return visitor.post("/help/downloads/check/", data)


def test_a_top_question_says_that_it_stood_on_the_category_s_page(visitor, damaged):
    assert 'href="/faq/damaged/?from=category"' in visitor.get("/help/downloads/").text


def test_the_summary_offers_answers_of_its_category_and_is_a_plain_field_without_script(visitor, categories):
    page = visitor.get("/help/downloads/").text
    [field] = re.findall(r'<input[^>]*name="subject"[^>]*>', page)
    assert 'data-suggest="/faq/suggest/?category=downloads&amp;from=form"' in field
    assert "combobox" not in page


def test_suggestions_in_the_form_say_that_they_open_beside_it(visitor, damaged):
    fragment = visitor.get("/faq/suggest/?category=downloads&from=form&q=damaged").text
    assert 'href="/faq/damaged/?from=form"' in fragment
    assert "open in a new tab" in fragment
    assert "open in a new tab" not in visitor.get("/faq/suggest/?q=damaged").text


# This solved it


def test_an_answer_before_sending_can_solve_it_without_a_ticket(visitor, checked, damaged):
    assert 'href="/faq/damaged/?from=form"' in checked.text
    page = visitor.post(SOLVED, {"key": checked.context["draft"].key, "entry": "damaged"})
    assert page.status_code == 200
    assert "No ticket was sent" in page.text
    assert not Ticket.objects.exists()
    visit = Visit.objects.get()
    assert (visit.entry, visit.solved, visit.source) == (damaged, True, "form")
    search = LoggedSearch.objects.get()
    assert (search.phrase, search.results, search.opened) == ("The file does not open", 1, damaged)


def test_pressing_it_twice_counts_once(visitor, checked):
    for _ in range(2):
        visitor.post(SOLVED, {"key": checked.context["draft"].key, "entry": "damaged"})
    assert Visit.objects.count() == LoggedSearch.objects.count() == 1


def test_who_comes_back_all_the_same_finds_the_form_as_it_was_and_is_not_counted_as_helped(visitor, checked, damaged):
    key = checked.context["draft"].key
    page = visitor.post(SOLVED, {"key": key, "entry": "damaged"})
    assert f"/help/downloads/?key={key}#form" in page.text
    assert values(visitor.get(f"/help/downloads/?key={key}"))["subject"] == "The file does not open"
    assert sent(visitor, checked).status_code == 302
    visit = Visit.objects.get()
    assert (visit.solved, visit.filed) == (False, True)


def test_only_what_was_offered_can_have_solved_it(visitor, checked, damaged, categories):
    Entry.objects.create(
        slug="other", question_en="Xylophone?", answer_en="No.", category=categories.downloads, state="published"
    )
    for slug in ("other", "unknown", "", "\0"):
        answer = visitor.post(SOLVED, {"key": checked.context["draft"].key, "entry": slug})
        assert (answer.status_code, "/check/?key=" in answer["Location"]) == (302, True)
    assert not Visit.objects.exists()


def test_a_draft_that_is_gone_says_so(visitor, checked):
    SubmissionDraft.objects.all().delete()
    for key in (checked.context["draft"].key, "nonsense", ""):
        assert visitor.post(SOLVED, {"key": key, "entry": "damaged"}).status_code == 410
    assert visitor.get(SOLVED).status_code == 405
    assert not Visit.objects.exists()


# A ticket all the same


def test_what_was_offered_and_not_taken_is_a_miss_once_the_ticket_is_sent(visitor, checked, categories):
    assert not LoggedSearch.objects.exists()
    for _ in range(2):
        assert sent(visitor, checked).status_code == 302
    search = LoggedSearch.objects.get()
    assert (search.phrase, search.category) == ("The file does not open", categories.downloads)
    assert (search.results, search.refused, search.opened) == (1, True, None)


@pytest.mark.parametrize(("typed", "misses"), [("the file does", 1), ("another", 2)])
def test_who_refused_the_answers_while_typing_is_not_counted_twice(visitor, checked, categories, typed, misses):
    log_search(typed, "en", 1, categories.downloads, refused=True)
    sent(visitor, checked)
    assert LoggedSearch.objects.count() == misses


def test_where_nothing_was_offered_nothing_is_logged(visitor, filled_in, categories):
    assert sent(visitor, check_page(visitor, filled_in())).status_code == 302
    assert Ticket.objects.count() == 1
    assert not LoggedSearch.objects.exists()


@pytest.mark.parametrize("offered", ["-1", "99999999999999999999", "x", "\0"])
def test_a_number_nobody_was_shown_does_no_harm(visitor, checked, offered):
    answer = visitor.post("/help/downloads/check/", {"key": checked.context["draft"].key, "offered": offered})
    assert answer.status_code == 302
    assert not LoggedSearch.objects.filter(results__gt=3).exists()


def test_a_ticket_is_noted_on_the_entries_its_sender_has_just_read(visitor, checked, damaged, client):
    visitor.get("/faq/damaged/")
    client.get("/faq/damaged/", headers={"User-Agent": BROWSER + " Mobile"})
    sent(visitor, checked)
    assert sorted(Visit.objects.values_list("filed", flat=True)) == [False, True]


def test_the_worker_adds_up_what_is_over(damaged):
    now = timezone.now()
    LoggedSearch.objects.create(phrase="x", folded="x", language="en", results=0, at=now - timedelta(days=402))
    Visit.objects.create(entry=damaged, day=timezone.localdate() - timedelta(days=1), visitor="a")
    tidy()
    assert SearchDay.objects.get().hard == 1
    assert DailyCount.objects.get().elsewhere == 1
    assert not LoggedSearch.objects.exists()
    assert not Visit.objects.exists()


# An entry that did not help


def send_after_reading(visitor, filled_in, address="/help/downloads/?entry=damaged&reason=It%20stops%20at%2090%20%25"):
    page = visitor.get(address)
    hidden = {name: values(page)[name] for name in ("entry", "reason")}
    checked = check_page(visitor, filled_in(**hidden))
    return page, checked, sent(visitor, checked)


def test_the_entry_that_did_not_help_and_why_stay_with_the_ticket(visitor, filled_in, damaged, only_ticket):
    page, checked, answer = send_after_reading(visitor, filled_in)
    for shown in (page, checked):
        assert "Why is the file damaged?" in shown.text
        assert "It stops at 90 %" in shown.text
    assert answer.status_code == 302
    use = EntryUse.objects.get()
    assert (use.ticket, use.entry, use.kind, use.reason) == (only_ticket(), damaged, "read", "It stops at 90 %")


def test_they_survive_a_change_after_the_check_page_and_an_error(visitor, filled_in, damaged):
    _page, checked, _answer = send_after_reading(visitor, filled_in)
    form_page = visitor.get(f"/help/downloads/?key={checked.context['draft'].key}")
    assert values(form_page)["entry"] == "damaged"
    refused = visitor.post("/help/downloads/", filled_in(email="", entry="damaged", reason="It stops"))
    assert refused.status_code == 422
    assert values(refused)["reason"] == "It stops"
    assert "You missed: It stops" in refused.text


def test_a_ticket_is_filed_without_a_reason_and_without_an_entry_that_is_none(visitor, filled_in, damaged):
    send_after_reading(visitor, filled_in, "/help/downloads/?entry=damaged")
    assert EntryUse.objects.get().reason == ""
    damaged.state = "draft"
    damaged.save()
    for address in ("?entry=damaged&reason=x", "?entry=unknown&reason=x", "?entry=%00&reason=%00", "?reason=x"):
        page, _checked, answer = send_after_reading(visitor, filled_in, "/help/downloads/" + address)
        assert answer.status_code == 302
        assert "did not help" not in page.text
    assert EntryUse.objects.count() == 1
    assert Ticket.objects.count() == 5


def test_a_reason_is_one_line_of_200_characters(visitor, filled_in, damaged):
    send_after_reading(visitor, filled_in, "/help/downloads/?entry=damaged&reason=" + "ab%0A" * 300)
    reason = EntryUse.objects.get().reason
    assert len(reason) <= 200
    assert "\n" not in reason


def test_the_entry_is_noted_in_the_transaction_that_opens_the_ticket(visitor, filled_in, damaged, monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr("tickets.services.opening.put_in_outbox", fail)
    with pytest.raises(RuntimeError):
        send_after_reading(visitor, filled_in)
    assert not Ticket.objects.exists()
    assert not EntryUse.objects.exists()
    assert not LoggedSearch.objects.exists()
