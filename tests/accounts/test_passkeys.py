"""Passkeys: nobody is a row before they signed in, and no JSON is a failure of ours."""

import json

import pytest
from allauth.mfa.models import Authenticator as Row
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User

from .authenticator import Authenticator, data_of

PASSWORD = "a long pass phrase"
LOGIN, ADD, REAUTHENTICATE = (f"/accounts/2fa/webauthn/{path}/" for path in ("login", "add", "reauthenticate"))
JSON = {"Accept": "application/json"}


@pytest.fixture
def ana(db):
    return User.objects.create_user("ana@example.com", PASSWORD, name="Ana")


@pytest.fixture
def browser():
    return Client(HTTP_HOST="localhost", raise_request_exception=False)


@pytest.fixture
def desk(ana, browser):
    """Her browser, signed in and asked for the password again just now."""
    browser.post("/accounts/login/", {"login": "ana@example.com", "password": PASSWORD})
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


@pytest.fixture
def passkey(desk):
    """A passkey that she added."""
    key = Authenticator()
    page = desk.get(ADD)
    answer = desk.post(ADD, {"name": "Phone", "credential": json.dumps(key.create(data_of(page)["creation_options"]))})
    assert answer.status_code == 302
    assert Row.objects.filter(type="webauthn").count() == 1
    return key


def ask(browser):
    return browser.get(LOGIN, headers=JSON).json()["request_options"]


def answer(browser, credential):
    return browser.post(LOGIN, {"credential": json.dumps(credential)})


def test_a_passkey_signs_in_and_nobody_is_a_row_before(passkey):
    Session.objects.all().delete()
    visitor = Client(HTTP_HOST="localhost")
    options = ask(visitor)
    assert not Session.objects.exists()
    response = answer(visitor, passkey.get(options))
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert Session.objects.count() == 1
    assert visitor.get("/desk/").status_code == 200


def test_what_it_signed_counts_once(passkey):
    visitor = Client(HTTP_HOST="localhost")
    credential = passkey.get(ask(visitor))
    cookies = {name: morsel.value for name, morsel in visitor.cookies.items()}
    assert answer(visitor, credential).status_code == 302
    thief = Client(HTTP_HOST="localhost")
    thief.cookies.load({name: cookies[name] for name in ("passkey",)})
    assert answer(thief, credential).status_code == 400
    assert thief.get("/desk/").status_code == 302


def test_what_another_browser_was_asked_does_not_count(passkey):
    asked, other = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    ask(other)
    assert answer(other, passkey.get(ask(asked))).status_code == 400
    assert answer(Client(HTTP_HOST="localhost"), passkey.get(ask(asked))).status_code == 400


def test_a_passkey_that_is_not_hers_is_told_in_a_sentence(passkey):
    visitor = Client(HTTP_HOST="localhost")
    stranger = Authenticator()
    stranger.user_handle = passkey.user_handle
    page = answer(visitor, stranger.get(ask(visitor)))
    assert page.status_code == 400
    assert "This passkey was not accepted" in page.text
    assert "sessionid" not in visitor.cookies


def hostile():
    """JSON of every kind, and whole credentials in which one part is another kind of thing."""
    odd = [None, True, 0, -1.5, 10**400, "", "x", "é\0", "AA", [], [[]], {}, {"a": {}}, "A" * 30_000]
    yield from odd
    key = Authenticator()
    asked = {"publicKey": {"challenge": "AAAA", "user": {"id": "MQ"}}}
    for whole in (key.get(asked), key.create(asked)):
        yield whole
        for name in whole:
            yield {part: value for part, value in whole.items() if part != name}
            yield from ({**whole, name: value} for value in odd)
        for name in whole["response"]:
            response = {part: value for part, value in whole["response"].items() if part != name}
            yield {**whole, "response": response}
            yield from ({**whole, "response": {**response, name: value}} for value in odd)


def texts():
    yield from ["", "nonsense", "NaN", "[" * 30_000]
    yield from (
        value if isinstance(value, str) and value.startswith("[[") else json.dumps(value) for value in hostile()
    )


@pytest.fixture
def _no_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False


def assert_refused(post):
    """Each JSON is answered 400, typed into the form as well as sent as a body."""
    bodies = [({"credential": text}, {}) for text in texts()]
    bodies += [(text, {"content_type": "application/json"}) for text in ("[]", "{")]
    assert len(bodies) > 200
    for body, options in bodies:
        page = post(body, **options)
        assert page.status_code == 400, (body if len(str(body)) < 900 else str(body)[:900], page.status_code)


@pytest.mark.usefixtures("_no_limits")
def test_no_json_is_a_failure_at_signing_in(ana, browser):
    def post(body, **options):
        ask(browser)
        return browser.post(LOGIN, body, **options)

    assert_refused(post)
    assert not Session.objects.exists()


@pytest.mark.usefixtures("_no_limits", "passkey")
def test_no_json_is_a_failure_as_a_second_factor(browser):
    browser.post("/accounts/logout/")
    browser.post("/accounts/login/", {"login": "ana@example.com", "password": PASSWORD})
    assert browser.get("/accounts/2fa/authenticate/").status_code == 200
    assert_refused(lambda body, **options: browser.post("/accounts/2fa/authenticate/", body, **options))
    assert browser.get("/desk/").status_code == 302


@pytest.mark.usefixtures("_no_limits", "passkey")
@pytest.mark.parametrize("path", [ADD, REAUTHENTICATE])
def test_no_json_is_a_failure_for_who_is_signed_in(desk, path):
    assert desk.get(path).status_code == 200
    assert_refused(lambda body, **options: desk.post(path, body, **options))
    assert Row.objects.filter(type="webauthn").count() == 1
