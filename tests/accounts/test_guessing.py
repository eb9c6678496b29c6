"""Guessing a password: how often, who is locked out by it, and who is not."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.guessing import Attempt
from tickets import services
from tickets.models import OutboxMail
from tickets.services.delivering import send_due

from .steps import NEW, PASSWORD, change_password, words

LOCKED = "Too many wrong tries. You can try again after "
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.1"


@pytest.fixture
def guess(try_in):
    """Return guess(times, network, ...): the last page after so many wrong passwords."""

    def guess(times=10, network=HERE, **options):
        for _try in range(times):
            page = try_in(password="wrong", network=network, **options)
        return page

    return guess


@pytest.fixture
def anas_device(ana, try_in):
    """A browser in which Ana has signed in, and out again."""
    browser = Client()
    assert try_in(browser=browser)["Location"] == "/desk/"
    browser.post("/accounts/logout/")
    return browser


def guess_from_everywhere(guess, **options):
    for machine in range(10):
        guess(10, f"203.0.113.{machine}", **options)


def told():
    return OutboxMail.objects.filter(kind__in=["guessed", "codes_guessed"])


def test_wrong_passwords_lock_nobody_out_elsewhere(ana, guess, try_in):
    assert LOCKED not in guess(10).text
    assert LOCKED in try_in(network=HERE).text
    assert try_in(network=ELSEWHERE)["Location"] == "/desk/"


@pytest.mark.usefixtures("ana")
def test_the_lock_says_until_when_and_the_right_password_does_not_open_it(guess, try_in):
    guess(10)
    for password in ("wrong", PASSWORD):
        page = try_in(password=password)
        assert re.search(LOCKED + r"\d\d:\d\d \(UTC\), or ask an owner to lift the lock\.", page.text)
        assert page.status_code == 200


@pytest.mark.usefixtures("ana")
def test_unknown_addresses_are_locked_alike(guess, try_in):
    def tries(email, network):
        pages = [guess(1, network, email=email) for _try in range(12)]
        return [(page.status_code, words(page)) for page in pages]

    answers = [tries(f"{name}@example.com", f"192.0.2.{n}") for n, name in enumerate(["ana", "nobody", "gone"])]
    assert answers[0] == answers[1] == answers[2]
    assert LOCKED in answers[0][-1][1]
    assert sorted(told().values_list("to", flat=True)) == ["ana@example.com", "gone@example.com", "nobody@example.com"]


@pytest.mark.usefixtures("ana")
def test_a_hundred_wrong_passwords_from_everywhere_lock_unknown_devices(guess, try_in):
    guess_from_everywhere(guess)
    assert LOCKED in try_in(network=ELSEWHERE).text


def test_a_known_device_is_not_locked_by_strangers(anas_device, guess, try_in):
    guess_from_everywhere(guess)
    guess(10, HERE)
    assert try_in(browser=anas_device, network=HERE)["Location"] == "/desk/"


def test_a_known_device_has_a_count_of_its_own(anas_device, guess, try_in):
    guess(10, HERE, browser=anas_device)
    assert LOCKED in try_in(browser=anas_device, network=ELSEWHERE).text
    assert try_in(network=HERE)["Location"] == "/desk/"


def test_the_cookie_is_of_one_person_and_signed(anas_device, cast, guess, try_in):
    [cookie] = [cookie for name, cookie in anas_device.cookies.items() if name.startswith("device_")]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    guess_from_everywhere(guess, email="bora@example.com")
    cast.bora.set_password(PASSWORD)
    cast.bora.save()
    assert LOCKED in try_in("bora@example.com", browser=anas_device).text
    guess_from_everywhere(guess)
    anas_device.cookies[cookie.key] = cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B")
    assert LOCKED in try_in(browser=anas_device).text


def test_the_cookie_is_for_https_only_where_the_site_is(ana, try_in, settings):
    settings.SESSION_COOKIE_SECURE, settings.COOKIE_PREFIX = True, "__Host-"
    answer = try_in()
    [cookie] = [cookie for name, cookie in answer.cookies.items() if "device_" in name]
    assert cookie.key.startswith("__Host-")
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_a_new_password_leaves_devices_known(anas_device, ana, guess, try_in):
    ana.set_password(NEW)
    ana.save()
    guess_from_everywhere(guess)
    assert try_in(password=NEW, browser=anas_device).status_code == 302


def test_who_was_locked_out_and_let_in_has_no_known_device(anas_device, ana, guess, try_in):
    services.set_active(user=ana, is_active=False)
    services.set_active(user=ana, is_active=True)
    guess_from_everywhere(guess)
    assert LOCKED in try_in(browser=anas_device).text


@pytest.mark.usefixtures("ana")
def test_who_is_guessed_is_mailed_once_a_lock(guess, sent_mails):
    guess_from_everywhere(guess)
    assert list(told().values_list("to", flat=True)) == ["ana@example.com"]
    assert send_due() == 1
    assert sent_mails[0].subject == "[Help desk] Somebody is trying to guess your password"


@pytest.mark.usefixtures("db")
def test_nobody_is_mailed_where_nobody_is(guess, sent_mails):
    guess(11, email="nobody@example.com")
    guess(11, email=f"{'a' * 60}@{'b' * 63}.{'c' * 63}.{'d' * 63}.example")
    assert send_due() == 0
    assert not OutboxMail.objects.exists()


@pytest.mark.usefixtures("ana")
def test_right_passwords_are_not_counted(try_in):
    for _time in range(12):
        assert try_in()["Location"] == "/desk/"


def test_tries_at_the_same_time_do_not_slip_through_together(db):
    request = RequestFactory().post("/accounts/login/", REMOTE_ADDR=HERE)
    request.user = AnonymousUser()
    for _try in range(10):
        Attempt.of_password(request, "ana@example.com")  # not answered yet
    with pytest.raises(ValidationError):
        Attempt.of_password(request, "ana@example.com")


def test_an_owner_lifts_the_lock(ana, cast, sign_in, guess, try_in):
    guess_from_everywhere(guess)
    guess(10, HERE)
    lift = {"action": "lift_lock", "_selected_action": [ana.pk]}
    people = reverse("admin:accounts_user_changelist")
    assert sign_in(cast.nil).post(people, lift)["Location"] == "/desk/"
    assert LOCKED in try_in().text
    assert "Ana can try to sign in again at once." in sign_in(cast.owner).post(people, lift, follow=True).text
    assert try_in()["Location"] == "/desk/"


def test_a_new_password_lifts_the_lock(ana, guess, try_in, sign_in):
    browser = sign_in(ana)
    guess_from_everywhere(guess)  # which does not keep her from choosing one
    change_password(browser)
    assert try_in(password=NEW)["Location"] == "/desk/"


def test_the_old_password_is_not_guessed_by_who_found_a_session(ana, sign_in):
    browser = sign_in(ana)
    for number in range(11):
        path = ("/accounts/password/change/", "/accounts/reauthenticate/")[number % 2]
        typed = {"oldpassword": "wrong", "password1": NEW, "password2": NEW, "password": "wrong"}
        page = browser.post(path, typed)
    assert LOCKED in page.text
    assert LOCKED in change_password(browser).text
