"""Staff sign in by e-mail address; nobody signs up."""

from types import SimpleNamespace

import pytest
from django.core.validators import EmailValidator

from accounts.models import User


@pytest.fixture
def ana(db):
    return User.objects.create_user("Ana@Example.com", "a long pass phrase", name="Ana")


def sign_in(client, **fields):
    return client.post("/accounts/login/", {"login": "ana@example.com", "password": "a long pass phrase"} | fields)


@pytest.mark.parametrize("typed", ["ana@example.com", "ANA@example.com", " ana@EXAMPLE.com "])
def test_the_case_of_an_address_does_not_matter(client, ana, typed):
    assert sign_in(client, login=typed)["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    "fields", [{"password": "wrong"}, {"login": "nobody@example.com"}, {"password": ""}, {"login": "\x00"}]
)
def test_a_wrong_sign_in_is_told_in_a_sentence(client, ana, fields):
    page = sign_in(client, **fields)
    assert page.status_code == 200
    assert 'class="sum"' in page.text or 'class="msg"' in page.text
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize(("path", "field"), [("/accounts/login/", "login"), ("/accounts/password/reset/", "email")])
def test_an_address_of_200_kb_is_told_before_any_pattern_looks_at_it(client, db, monkeypatch, path, field):
    looked_at = []
    monkeypatch.setattr(EmailValidator, "user_regex", SimpleNamespace(match=looked_at.append))
    page = client.post(path, {field: "a@" + "a." * 100_000, "password": "x"})
    assert page.status_code == 200
    assert 'class="sum"' in page.text or 'class="msg"' in page.text
    assert not looked_at


def test_who_is_locked_out_does_not_get_in(client, ana):
    User.objects.update(is_active=False)
    sign_in(client)
    assert client.get("/desk/").status_code == 302


def test_a_connection_that_tries_thirty_times_a_minute_reads_so_in_a_sentence(client, ana):
    for _try in range(31):
        page = sign_in(client, login="nobody@example.com", password="")
    assert page.status_code == 429
    assert "Too many requests came from this connection within a minute." in page.text


def test_signing_out_needs_a_post(client, ana):
    sign_in(client)
    client.get("/accounts/logout/")
    assert client.get("/desk/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/desk/").status_code == 302


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client, ana):
    page = client.get("/desk/search/?q=x")
    assert page["Location"] == "/accounts/login/?next=/desk/search/%3Fq%3Dx"
    assert sign_in(client, next="/desk/search/?q=x")["Location"] == "/desk/search/?q=x"
    client.post("/accounts/logout/")
    assert sign_in(client, next="https://evil.example/")["Location"] == "/desk/"


def test_an_owner_is_staff_of_the_admin_site_and_an_assistant_is_not(ana):
    assert not ana.is_staff
    assert not ana.has_perm("tickets.change_category")
    ana.role = "owner"
    assert ana.has_perm("tickets.change_category")
    ana.is_active = False
    assert not ana.has_perm("tickets.change_category")
