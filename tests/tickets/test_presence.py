"""Who else is with a ticket."""

import pytest

from notifications import clock, presence


@pytest.fixture
def report(sign_in, cast, ticket):
    """Return report(person, state): what a browser with the ticket open says."""

    def report(person, state="viewing", on=ticket):
        return sign_in(person).post(f"/desk/tickets/{on.reference_text}/presence/", {"state": state})

    return report


@pytest.fixture
def pushed(monkeypatch):
    """The frames that were pushed, by person."""
    frames = []
    monkeypatch.setattr("tickets.views.desk_presence.push", frames.append)
    return frames


def test_each_sees_the_other_and_not_themselves(report, cast, ticket):
    assert report(cast.ana).json() == {ticket.reference_text: []}
    assert report(cast.bora, "replying").json() == {ticket.reference_text: [{"id": cast.ana.pk, "state": "viewing"}]}
    assert report(cast.ana).json() == {ticket.reference_text: [{"id": cast.bora.pk, "state": "replying"}]}


def test_who_leaves_is_gone_and_who_says_nothing_fades(report, cast, ticket, monkeypatch):
    report(cast.ana)
    report(cast.bora)
    report(cast.bora, "gone")
    assert presence.who([ticket.pk]) == {ticket.pk: {cast.ana.pk: "viewing"}}
    later = clock.timestamp() + presence.FADES_AFTER + 1
    monkeypatch.setattr(clock, "timestamp", lambda: later)
    assert presence.who([ticket.pk]).get(ticket.pk, {}) == {}


def test_only_news_are_pushed_and_only_to_who_may_know(report, cast, pushed, ticket):
    for _beat in range(3):
        report(cast.ana)
    report(cast.ana, "replying")
    assert len(pushed) == 2
    assert set(pushed[0]) == {cast.owner.pk, cast.other_owner.pk, cast.ana.pk, cast.bora.pk}
    assert pushed[1][cast.bora.pk] == {
        "type": "presence",
        "ticket": ticket.reference_text,
        "people": [{"id": cast.ana.pk, "state": "replying"}],
    }
    assert pushed[1][cast.ana.pk]["people"] == []


def test_a_list_is_told_of_its_own_tickets_only(report, cast, sign_in, ticket, open_ticket, categories):
    bill = open_ticket(categories.billing)
    report(cast.ana)
    report(cast.bora, on=bill)
    asked = {"ticket": [ticket.reference_text, bill.reference_text, "999-999-999", "\x00"]}
    assert sign_in(cast.owner).get("/desk/presence/", asked).json() == {
        ticket.reference_text: [{"id": cast.ana.pk, "state": "viewing"}],
        bill.reference_text: [{"id": cast.bora.pk, "state": "viewing"}],
    }
    assert bill.reference_text not in sign_in(cast.ana).get("/desk/presence/", asked).text


def test_the_page_knows_the_names_of_colleagues_who_see_the_ticket(cast, sign_in, ticket):
    page = sign_in(cast.ana).get(f"/desk/tickets/{ticket.reference_text}/")
    assert set(page.context["colleagues"].values()) == {"Owner", "Other", "Ana", "Bora"}


def test_while_redis_is_down_those_of_the_same_process_are_seen_and_nothing_fails(report, cast, ticket, settings):
    settings.CACHES = {"default": {"BACKEND": "helpdesk.cache.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}}
    assert report(cast.ana).status_code == 200
    assert report(cast.bora).json() == {ticket.reference_text: [{"id": cast.ana.pk, "state": "viewing"}]}
