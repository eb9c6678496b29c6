"""Where somebody is signed in: listed, ended with the desk that is open there, and forgotten once it is over."""

from datetime import timedelta

import pytest
from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.sessions import forget_ended_sessions, sessions_of
from notifications import consumers
from tests.access import test_table as table
from tests.access.test_headers import OF_ACCOUNTS
from tests.access.test_table import address, stage  # noqa: F401 - the fixture
from tests.notifications.browser import in_a_browser, socket

PASSWORD = "a long pass phrase"
PAGE = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1"


@pytest.fixture
def ana(db):
    return User.objects.create_user("ana@example.com", PASSWORD, name="Ana")


@pytest.fixture
def enter(ana):
    """Return enter(user agent): a browser in which she signed in by the form."""

    def enter(agent=FIREFOX, email="ana@example.com"):
        client = Client(headers={"User-Agent": agent})
        answer = client.post("/accounts/login/", {"login": email, "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return enter


def row_of(client) -> UserSession:
    return UserSession.objects.get(session_key=client.cookies["sessionid"].value)


def is_in(client):
    return client.get("/desk/").status_code == 200


def test_every_sign_in_is_listed_with_its_browser_and_network(enter):
    here, _there = enter(), enter(PHONE)
    page = here.get(PAGE).text
    assert "Firefox, Linux" in page
    assert "Safari, iPhone" in page
    assert page.count("This browser") == 1
    assert page.count('name="session"') == 1
    assert "127.0.0.1" in page


@pytest.mark.parametrize(
    ("whence", "noted"), [("2001:db8::7", "2001:db8::"), ("", "0.0.0.0"), ("192.0.2.7", "192.0.2.7")]
)
def test_so_is_one_from_any_network(ana, whence, noted):
    client = Client(headers={"User-Agent": FIREFOX}, REMOTE_ADDR=whence)
    assert client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD}).status_code == 302
    assert row_of(client).ip == noted
    assert is_in(client)


def test_one_is_ended_and_the_others_go_on(enter):
    here, there, third = enter(), enter(PHONE), enter()
    answer = here.post(PAGE, {"session": row_of(there).pk}, follow=True)
    assert "Signed out there." in answer.text
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)
    assert UserSession.objects.count() == Session.objects.count() == 2


def test_all_others_are_ended_at_once(enter):
    here, there, third = enter(), enter(PHONE), enter()
    here.post(PAGE, {"session": "others"})
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, False)


@pytest.mark.parametrize("chosen", ["", "0", "x", "999999999999999999999", "\0", "own"])
def test_nothing_else_is_ended(enter, chosen):
    here, there = enter(), enter(PHONE)
    page = here.post(PAGE, {"session": row_of(here).pk if chosen == "own" else chosen}, follow=True)
    assert "Nobody is signed in there any more." in page.text
    assert is_in(here)
    assert is_in(there)


def test_nobody_ends_or_sees_the_session_of_somebody_else(enter):
    User.objects.create_user("bora@example.com", PASSWORD, name="Bora", role="owner")
    hers, his = enter(), enter(PHONE, "bora@example.com")
    his.post(PAGE, {"session": row_of(hers).pk})
    his.post(PAGE, {"session": "others"})
    assert is_in(hers)
    assert "Firefox" not in his.get(PAGE).text


def test_the_list_takes_as_many_queries_with_five_rows(enter, count_queries):
    here = enter()
    enter(PHONE)
    few = count_queries(lambda: here.get(PAGE))
    for _ in range(4):
        enter(PHONE)
    assert count_queries(lambda: here.get(PAGE)) == few


@pytest.mark.django_db(transaction=True)
def test_the_desk_that_is_open_there_ends_with_it(ana, enter):
    here = enter()
    connection = socket(ana)
    key = dict(connection.scope["headers"])[b"cookie"].decode().split("=")[1]
    row = UserSession.objects.create(user=ana, session_key=key, ip="192.0.2.1", user_agent=PHONE)

    async def talk():
        await connection.connect()
        await connection.hear()
        await sync_to_async(here.post)(PAGE, {"session": row.pk})
        assert await connection.closed_with() == consumers.SIGNED_OUT
        await connection.leave()

    in_a_browser(talk)


def test_another_password_ends_all_others(ana, enter):
    here, there = enter(), enter(PHONE)
    new = "another long pass phrase"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert User.objects.get().check_password(new)
    assert (is_in(here), is_in(there)) == (True, False)
    assert list(sessions_of(ana)) == [row_of(here)]
    get_adapter().set_password(ana, PASSWORD)  # by a mailed link, in no browser of hers
    assert not is_in(here)
    assert not Session.objects.exists()


def test_signing_out_leaves_nothing_behind(enter):
    here = enter()
    here.post("/accounts/logout/")
    forget_ended_sessions()
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()


def test_the_worker_forgets_what_is_over(enter):
    over, on = enter(), enter(PHONE)
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(session_key=row_of(over).session_key).update(expire_date=past)
    assert "Firefox" not in on.get(PAGE).text
    forget_ended_sessions()
    assert list(UserSession.objects.all()) == [row_of(on)]
    assert Session.objects.count() == 1


def test_nobody_is_a_row_before_they_signed_in(stage):  # noqa: F811
    tickets, _people = stage
    rows = table.PUBLIC | table.OF_SOMEBODY_ELSE | table.OF_THE_CUSTOMER | table.OF_STAFF | table.READ_BY_A_SCRIPT
    paths = [address(route, tickets["downloads"]) for route in rows] + [f"/accounts/{path}" for path in OF_ACCOUNTS]
    before = Session.objects.count()
    for path in [*paths, "/admin/", "/accounts/signup/", "/accounts/2fa/webauthn/add/"]:
        for accept in ("text/html", "application/json"):
            Client().get(path, headers={"Accept": accept})
            Client().post(path, {"login": "ana@example.com", "password": "x", "credential": "{}"})
    assert Session.objects.count() == before
