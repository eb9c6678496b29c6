"""Who needs a second factor and has none is led to set one up, and to nothing else."""

import pytest
from allauth.mfa.models import Authenticator
from asgiref.sync import sync_to_async
from django.core.cache import cache

from faq.models import Entry
from notifications import consumers
from tests.notifications.browser import in_a_browser, socket
from tests.tickets.admin_forms import CAPS
from tickets.models import HelpDesk

from . import test_table as table
from .test_table import address, got, stage  # noqa: F401 - the fixture

SET_UP = "/accounts/2fa/"
PASSWORD = "a long pass phrase"
STAFF_ROWS = (
    table.OF_STAFF
    | table.OF_OWNERS
    | table.OF_WHO_SEES_THE_TICKET
    | table.OF_WHO_SEES_THE_CATEGORY
    | table.OF_WHO_SEES_THE_RESPONSE
    | table.OF_OWNERS_WHO_SEE_THE_CATEGORY
    | table.OF_ONE_PERSON
)
ADMIN = ["", "tickets/category/", "accounts/user/", "jsi18n/", "nowhere/"]
ACCOUNTS = ["login/", "sessions/", "password/change/", "inactive/"]


@pytest.fixture
def ask_of(db):
    def ask_of(whom):
        HelpDesk.objects.update_or_create(pk=1, defaults={"second_factor": whom})
        cache.clear()

    return ask_of


def leads(client, method, path):
    """Return where a request leads to, or the status of what it shows."""
    answer = client.generic(method, path)
    return answer["Location"] if answer.status_code == 302 else answer.status_code


def give(user, kind="totp"):
    return Authenticator.objects.create(user=user, type=kind, data={})


@pytest.mark.parametrize("who", ["owner", "ana"])
def test_every_address_of_staff_leads_to_setting_it_up(stage, ask_of, who):  # noqa: F811
    tickets, people = stage
    ask_of("everybody")
    for route, (method, _status) in STAFF_ROWS.items():
        assert leads(people[who], method, address(route, tickets["downloads"])) == SET_UP, route
    for path in (*(f"/admin/{path}" for path in ADMIN), *(f"/accounts/{path}" for path in ACCOUNTS)):
        answer = people[who].get(path, follow=True)
        ends_at = answer.redirect_chain[-1][0] if answer.redirect_chain else path
        assert ends_at.startswith(SET_UP) or (path, answer.status_code) == ("/accounts/inactive/", 200), path
    assert people[who].get("/desk/counts/").status_code == 401


def test_what_is_everybodys_stays_so_and_tells_them_no_more(stage, ask_of):  # noqa: F811
    tickets, people = stage
    ask_of("everybody")
    for route, (method, expected) in table.PUBLIC.items():
        path = address(route, tickets["downloads"])
        assert got(people["owner"], method, path) == expected, route
    Entry.objects.update(state="draft")
    assert people["owner"].get(address("faq/pictures/<uuid:key>/", tickets["downloads"])).status_code == 404
    ask_of("nobody")
    assert people["owner"].get(address("faq/pictures/<uuid:key>/", tickets["downloads"])).status_code == 200


def test_the_page_says_why_in_a_sentence(cast, sign_in, ask_of):
    ask_of("everybody")
    page = sign_in(cast.ana).get("/desk/", follow=True)
    assert page.redirect_chain == [(SET_UP, 302)]
    assert "You need a second factor to sign in" in page.text
    ask_of("nobody")
    assert "need a second factor" not in sign_in(cast.ana).get(SET_UP).text


@pytest.mark.parametrize(("whom", "led"), [("nobody", set()), ("owners", {"owner"}), ("everybody", {"owner", "ana"})])
def test_the_owner_chooses_whom_it_is_asked_of(cast, sign_in, ask_of, whom, led):
    ask_of(whom)
    for name in ("owner", "ana"):
        assert (sign_in(getattr(cast, name)).get("/desk/").status_code == 302) == (name in led), name


@pytest.mark.parametrize(("kind", "is_enough"), [("totp", True), ("webauthn", True), ("recovery_codes", False)])
def test_an_app_or_a_passkey_opens_everything_again(cast, sign_in, ask_of, kind, is_enough):
    ask_of("everybody")
    give(cast.ana, kind)
    assert (sign_in(cast.ana).get("/desk/").status_code == 200) == is_enough


def test_it_is_set_up_and_taken_away_again(cast, client, ask_of, monkeypatch):
    cast.ana.set_password(PASSWORD)
    cast.ana.save()
    ask_of("everybody")
    monkeypatch.setattr("allauth.mfa.totp.forms.auth.validate_totp_code", lambda *args: True)
    page = client.post("/accounts/login/", {"login": cast.ana.email, "password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == SET_UP
    page = client.get(f"{SET_UP}totp/activate/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get(f"{SET_UP}totp/activate/")
    assert client.post(f"{SET_UP}totp/activate/", {"code": "123456"}, follow=True).status_code == 200
    assert client.get("/desk/").status_code == 200
    client.post(f"{SET_UP}totp/deactivate/")
    assert client.get("/desk/")["Location"] == SET_UP
    client.post("/accounts/logout/")
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")


def test_what_was_being_written_is_given_back(cast, sign_in, ask_of, ticket):
    ask_of("everybody")
    page = sign_in(cast.ana).post(f"/desk/tickets/{ticket.reference_text}/reply/", {"body": "A long answer"})
    assert page.status_code == 403
    assert "A long answer" in page.text
    assert "set up a second factor and paste it" in page.text
    assert "You are signed out" not in page.text


@pytest.mark.django_db(transaction=True)
def test_the_socket_is_closed_when_it_is_asked_for_and_opened_again_with_it(cast, sign_in):
    open_desk, later, with_it = socket(cast.ana), socket(cast.ana), socket(cast.ana)
    owner = sign_in(cast.owner)

    async def talk():
        assert await open_desk.connect()
        await open_desk.hear()
        await sync_to_async(owner.post)("/desk/settings/", form("everybody"))
        assert await open_desk.closed_with() == consumers.SIGNED_OUT
        await open_desk.leave()
        assert not await later.connect()

    def form(whom):
        return {**CAPS, "second_factor": whom}

    async def let_in():
        assert await with_it.connect()
        await with_it.leave()

    in_a_browser(talk)
    assert HelpDesk.current().second_factor == "everybody"
    give(cast.ana)

    in_a_browser(let_in)


@pytest.mark.parametrize("typed", [None, "owners"])
def test_a_form_without_an_answer_changes_nothing(cast, sign_in, ask_of, typed):
    ask_of("owners")
    give(cast.owner)
    form = CAPS if typed is None else CAPS | {"second_factor": typed}
    assert sign_in(cast.owner).post("/desk/settings/", form).status_code == 302
    assert HelpDesk.objects.get().second_factor == "owners"
    for wrong in ("", "x", "\0"):
        page = sign_in(cast.owner).post("/desk/settings/", CAPS | {"second_factor": wrong})
        assert (page.status_code, "Choose one of these." in page.text) == (422, True)


def test_it_costs_one_query_where_it_is_asked_for(cast, sign_in, ask_of, count_queries):
    desk = sign_in(cast.ana)
    give(cast.ana)
    before = count_queries(lambda: desk.get("/desk/keys/"))
    ask_of("everybody")
    assert count_queries(lambda: desk.get("/desk/keys/")) == before + 1
