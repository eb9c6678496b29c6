"""The queue: its views and their counts, filters, pages, what the rows offer, and saved views."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tickets import queue, services
from tickets.models import CannedResponse, SavedView, Ticket


@pytest.fixture
def desk(cast, sign_in):
    """Bora's browser: downloads and billing."""
    return sign_in(cast.bora)


def subjects(page):
    return [ticket.subject for ticket in page.context["page"]]


def counts(page):
    return {view["query"]: view["count"] for view in page.context["views"]}


def wait_for_days(ticket, days):
    Ticket.objects.filter(pk=ticket.pk).update(waiting_since=timezone.now() - timedelta(days=days))


@pytest.fixture
def one_of_each(cast, categories, open_ticket, send_reply):
    """A ticket for each view, by its subject."""
    names = ["fresh", "old", "mine", "asked", "asleep", "done", "done before"]
    tickets = {name: open_ticket(subject=name) for name in names}
    open_ticket(categories.personal, subject="hidden")
    wait_for_days(tickets["old"], 2)
    services.assign_to(ticket=tickets["mine"], user=cast.bora, instead_of=None)
    send_reply(tickets["asked"], cast.ana, then="ask")
    services.snooze(ticket=tickets["asleep"], actor=cast.ana, until=timezone.now() + timedelta(days=1))
    for name in ("done", "done before"):
        services.complete(ticket=tickets[name], actor=cast.ana)
    Ticket.objects.filter(pk=tickets["done before"].pk).update(completed_at=timezone.now() - timedelta(days=3))
    return tickets


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["old", "fresh", "mine"]),
        ("state=overdue", ["old"]),
        ("state=open&assignee=me", ["mine"]),
        ("state=asked", ["asked"]),
        ("state=snoozed", ["asleep"]),
        ("state=today", ["done"]),
        ("state=completed", ["done", "done before"]),
        ("state=all", ["done before", "done", "asleep", "asked", "mine", "old", "fresh"]),
    ],
)
def test_each_view_holds_what_it_says_and_counts_it(desk, one_of_each, query, expected):
    page = desk.get(f"/desk/?{query}")
    assert subjects(page) == expected
    assert counts(page)[query] in (len(expected), None)
    assert page.context["desk"].waiting == 3


def test_a_mail_that_was_not_delivered_comes_first(desk, open_ticket):
    open_ticket(subject="first")
    failed = open_ticket(subject="failed")
    Ticket.objects.filter(pk=failed.pk).update(mail_failed_at=timezone.now())
    assert subjects(desk.get("/desk/")) == ["failed", "first"]


def test_filters_combine_and_each_can_be_taken_away(desk, cast, categories, open_ticket):
    bill = open_ticket(categories.billing, subject="bill")
    open_ticket(categories.billing)
    open_ticket()
    services.assign_to(ticket=bill, user=cast.bora, instead_of=None)
    page = desk.get("/desk/?category=billing&assignee=me")
    assert subjects(page) == ["bill"]
    chips = {chip["label"]: chip["query"] for chip in page.context["chips"]}
    assert chips == {"Category: Billing": "assignee=me", "Assigned to: Me": "category=billing"}


@pytest.mark.parametrize("slug", ["personal", "nothing"])
def test_a_category_that_is_hidden_or_gone_is_explained_in_the_same_words(desk, open_ticket, categories, slug):
    open_ticket(categories.personal)
    text = desk.get(f"/desk/?category={slug}").text
    assert "does not exist, or in which you do not work" in text
    assert "Personal" not in text


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize("state", ["waiting", "all", "snoozed", "completed"])
def test_pages_hold_every_row_once_in_both_directions(desk, cast, open_ticket, monkeypatch, size, state):
    monkeypatch.setattr(queue, "A_PAGE", size)
    now = timezone.now()
    for number in range(7):
        ticket = open_ticket(subject=f"{number}")
        moment = now + timedelta(days=number // 3 + 1)  # several at once
        fields = {
            "snoozed": {"snoozed_until": moment, "waiting_since": None},
            "completed": {"status": "completed", "completed_at": moment, "waiting_since": None},
            "waiting": {"waiting_since": moment, "mail_failed_at": now if number in (2, 5) else None},
        }.get(state, {"created_at": moment})
        Ticket.objects.filter(pk=ticket.pk).update(**fields)
    page = desk.get(f"/desk/?state={state}")
    pages = [subjects(page)]
    while cursor := page.context["page"].next:
        page = desk.get("/desk/", {"state": state, "after": cursor})
        pages.append(subjects(page))
    whole = [subject for rows in pages for subject in rows]
    assert sorted(whole) == [f"{number}" for number in range(7)]
    monkeypatch.setattr(queue, "A_PAGE", 7)
    assert subjects(desk.get(f"/desk/?state={state}")) == whole
    monkeypatch.setattr(queue, "A_PAGE", size)
    if len(pages) > 2:
        back = desk.get("/desk/", {"state": state, "before": page.context["page"].previous})
        assert subjects(back) == whole[max(0, len(whole) - len(pages[-1]) - size) : len(whole) - len(pages[-1])]


def test_what_arrives_shifts_no_page(desk, open_ticket, monkeypatch):
    monkeypatch.setattr(queue, "A_PAGE", 2)
    for number in range(4):
        open_ticket(subject=f"{number}")
    cursor = desk.get("/desk/?state=all").context["page"].next
    open_ticket(subject="new")
    assert subjects(desk.get("/desk/", {"state": "all", "after": cursor})) == ["1", "0"]


@pytest.mark.parametrize(
    "cursor", ["\x00", "1", "1_x_1", "1_2026-13-45T00:00:00+00:00_1", "1_2026-01-01T00:00:00_1", f"1__{9**30}"]
)
def test_a_cursor_that_makes_no_sense_shows_the_first_page(desk, ticket, cursor):
    for name in ("after", "before"):
        assert subjects(desk.get("/desk/", {name: cursor})) == [ticket.subject]


def test_a_row_offers_the_responses_of_its_category_only(desk, canned, categories, open_ticket):
    bills = CannedResponse.objects.create(title="Invoice again", text_en="Here.")
    bills.categories.add(categories.billing, categories.personal)
    open_ticket()
    page = desk.get("/desk/")
    [menu] = re.findall(r"<dialog[^>]*data-answer-menu.*?</dialog>", page.text, re.S)
    offered = dict(re.findall(r'data-categories="([\d ]*)".*?>([^<]+)</button>', menu, re.S))
    assert offered == {f"{categories.downloads.pk} ": "New link", f"{categories.billing.pk} ": "Invoice again"}


def test_one_touch_from_a_row_leads_back_to_the_view(desk, ticket, canned, reload):
    page = desk.get("/desk/?category=downloads")
    fields = {"form_key": page.context["form_key"], "last_event": page.context["last_event"], "canned": canned.pk}
    answer = desk.post(f"/desk/tickets/{ticket.reference_text}/reply/", fields | {"view": "category=downloads"})
    assert answer["Location"] == "/desk/?category=downloads"
    assert reload(ticket).status == "completed"
    assert ticket.messages.get(kind="reply").canned == canned


def test_taking_a_ticket_from_a_row_leads_back_to_the_view(desk, cast, ticket, reload):
    path = f"/desk/tickets/{ticket.reference_text}/assign/"
    assert desk.post(path, {"instead_of": "", "view": "https://example.com"})["Location"] == "/desk/"
    assert reload(ticket).assignee == cast.bora


def test_an_empty_queue_tells_of_the_last_answer_and_of_who_wakes_next(desk, cast, ticket, send_reply, open_ticket):
    send_reply(ticket, cast.bora)
    services.snooze(ticket=open_ticket(), actor=cast.bora, until=timezone.now() + timedelta(hours=1))
    text = desk.get("/desk/").text
    assert "Nothing is waiting." in text
    assert "Your last answer: <time" in text
    assert "The next snoozed ticket wakes: <time" in text


def test_without_a_script_the_page_loads_anew_until_that_is_stopped(desk, ticket):
    assert 'http-equiv="refresh"' in desk.get("/desk/").text
    assert 'http-equiv="refresh"' not in desk.get("/desk/?stay").text


def save(client, **fields):
    return client.post("/desk/views/", fields, follow=True)


def test_a_view_is_saved_under_a_name(desk, cast, one_of_each):
    page = save(desk, name="Answers due", query="state=asked&nonsense=1")
    assert subjects(page) == ["asked"]
    assert "Answers due" in page.text
    save(desk, name="Answers due", query="state=snoozed")
    assert [view.query for view in SavedView.objects.of(cast.bora)] == ["state=snoozed"]


def test_a_view_needs_a_name(desk):
    page = save(desk, name="  ", query="state=asked")
    assert page.status_code == 422
    assert "Enter a name for this view" in page.text
    assert 'value="state=asked"' in page.text


def test_a_shared_view_shows_each_what_they_may_see(desk, cast, sign_in, categories, open_ticket):
    open_ticket(categories.billing, subject="bill")
    open_ticket(subject="file")
    save(desk, name="Everything", query="state=all", is_shared="on")
    save(desk, name="Bills", query="category=billing", is_shared="on")
    save(desk, name="For me alone", query="state=asked")
    page = sign_in(cast.ana).get("/desk/?state=all")
    assert [view.name for view in page.context["saved"]] == ["Everything"]
    assert subjects(page) == ["file"]
    assert "Bills" not in page.text


def test_views_are_put_in_order_and_deleted_by_their_owner_alone(desk, cast, sign_in):
    for name in ("a", "b", "c"):
        save(desk, name=name, query="state=asked", is_shared="on")
    last = SavedView.objects.get(name="c")
    assert sign_in(cast.ana).post(f"/desk/views/{last.pk}/delete/").status_code == 404
    desk.post(f"/desk/views/{last.pk}/move/", {"by": "up"})
    assert [view.name for view in SavedView.objects.of(cast.bora)] == ["a", "c", "b"]
    desk.post(f"/desk/views/{last.pk}/delete/")
    assert [view.name for view in SavedView.objects.of(cast.bora)] == ["a", "b"]


def test_the_queue_costs_the_same_for_one_row_and_for_five(desk, cast, open_ticket, canned, count_queries):
    services.save_view(owner=cast.bora, name="1", query="state=asked", is_shared=False)
    services.assign_to(ticket=open_ticket(), user=cast.bora, instead_of=None)
    one = count_queries(lambda: desk.get("/desk/"))
    for number in range(4):
        services.assign_to(ticket=open_ticket(), user=cast.ana, instead_of=None)
        services.save_view(owner=cast.bora, name=f"view {number}", query="state=asked", is_shared=True)
        response = CannedResponse.objects.create(title=f"Response {number}", text_en="{name}")
        response.categories.add(canned.categories.get())
    five = count_queries(lambda: desk.get("/desk/"))
    assert one == five
    assert five <= 14
