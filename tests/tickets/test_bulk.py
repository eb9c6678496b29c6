"""One thing done to many tickets, and taken back in one go."""

import uuid

import pytest

from tickets import services
from tickets.models import FieldDefinition, Message, OutboxMail, ReplyDraft, Ticket


@pytest.fixture
def desk(cast, sign_in):
    """Ana's browser: downloads."""
    return sign_in(cast.ana)


@pytest.fixture
def three(open_ticket):
    return [open_ticket(subject=f"{number}") for number in range(3)]


@pytest.fixture
def post(desk):
    """Return post(tickets, do, **fields): Ana's choice on a page drawn just now."""

    def post(tickets, do, **fields):
        fields = {
            "ticket": [ticket.reference_text for ticket in tickets],
            "drawn_at": services.newest_event(),
            "form_key": uuid.uuid4(),
            "do": do,
        } | fields
        return desk.post("/desk/bulk/", fields, follow=True)

    return post


def states(tickets):
    return [Ticket.objects.get(pk=ticket.pk).status for ticket in tickets]


def test_the_chosen_are_completed_and_the_others_are_not(post, three):
    page = post(three[:2], "complete")
    assert "2 tickets completed." in page.text
    assert states(three) == ["completed", "completed", "queued"]


def test_all_of_the_view_is_what_its_filters_say(post, three, cast, open_ticket, categories):
    services.assign_to(ticket=three[0], user=cast.bora, instead_of=None)
    foreign = open_ticket(categories.billing)
    post([], "complete", all="on", view="assignee=nobody")
    assert states([*three, foreign]) == ["assigned", "completed", "completed", "queued"]


def test_all_means_what_was_shown(post, three, open_ticket):
    drawn_at = services.newest_event()
    later = open_ticket()
    post([], "complete", all="on", drawn_at=drawn_at)
    assert states([*three, later]) == ["completed"] * 3 + ["queued"]


@pytest.mark.parametrize("do", ["complete", "snooze:later", "assign:{me}", "send:{canned}"])
def test_tickets_of_other_categories_stay_as_they_are_and_are_not_found(
    post, three, cast, canned, categories, open_ticket, do
):
    foreign = open_ticket(categories.billing)
    unknown = Ticket(reference=999999994)
    canned.categories.add(categories.billing)
    before = Ticket.objects.filter(pk=foreign.pk).values().get()
    page = post([*three, foreign, unknown], do.format(me=cast.ana.pk, canned=canned.pk))
    assert "2 tickets were not found." in page.text
    assert foreign.reference_text not in page.text
    assert Ticket.objects.filter(pk=foreign.pk).values().get() == before
    assert foreign.messages.count() == 1


def test_news_leaves_a_ticket_alone(post, three):
    drawn_at = services.newest_event()
    services.customer_reply(ticket=three[0], body="Wait", form_key=uuid.uuid4())
    page = post(three, "complete", drawn_at=drawn_at)
    assert "2 tickets completed." in page.text
    assert "1 ticket was left: something arrived since you opened the list." in page.text
    assert states(three) == ["queued", "completed", "completed"]


def test_tickets_are_assigned_to_a_colleague_where_they_work(post, three, cast):
    post(three, f"assign:{cast.bora.pk}")
    assert {Ticket.objects.get(pk=ticket.pk).assignee for ticket in three} == {cast.bora}


@pytest.mark.parametrize("person", ["nil", "locked_out"])
def test_nobody_is_given_tickets_they_may_not_see(post, three, cast, person):
    page = post(three, f"assign:{getattr(cast, person).pk}")
    assert "Nothing was changed." in page.text
    assert states(three) == ["queued"] * 3


def test_a_colleague_of_another_category_is_not_given_these(cast, sign_in, three, categories, open_ticket):
    bill = open_ticket(categories.billing)
    fields = {"ticket": [three[0].reference_text, bill.reference_text], "drawn_at": services.newest_event()}
    page = sign_in(cast.bora).post("/desk/bulk/", fields | {"do": f"assign:{cast.ana.pk}"}, follow=True)
    assert "1 ticket assigned." in page.text
    assert Ticket.objects.get(pk=bill.pk).assignee is None


def test_snoozing_many(post, three):
    post(three, "snooze:tomorrow")
    assert Ticket.objects.snoozed().count() == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "explode"},
        {"do": "snooze:never"},
        {"do": "assign:0"},
        {"do": "answer:999999"},
        {"do": "send:\x00"},
        {"drawn_at": "x"},
        {"ticket": []},
        {"ticket": ["\x00", "x" * 10_000]},
    ],
)
def test_what_makes_no_sense_changes_nothing_and_says_so(post, three, fields):
    page = post(three, **{"do": "complete"} | fields)
    assert page.status_code == 200
    assert states(three) == ["queued"] * 3
    assert "Nothing was changed." in page.text or "not found" in page.text


def test_moving_many_leaves_those_that_lack_what_is_required(post, three, categories, open_ticket, reload):
    FieldDefinition.objects.create(category=categories.billing, key="order", label_en="Order", required=True)
    told = open_ticket(answers=[{"key": "order", "label": "Order", "value": "17"}])
    page = post([*three, told], f"move:{categories.billing.pk}")
    assert "1 ticket moved." in page.text
    assert "3 tickets were not moved" in page.text
    assert reload(told).category == categories.billing


def test_nothing_is_moved_into_a_hidden_category(post, three, categories, reload):
    page = post(three, f"move:{categories.personal.pk}")
    assert "Nothing was changed." in page.text
    assert "Personal" not in page.text
    assert reload(three[0]).category == categories.downloads


def test_three_answers_are_shown_before_all_are_sent(post, canned, open_ticket):
    tickets = [open_ticket(name=f"Person {letter}") for letter in "ABCDE"]
    page = post(tickets, f"answer:{canned.pk}")
    assert [f"Hello Person {letter}" in page.text for letter in "ABCDE"] == [True] * 3 + [False] * 2
    assert "Send 5 answers" in page.text
    assert not Message.objects.filter(kind="reply").exists()


def test_the_preview_tells_who_gets_no_answer(post, three, canned, cast, open_ticket):
    services.complete(ticket=three[0], actor=cast.ana)
    gap = open_ticket(answers=[])
    page = post([*three, gap], f"answer:{canned.pk}")
    assert "1 ticket does not tell what the response asks for" in page.text
    assert "1 ticket is completed and gets no answer." in page.text
    assert "Send 2 answers" in page.text


def test_all_are_answered_once_however_often_it_is_sent(post, three, canned):
    batch = uuid.uuid4()
    page = post(three, f"send:{canned.pk}", form_key=batch)
    post(three, f"send:{canned.pk}", form_key=batch, drawn_at=services.newest_event())
    assert "3 tickets answered." in page.text
    assert "3 answers leave in" in page.text
    assert Message.objects.filter(kind="reply", canned=canned, batch=batch).count() == 3
    assert OutboxMail.objects.filter(kind="answer").count() == 3
    assert states(three) == ["completed"] * 3


def test_one_undo_takes_all_of_them_back(post, desk, three, canned, reload):
    page = post(three, f"send:{canned.pk}")
    [toast] = page.context["desk"].held
    assert toast.together == 3
    page = desk.post("/desk/undo/", {"batch": toast.batch}, follow=True)
    assert "3 answers are taken back." in page.text
    assert states(three) == ["queued"] * 3
    assert all(reload(ticket).waiting_since == ticket.waiting_since for ticket in three)
    assert not OutboxMail.objects.filter(kind="answer").exists()
    assert not ReplyDraft.objects.exists()


def test_what_has_left_is_told(post, desk, three, canned, let_the_hold_pass):
    page = post(three, f"send:{canned.pk}")
    [toast] = page.context["desk"].held
    let_the_hold_pass()
    page = desk.post("/desk/undo/", {"batch": toast.batch}, follow=True)
    assert "3 answers have left and can no longer be taken back." in page.text
    assert states(three) == ["completed"] * 3


def test_nobody_takes_back_the_answers_of_another(post, three, canned, cast, sign_in):
    [toast] = post(three, f"send:{canned.pk}").context["desk"].held
    sign_in(cast.bora).post("/desk/undo/", {"batch": toast.batch})
    assert states(three) == ["completed"] * 3


@pytest.mark.parametrize("batch", ["", "\x00", "x", "1f0c8a52-6a33-4f0e-9b56-0d7f1c2b3a49"])
def test_undoing_nothing_changes_nothing(desk, batch):
    assert desk.post("/desk/undo/", {"batch": batch}, follow=True).status_code == 200
