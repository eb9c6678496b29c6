"""What is pushed to whom, after commit."""

import uuid

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from tickets import services
from tickets.counts import counts_for
from tickets.models import Category
from tickets.services.delivering import give_up


@pytest.fixture
def pushed(monkeypatch):
    """The frames handed to the desks: a list of {user id: frame}."""
    frames = []
    monkeypatch.setattr("tickets.services.recording.push_counts", lambda count: frames.append(count()))
    return frames


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_new_ticket_is_told_to_those_who_see_its_category(cast, open_ticket, pushed, committed):
    with committed():
        ticket = open_ticket()
    [frames] = pushed
    assert set(frames) == {user.pk for user in (cast.owner, cast.other_owner, cast.ana, cast.bora)}
    assert frames[cast.ana.pk] == {
        "type": "counts",
        "event": "ticket.opened",
        "id": ticket.events.get().pk,
        "ticket": ticket.reference_text,
        "waiting": 1,
        "overdue": 0,
        "categories": {"downloads": 1},
    }


def test_a_frame_names_no_category_the_person_may_not_know_of(cast, categories, open_ticket, pushed, committed):
    for category in (categories.billing, categories.personal):
        open_ticket(category)
    with committed():
        open_ticket()
    assert pushed[-1][cast.ana.pk]["categories"] == {"downloads": 1}
    assert pushed[-1][cast.other_owner.pk]["categories"] == {"downloads": 1, "billing": 1}
    assert pushed[-1][cast.owner.pk]["categories"] == {"downloads": 1, "billing": 1, "personal": 1}


def test_a_ticket_for_named_people_is_told_to_them_only(cast, categories, open_ticket, pushed, committed):
    with committed():
        open_ticket(categories.personal)
    assert set(pushed[0]) == {cast.owner.pk}


def test_answers_and_replies_are_announced_by_name(cast, ticket, send_reply, pushed, committed):
    with committed():
        send_reply(ticket, cast.ana)
    with committed():
        services.customer_reply(ticket=ticket, body="Thanks", form_key=uuid.uuid4())
    with committed():
        services.complete(ticket=ticket, actor=cast.ana)
    with committed():
        services.reopen(ticket=ticket)
    with committed():
        services.complete(ticket=ticket, actor=cast.ana)
    with committed():
        services.reopen(ticket=ticket, actor=cast.ana)
    assert [frames[cast.bora.pk]["event"] for frames in pushed] == [
        "ticket.answered",
        "ticket.customer_replied",
        "refresh",
        "ticket.customer_replied",  # who reopens without a word waits like one who writes
        "refresh",
        "refresh",
    ]
    assert [frames[cast.bora.pk]["waiting"] for frames in pushed] == [0, 1, 0, 1, 0, 1]


def test_what_a_person_does_themself_is_no_news_to_them(cast, ticket, send_reply, open_ticket, pushed, committed):
    with committed():
        send_reply(ticket, cast.ana)
        open_ticket(entered_by=cast.ana)
    assert [frames[cast.ana.pk]["event"] for frames in pushed] == ["refresh", "refresh"]
    assert [frames[cast.ana.pk]["waiting"] for frames in pushed] == [1, 1]
    assert [frames[cast.bora.pk]["event"] for frames in pushed] == ["ticket.answered", "ticket.opened"]


def _fail_a_mail(ticket):
    give_up(ticket.mails.filter(kind="answer").first(), "550 no such user")


# Done one after the other to the same ticket; `other` is a second one of the same customer.
CHANGES = {
    "assigned": lambda ticket, other, cast: services.assign_to(ticket=ticket, user=cast.bora, instead_of=None),
    "snoozed": lambda ticket, other, cast: services.snooze(ticket=ticket, actor=cast.ana, until=timezone.now()),
    "woken by the worker": lambda ticket, other, cast: services.wake_due(),
    "marked as spam": lambda ticket, other, cast: services.mark_spam(ticket=ticket, actor=cast.ana),
    "reopened by us": lambda ticket, other, cast: services.reopen(ticket=ticket, actor=cast.ana),
    "completed": lambda ticket, other, cast: services.complete(ticket=ticket, actor=cast.ana),
    "reopened by the customer": lambda ticket, other, cast: services.reopen(ticket=ticket),
    "solved, says the customer": lambda ticket, other, cast: services.customer_solved(ticket=ticket),
    "customer replied": lambda ticket, other, cast: services.customer_reply(
        ticket=ticket, body="Thanks", form_key=uuid.uuid4()
    ),
    "answered": lambda ticket, other, cast: services.reply(
        ticket=ticket, author=cast.ana, body="Try this.", last_event=None, form_key=uuid.uuid4()
    ),
    "taken back": lambda ticket, other, cast: services.undo(ticket=ticket, author=cast.ana),
    "answered again": lambda ticket, other, cast: services.reply(
        ticket=ticket, author=cast.ana, body="Or this.", last_event=None, form_key=uuid.uuid4()
    ),
    "mail failed": lambda ticket, other, cast: _fail_a_mail(ticket),
    "merged": lambda ticket, other, cast: services.merge(ticket=ticket, other=other, actor=cast.ana),
    "parted": lambda ticket, other, cast: services.take_merge_back(ticket=other, actor=cast.ana),
    "handed over": lambda ticket, other, cast: services.hand_over(
        ticket=ticket, actor=cast.ana, reason="Not mine", form_key=uuid.uuid4()
    ),
    "moved": lambda ticket, other, cast: services.move(
        ticket=ticket, category=Category.objects.get(slug="billing"), actor=cast.bora
    ),
}


def test_each_change_is_pushed_with_the_counts_it_leaves(cast, ticket, open_ticket, pushed, committed):
    other = open_ticket()
    for name, change in CHANGES.items():
        del pushed[:]
        ticket.refresh_from_db()
        other.refresh_from_db()
        with committed():
            assert change(ticket, other, cast) is not False, name
        assert pushed, name
        for user in (cast.owner, cast.ana, cast.bora):
            frame = pushed[-1][user.pk]
            assert counts_for(user) == {key: frame[key] for key in ("waiting", "overdue", "categories")}, name


def test_pushed_counts_are_those_of_the_page(cast, ticket, pushed, committed, open_ticket):
    with committed():
        open_ticket()
    frame = pushed[0][cast.ana.pk]
    assert counts_for(cast.ana) == {name: frame[name] for name in ("waiting", "overdue", "categories")}


def test_what_was_rolled_back_is_not_announced(open_ticket, pushed, committed, cast):
    with committed(), transaction.atomic():
        open_ticket()
        transaction.set_rollback(True)
    assert not pushed


def test_filing_and_telling_everybody_costs_as_many_queries_for_any_number_of_staff(
    cast, open_ticket, committed, count_queries
):
    def file():
        with committed():
            open_ticket(email=f"{uuid.uuid4()}@example.org")

    few = count_queries(file)
    for number in range(5):
        User.objects.create_user(f"extra{number}@example.com", name="Extra", role="owner")
    assert count_queries(file) == few
    assert few == (12 if connection.vendor == "postgresql" else 11)  # there, one waits for its turn
