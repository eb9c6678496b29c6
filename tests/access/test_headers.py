"""Nobody but the person who asked keeps what they were shown, and every answer says what our pages never use."""

import asyncio

import pytest

from helpdesk.edge import Edge
from tickets import links

from . import test_table as table
from .test_table import address, stage  # noqa: F401 - the fixture

SECRETS = {**table.OF_THE_CUSTOMER, **table.OF_SOMEBODY_ELSE} | {
    route: table.PUBLIC[route]
    for route in (
        "ask/<str:token>/",
        "help/<slug:slug>/",
        "help/<slug:slug>/check/",
        "sent/<str:token>/",
        "status/",
        "not-me/<str:token>/",
        "t/<str:token>/",
    )
}
OF_ACCOUNTS = [
    "login/",
    "logout/",
    "password/change/",
    "password/reset/",
    "password/reset/key/1-set-password/",
    "reauthenticate/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/login/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/download/",
]


def is_kept(response):
    return "no-store" not in response.get("Cache-Control", "")


@pytest.mark.parametrize("who", ["owner", "ana"])
def test_nothing_that_a_signed_in_person_sees_is_kept(stage, who):  # noqa: F811
    tickets, people = stage
    rows = {}
    for part in vars(table).values():
        if isinstance(part, dict) and all(isinstance(row, tuple) for row in part.values()):
            rows |= part
    assert len(rows) > 90
    paths = {address(route, tickets["downloads"]): method for route, (method, _status) in rows.items()}
    paths |= dict.fromkeys([f"/accounts/{path}" for path in OF_ACCOUNTS], "GET")
    paths |= dict.fromkeys(["/admin/", "/admin/tickets/category/", "/desk/nowhere/", "/nowhere/"], "GET")
    kept = {path for path, method in paths.items() if is_kept(people[who].generic(method, path))}
    public = {path for path in paths if path.startswith("/faq/pictures/")}
    assert kept == public


def test_signing_in_and_what_leads_to_it_is_not_kept(client, db):
    for path in (*OF_ACCOUNTS, "nowhere/"):
        assert not client.get(f"/accounts/{path}").wsgi_request.user.is_authenticated
        assert is_kept(client.get(f"/accounts/{path}")) is False, path
    assert not is_kept(client.get("/desk/"))
    assert not is_kept(client.get("/admin/"))


@pytest.mark.parametrize("route", sorted(SECRETS))
def test_public_pages_with_secrets_are_not_kept(stage, route):  # noqa: F811
    tickets, people = stage
    method, _expected = SECRETS[route]
    assert not is_kept(people["customer"].generic(method, address(route, tickets["downloads"])))


def test_the_numbers_are_still_answered_by_not_modified(sign_in, cast):
    desk = sign_in(cast.ana)
    first = desk.get("/desk/counts/")
    again = desk.get("/desk/counts/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, first["ETag"])
    assert not is_kept(first)
    assert not is_kept(again)


def test_static_files_and_public_pages_may_be_kept(sign_in, cast, client):
    assert is_kept(sign_in(cast.ana).get("/static/css/base.css"))
    assert is_kept(client.get("/faq/"))


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/static/css/base.css", "/nowhere/", "/desk/", "/accounts/login/", "/sw.js", "/?q=%00"]
)
def test_every_answer_says_what_our_pages_never_use(client, db, path):
    policy = client.get(path)["Permissions-Policy"]
    assert "camera=()" in policy
    assert "geolocation=()" in policy


def test_so_does_a_failure(client, db, monkeypatch):
    monkeypatch.setattr("helpdesk.readiness.look", lambda: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/readyz")
    assert (answer.status_code, "camera=()" in answer["Permissions-Policy"]) == (500, True)


def test_so_does_what_is_refused_at_the_edge():
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.disconnect"}

    headers = [(b"content-length", b"9999"), (b"expect", b"100-continue")]
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers}
    asyncio.run(Edge(None, lambda content_type, path: 1000)(scope, receive, send))
    assert b"camera=()" in dict(sent[0]["headers"])[b"permissions-policy"]


def test_links_of_the_cast_are_real(stage):  # noqa: F811
    """So that the tests above look at pages, not at refusals."""
    tickets, people = stage
    assert people["customer"].get(address("tickets/<reference:number>/", tickets["downloads"])).status_code == 200
    assert people["customer"].get(f"/sent/{links.sent_token(tickets['downloads'])}/").status_code == 200
