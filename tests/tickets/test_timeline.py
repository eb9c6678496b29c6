"""The desk's timeline: everything that happened is told, in order; long runs of it are folded."""

import uuid

import pytest
from django.template.loader import render_to_string

from tickets import services
from tickets.models import Event
from tickets.services.recording import record


@pytest.fixture
def shown(cast, ticket, sign_in):
    """Return shown(): the ticket's shown as Bora sees it."""
    return lambda: sign_in(cast.bora).get(f"/desk/tickets/{ticket.reference_text}/")


def take_turns(ticket, cast, times):
    for number in range(times):
        user, before = ((cast.ana, cast.bora), (cast.bora, cast.ana))[number % 2]
        services.assign_to(ticket=ticket, user=user, instead_of=before.pk if number else None)


def test_two_events_stand_open_and_three_are_folded(shown, ticket, cast):
    take_turns(ticket, cast, 2)
    assert "<summary>2 changes" not in shown().text
    take_turns(ticket, cast, 0)
    services.complete(ticket=ticket, actor=cast.ana)
    text = shown().text
    assert "<summary>3 changes</summary>" in text
    assert text.index("3 changes") < text.index("Ana took the ticket") < text.index("Ana completed the ticket")


def test_a_message_ends_a_run(shown, ticket, cast):
    take_turns(ticket, cast, 2)
    services.note(ticket=ticket, author=cast.ana, body="A word", form_key=uuid.uuid4())
    services.complete(ticket=ticket, actor=cast.ana)
    services.reopen(ticket=ticket, actor=cast.ana)
    assert " changes</summary>" not in shown().text


@pytest.mark.parametrize("kind", Event.Kind.values)
def test_every_kind_of_event_has_its_sentence(cast, ticket, kind):
    [event] = record(ticket, kind, actor=cast.ana, detail="7")
    sentence = render_to_string("tickets/desk/_event.html", {"event": event}).strip()
    assert len(sentence.split()) > 1
    told_of_nobody = render_to_string("tickets/desk/_event.html", {"event": Event(ticket=ticket, kind=kind)})
    assert "None" not in told_of_nobody


def test_a_snoozed_ticket_says_until_when(shown, ticket, cast):
    record(ticket, Event.Kind.SNOOZED, actor=cast.ana, detail="2031-05-04T09:30:00+00:00")
    assert '<time datetime="2031-05-04T' in shown().text
    record(ticket, Event.Kind.SNOOZED, actor=cast.ana, detail="tomorrow")
    assert "Ana snoozed the ticket\n" in shown().text


def test_the_timeline_costs_the_same_for_one_event_of_a_kind_and_for_five(
    shown, ticket, cast, categories, count_queries
):
    def there_and_back():
        services.move(ticket=ticket, category=categories.billing, actor=cast.bora)
        services.move(ticket=ticket, category=categories.downloads, actor=cast.bora)

    there_and_back()
    one = count_queries(shown)
    for _number in range(4):
        there_and_back()
    assert count_queries(shown) == one
