"""Staff sign in by e-mail address; nobody signs up."""

import re

import pytest
from django.core import mail
from django.test import Client

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


def test_who_is_locked_out_does_not_get_in(client, ana):
    User.objects.update(is_active=False)
    sign_in(client)
    assert client.get("/desk/").status_code == 302


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


def test_a_forgotten_password_is_set_anew_by_a_mailed_link(client, ana):
    client.post("/accounts/password/reset/", {"email": "ana@example.com"})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)[0]
    form = client.get(link, follow=True)
    new = "another long pass phrase"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(client, password=new)["Location"] == "/desk/"


def test_a_reset_for_an_unknown_address_looks_the_same(client, ana):
    known = client.post("/accounts/password/reset/", {"email": "ana@example.com"}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.com"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert [message.to for message in mail.outbox] == [["ana@example.com"]]


def test_a_mail_server_that_is_down_tells_nobody_who_works_here(ana, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    def ask(address):
        page = Client().post("/accounts/password/reset/", {"email": address}, follow=True)
        assert page.status_code == 200
        return page.text

    assert ask("ana@example.com") == ask("nobody@example.com")
    assert "If this address works here, a mail with a link is on its way." in ask("nobody@example.com")
    assert [record.levelname for record in caplog.records if record.name == "accounts.adapter"] == ["ERROR"]


def test_the_mailed_link_leads_to_our_site_whatever_host_was_asked(client, ana, settings):
    settings.SITE_URL, settings.SITE_NAME = "https://help.example.com", "Paper Lantern"
    client.post("/accounts/password/reset/", {"email": "ana@example.com"}, headers={"Host": "127.0.0.1"})
    [sent] = mail.outbox
    assert "https://help.example.com/accounts/password/reset/key/" in sent.body
    assert sent.subject == "[Paper Lantern] Password Reset Email"
    for host in ("127.0.0.1", "testserver"):
        assert host not in sent.body + sent.subject


def test_an_owner_is_staff_of_the_admin_site_and_an_assistant_is_not(ana):
    assert not ana.is_staff
    assert not ana.has_perm("tickets.change_category")
    ana.role = "owner"
    assert ana.has_perm("tickets.change_category")
    ana.is_active = False
    assert not ana.has_perm("tickets.change_category")
