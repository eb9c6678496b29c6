"""Bare progress by reference: what it tells to whoever knows a number, and how often it may be asked."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from accounts.limits import network
from tickets import reference
from tickets.limits import STATUS_TRIES
from tickets.models import Category, Ticket

NO_SUCH_TICKET = "We found no ticket with this number."
SLIP = "One digit does not fit."
TOO_MANY = "Too many tries from this connection. Try again after "


def ask(client, typed, **extra):
    return client.get("/status/", {"reference": typed}, **extra)


@pytest.fixture
def unknown(ticket):
    """A number that fits and that no ticket has."""
    number = reference.generate()
    assert number != ticket.reference
    return reference.format(number)


def test_the_page_asks_for_the_number(visitor, db):
    page = visitor.get("/status/")
    assert page.status_code == 200
    assert 'name="reference"' in page.text
    assert "There is a problem" not in page.text


@pytest.mark.parametrize("typed", ["{0}", "{1}", " {0}. ", "Re: [{0}] We have your ticket", "#{1}"])
def test_the_number_shows_the_steps(visitor, ticket, typed):
    page = ask(visitor, typed.format(ticket.reference_text, ticket.reference))
    assert page.status_code == 200
    assert ticket.reference_text in page.text
    assert "Waiting for the next free person." in page.text
    assert page.text.count('aria-current="step"') == 1


def test_it_tells_nothing_else(visitor, open_ticket, cast, send_reply, let_the_hold_pass):
    category = Category.objects.create(slug="legal-matters", name="Legal matters", promise_text="Within a fortnight.")
    ticket = open_ticket(category, text="Some words of mine", subject="About my divorce")
    send_reply(ticket, cast.owner, body="An answer for her only", then="ask")
    let_the_hold_pass()
    page = ask(visitor, ticket.reference_text).text
    assert "We need your answer" in page
    for words in (
        "Ayşe",
        "ayse",
        "ayse@example.org",
        "example",
        "Legal matters",
        "legal-matters",
        "fortnight",
        "divorce",
        "words of mine",
        "An answer",
        "LP2208831947",
        cast.owner.name,
    ):
        assert words not in page, words


@pytest.mark.parametrize(
    ("then", "sentence"),
    [
        ("open", "Somebody is looking at your ticket."),
        ("ask", "We asked you a question."),
        ("complete", "Your ticket is completed."),
    ],
)
def test_the_steps_follow_the_ticket_once_the_reply_has_left(
    visitor, ticket, cast, send_reply, let_the_hold_pass, then, sentence
):
    send_reply(ticket, cast.ana, then=then)
    assert "Waiting for the next free person." in ask(visitor, ticket.reference_text).text
    let_the_hold_pass()
    assert sentence in ask(visitor, ticket.reference_text).text


def test_nobody_is_let_in_by_the_number(visitor, ticket):
    ask(visitor, ticket.reference_text)
    assert visitor.get(f"/tickets/{ticket.reference_text}/").status_code == 404


@pytest.mark.parametrize("typed", ["482-913-054", "12345", "hello", "¿?", "9" * 400])
def test_a_slip_is_told_before_any_look_up_and_is_not_counted(visitor, ticket, count_queries, typed):
    for _try in range(12):
        page = ask(visitor, typed)
    assert page.status_code == 422
    assert SLIP in page.text
    assert count_queries(lambda: ask(visitor, typed)) == 0
    assert ask(visitor, ticket.reference_text).status_code == 200


@pytest.mark.parametrize("typed", ["", "  ", "\u200b"])
def test_no_number_is_asked_for(visitor, db, typed):
    page = ask(visitor, typed)
    assert page.status_code == 422
    assert "Enter the reference number from our mail" in page.text


def test_what_was_typed_stays_in_the_box(visitor, db):
    assert 'value="482-913-054"' in ask(visitor, "482-913-054").text


def test_an_unknown_number_is_told(visitor, unknown):
    page = ask(visitor, unknown)
    assert page.status_code == 404
    assert NO_SUCH_TICKET in page.text
    assert f'value="{unknown}"' in page.text


def test_after_ten_unknown_numbers_an_hour_has_to_pass(visitor, ticket, unknown):
    assert [ask(visitor, unknown).status_code for _try in range(11)] == [404] * 10 + [429]
    page = ask(visitor, ticket.reference_text)
    assert page.status_code == 429
    assert TOO_MANY in page.text
    assert 0 < int(page["Retry-After"]) <= 3660
    assert "Waiting for the next" not in page.text
    assert ask(visitor, "482-913-054").status_code == 422
    cache.clear()
    assert ask(visitor, ticket.reference_text).status_code == 200


def test_tickets_that_are_found_are_not_counted(visitor, ticket):
    assert {ask(visitor, ticket.reference_text).status_code for _try in range(12)} == {200}


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("", "not an address", True),
    ],
)
def test_tries_are_counted_by_network(client, unknown, one, other, together):
    for _try in range(10):
        ask(client, unknown, REMOTE_ADDR=one)
    assert ask(client, unknown, REMOTE_ADDR=other).status_code == (429 if together else 404)


def test_a_header_does_not_make_another_network(rf: RequestFactory):
    request = rf.get("/", headers={"X-Forwarded-For": "198.51.100.7"}, REMOTE_ADDR="192.0.2.1")
    assert network(request) == "192.0.2.1"


def test_counting_survives_the_end_of_the_window(monkeypatch):
    def forget(_key, _amount):
        raise ValueError

    STATUS_TRIES.count("me")
    monkeypatch.setattr(cache, "incr", forget)
    STATUS_TRIES.count("me")
    assert not STATUS_TRIES.is_reached("me")


def test_the_budget(visitor, ticket, count_queries):
    assert count_queries(lambda: ask(visitor, ticket.reference_text)) <= 2
    assert Ticket.objects.count() == 1
