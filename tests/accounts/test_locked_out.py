"""Locking a person out ends their sessions and links for good, and tells nobody that they exist."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from accounts.invitations import one_time_link
from accounts.models import User
from helpdesk.adapter import DeskAdapter
from helpdesk.application import build
from notifications.models import PushSubscription
from tests.access.test_accounts_and_socket import socket_scope
from tickets import services

from .steps import NEW, PASSWORD, choose, words


@pytest.fixture
def lock_out_and_let_in():
    def lock_out_and_let_in(person):
        services.set_active(user=User.objects.get(pk=person.pk), is_active=False)
        services.set_active(user=User.objects.get(pk=person.pk), is_active=True)

    return lock_out_and_let_in


def test_a_session_of_before_stays_ended(ana, sign_in, lock_out_and_let_in):
    browser = sign_in(ana)
    assert browser.get("/desk/").status_code == 200
    lock_out_and_let_in(ana)
    assert browser.get("/desk/").status_code == 302


def test_who_was_let_in_again_signs_in_anew(ana, try_in, lock_out_and_let_in):
    lock_out_and_let_in(ana)
    browser = Client()
    assert try_in(browser=browser)["Location"] == "/desk/"
    assert browser.get("/desk/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_socket_of_a_session_of_before_stays_closed(ana, sign_in, lock_out_and_let_in):
    browser = sign_in(ana)
    lock_out_and_let_in(ana)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())

    async def first_answer():
        socket = ApplicationCommunicator(build(), socket_scope(cookie))
        await socket.send_input({"type": "websocket.connect"})
        return (await socket.receive_output())["type"]

    assert async_to_sync(first_answer)() == "websocket.close"


def test_a_link_sets_no_password_while_locked_out_nor_after(cast, client, try_in):
    link = one_time_link(cast.ana)
    assert 'name="password1"' in client.get(link.removeprefix("http://localhost:8000"), follow=True).text
    services.set_active(user=cast.ana, is_active=False)
    choose(client, link)
    assert not User.objects.get(pk=cast.ana.pk).has_usable_password()
    services.set_active(user=cast.ana, is_active=True)
    choose(client, link)
    choose(Client(), link)
    assert not User.objects.get(pk=cast.ana.pk).has_usable_password()
    choose(client, one_time_link(cast.ana))
    assert try_in(password=NEW)["Location"] == "/desk/"


def test_a_link_made_while_locked_out_is_good_for_nothing(cast, client):
    link = one_time_link(cast.locked_out)
    choose(client, link)
    assert not User.objects.get(pk=cast.locked_out.pk).has_usable_password()


def test_the_right_password_answers_like_a_wrong_one(ana, cast, try_in, monkeypatch):
    cast.locked_out.set_password(PASSWORD)
    cast.locked_out.save()
    hashed, encode = [], MD5PasswordHasher.encode

    def count(self, *args, **kwargs):
        hashed.append(1)
        return encode(self, *args, **kwargs)

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)

    def answer(email, password):
        hashed.clear()
        page = try_in(email, password)
        cookies = sorted(page.cookies)
        return page.status_code, page.headers.get("Location"), words(page), cookies, len(hashed)

    wrong = answer("ana@example.com", "wrong")
    assert answer("gone@example.com", PASSWORD) == wrong
    assert answer("gone@example.com", "wrong") == wrong
    assert answer("nobody@example.com", PASSWORD) == wrong
    assert wrong[-1] == 1


def test_the_right_password_of_somebody_locked_out_is_a_wrong_try(cast, try_in):
    cast.locked_out.set_password(PASSWORD)
    cast.locked_out.save()
    for _try in range(10):
        try_in("gone@example.com")
    assert "Too many wrong tries." in try_in("gone@example.com").text


@pytest.fixture
def at_second_step(ana, try_in):
    """Ana's browser, at the second step of signing in, and the code to go on with."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(ana, secret)
    browser = Client()
    assert try_in(browser=browser)["Location"].startswith("/accounts/2fa/authenticate/")
    counter = next(totp.yield_hotp_counters_from_time())
    return browser, {"code": totp.format_hotp_value(totp.hotp_value(secret, counter))}


@pytest.mark.parametrize("when", ["before", "after"])
def test_half_a_sign_in_ends_too(at_second_step, ana, when):
    browser, code = at_second_step
    services.set_active(user=ana, is_active=False)
    if when == "after":
        services.set_active(user=ana, is_active=True)
    browser.post("/accounts/2fa/authenticate/", code)
    services.set_active(user=ana, is_active=True)
    assert browser.get("/desk/").status_code == 302


def test_half_a_sign_in_ends_with_another_password(at_second_step, ana):
    browser, code = at_second_step
    ana.set_password(NEW)
    ana.save()
    assert browser.post("/accounts/2fa/authenticate/", code)["Location"] == "/accounts/login/"
    assert browser.get("/desk/").status_code == 302


def test_a_passkey_answers_like_a_wrong_one(ana, monkeypatch):
    """The browser's part is not played: only what allauth makes of its answer is."""
    passkey = Authenticator.objects.create(user=ana, type="webauthn", data={})

    def refuse(form):
        raise get_adapter().validation_error("incorrect_code")

    def sign_in(check):
        monkeypatch.setattr(LoginWebAuthnForm, "clean_credential", check)
        browser = Client()
        answer = browser.post("/accounts/2fa/webauthn/login/", {"credential": '{"id": 1}'})
        return answer.status_code, answer.text, sorted(browser.cookies), browser.get("/desk/").status_code

    wrong = sign_in(refuse)
    assert sign_in(lambda form: passkey)[::3] == (302, 200)
    services.set_active(user=ana, is_active=False)
    passkey.refresh_from_db()
    assert sign_in(lambda form: passkey) == wrong


def test_no_password_is_set_by_who_was_locked_out_in_this_moment(ana):
    as_it_was = User.objects.get(pk=ana.pk)
    services.set_active(user=ana, is_active=False)
    adapter = DeskAdapter(RequestFactory().post("/"))
    with pytest.raises(PermissionDenied):
        adapter.set_password(as_it_was, NEW)
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)
    assert not ana.is_active


def test_browsers_are_told_nothing_more(ana):
    PushSubscription.objects.create(user=ana, endpoint="https://push.example/1", endpoint_hash="1")
    services.set_active(user=ana, is_active=False)
    assert not PushSubscription.objects.exists()


def test_demoting_an_owner_ends_no_session_but_their_rights(cast, sign_in):
    browser = sign_in(cast.other_owner)
    User.objects.filter(pk=cast.other_owner.pk).update(role="assistant")
    assert browser.get("/desk/settings/").status_code == 404
    assert browser.get("/desk/").status_code == 200
