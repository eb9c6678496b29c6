"""Guessing the code of the second step: only who knows the password comes that far."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from tickets.models import OutboxMail

from .steps import PASSWORD

LOCKED = "Too many wrong tries. You can try again after "
CODE = "/accounts/2fa/authenticate/"


@pytest.fixture
def secret(ana):
    """Of the authenticator app that Ana has set up, with recovery codes."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(ana, secret)
    RecoveryCodes.activate(ana)
    return secret


@pytest.fixture
def right(secret):
    """Return right(n): a code that is right now; each is good once, so that there is one a test."""
    return lambda: totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def wrong(right_code):
    return f"{(int(right_code) + 500_000) % 1_000_000:06}"


@pytest.fixture
def with_password(try_in, secret):
    """Return with_password(network): a browser that got as far as the second step."""

    def with_password(network="192.0.2.1"):
        browser = Client()
        assert try_in(browser=browser, network=network)["Location"].startswith(CODE)
        return browser

    return with_password


def test_the_right_code_signs_in(with_password, right):
    browser = with_password()
    assert browser.post(CODE, {"code": right()})["Location"] == "/desk/"
    assert browser.get("/desk/").status_code == 200


def test_five_wrong_codes_lock_whatever_the_machine_and_the_session(with_password, right):
    pages = [
        with_password(f"192.0.2.{number}").post(CODE, {"code": wrong(right())}, REMOTE_ADDR=f"192.0.2.{number}")
        for number in range(5)
    ]
    assert not any(LOCKED in page.text for page in pages)
    browser = with_password("198.51.100.1")
    page = browser.post(CODE, {"code": right()}, REMOTE_ADDR="198.51.100.1")
    assert LOCKED in page.text
    assert "(UTC)" in page.text
    assert browser.get("/desk/").status_code == 302


def test_recovery_codes_are_counted_as_well(with_password, right):
    browser = with_password()
    for _try in range(5):
        browser.post(CODE, {"code": "12345678"})
    assert LOCKED in browser.post(CODE, {"code": right()}).text


def test_who_is_guessed_is_told_that_somebody_has_the_password(with_password, right, try_in):
    for _try in range(10):
        try_in(password="wrong", network="198.51.100.1")
    browser = with_password()
    for _try in range(6):
        browser.post(CODE, {"code": wrong(right())})
    told = list(OutboxMail.objects.order_by("pk").values_list("kind", "to"))
    assert told == [("guessed", "ana@example.com"), ("codes_guessed", "ana@example.com")]


def test_a_known_device_is_not_locked_by_who_has_the_password(with_password, right, ana, try_in):
    device = with_password()
    device.post(CODE, {"code": right()})
    device.post("/accounts/logout/")
    stranger = with_password("198.51.100.1")
    for _try in range(6):
        page = stranger.post(CODE, {"code": "000000"})
    assert LOCKED in page.text
    assert try_in(browser=device)["Location"].startswith(CODE)
    assert LOCKED not in device.post(CODE, {"code": "000000"}).text


def test_codes_are_counted_for_who_is_signed_in_too(sign_in, ana, secret):
    browser = sign_in(ana)
    for _try in range(6):
        page = browser.post("/accounts/2fa/reauthenticate/", {"code": "000000"})
    assert LOCKED in page.text


def test_a_wrong_code_does_not_count_as_a_wrong_password(with_password, try_in):
    browser = with_password()
    for _try in range(6):
        browser.post(CODE, {"code": "000000"})
    assert try_in(password=PASSWORD)["Location"].startswith(CODE)
