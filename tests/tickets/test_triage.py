"""Assigning, completing, reopening, spam, and taking a person's categories away."""

import pytest

from tickets import services
from tickets.models import Category, Ticket
from tickets.progress import progress


def test_the_first_to_assign_has_the_ticket(ticket, cast, reload):
    assert services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
    assert not services.assign_to(ticket=ticket, user=cast.bora, instead_of=None)
    assert reload(ticket).assignee == cast.ana
    assert reload(ticket).status == "assigned"


def test_a_ticket_is_taken_over_knowingly(ticket, cast, reload):
    services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
    assert services.assign_to(ticket=ticket, user=cast.bora, instead_of=cast.ana.pk)
    assert reload(ticket).assignee == cast.bora


def test_assigning_leaves_the_ticket_waiting(ticket, cast, reload):
    services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
    assert reload(ticket).waiting_since == ticket.waiting_since


def test_a_completed_ticket_is_not_assigned(ticket, cast, reload):
    services.complete(ticket=ticket, actor=cast.ana)
    assert not services.assign_to(ticket=ticket, user=cast.bora, instead_of=None)


def test_completing_twice_happens_once(ticket, cast):
    assert services.complete(ticket=ticket, actor=cast.ana)
    assert not services.complete(ticket=ticket, actor=cast.ana)
    assert ticket.events.filter(kind="completed").count() == 1


@pytest.mark.parametrize("then", ["complete", "open", "ask"])
def test_solved_said_while_a_reply_is_held_is_not_lost(ticket, cast, send_reply, reload, then):
    send_reply(ticket, cast.ana, then=then)
    assert services.customer_solved(ticket=ticket)
    assert not services.customer_solved(ticket=ticket)
    assert progress(reload(ticket)).is_completed
    services.undo(ticket=ticket, author=cast.ana)
    assert reload(ticket).is_completed
    assert reload(ticket).waiting_since is None
    assert ticket.events.shown_to_customer().filter(kind="completed", actor=None).count() == 1


def test_reopening_waits_again(ticket, cast, reload):
    services.complete(ticket=ticket, actor=cast.ana)
    assert services.reopen(ticket=ticket, actor=cast.ana)
    assert not services.reopen(ticket=ticket, actor=cast.ana)
    assert (reload(ticket).status, reload(ticket).completed_at) == ("queued", None)
    assert reload(ticket).waiting_since


def test_spam_leaves_the_queue_and_can_come_back(ticket, cast, reload):
    assert services.mark_spam(ticket=ticket, actor=cast.ana)
    assert not Ticket.objects.visible_to(cast.ana).waiting().exists()
    services.reopen(ticket=ticket, actor=cast.ana)
    assert not reload(ticket).is_spam


@pytest.mark.parametrize("then", [None, "open", "ask"])
def test_taking_a_category_away_unassigns_its_open_tickets(ticket, cast, send_reply, reload, then):
    services.assign_to(ticket=ticket, user=cast.bora, instead_of=None)
    if then:
        send_reply(ticket, cast.bora, then=then)
    services.set_assignments(user=cast.bora, categories=Category.objects.filter(slug="billing"), by=cast.other_owner)
    assert reload(ticket).assignee is None
    assert reload(ticket).status == ("asked" if then == "ask" else "queued")
    assert not Ticket.objects.visible_to(cast.bora).filter(pk=ticket.pk).exists()


def test_completed_tickets_remember_who_answered(ticket, cast, send_reply, reload):
    send_reply(ticket, cast.bora)
    services.set_assignments(user=cast.bora, categories=[], by=cast.other_owner)
    assert reload(ticket).assignee == cast.bora


def test_a_person_locked_out_loses_their_open_tickets(ticket, cast, reload):
    services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
    services.set_active(user=cast.ana, is_active=False)
    assert reload(ticket).assignee is None


def test_an_owner_cannot_give_or_take_a_category_they_may_not_know_of(cast, categories):
    services.set_assignments(user=cast.ana, categories=Category.objects.all(), by=cast.other_owner)
    assert set(cast.ana.assignments.values_list("category__slug", flat=True)) == {"downloads", "billing"}
    services.set_assignments(user=cast.owner, categories=[], by=cast.other_owner)
    assert set(cast.owner.assignments.values_list("category__slug", flat=True)) == {"personal"}


def test_somebody_named_can_add_another(cast, categories):
    services.set_assignments(user=cast.nil, categories=[categories.personal], by=cast.owner)
    assert Category.objects.visible_to(cast.nil).get() == categories.personal
