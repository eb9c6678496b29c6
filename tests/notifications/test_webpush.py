"""Web Push on the wire, and which subscriptions are taken."""

import hashlib
import io
import json
import logging
import socket
import ssl
import time
from base64 import urlsafe_b64decode
from http.client import HTTPException

import pytest
from django.core.management import call_command
from py_vapid import Vapid

from notifications import subscriptions, webpush
from notifications.models import PushSubscription
from notifications.subscriptions import BadSubscription

from .push_service import VAPID_PRIVATE_KEY, Browser, certificate_for, running_push_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _push_is_on(settings):
    settings.VAPID_PRIVATE_KEY = VAPID_PRIVATE_KEY


@pytest.fixture
def push_service():
    with running_push_service() as service:
        yield service


@pytest.fixture
def subscribed(cast):
    """A browser of Ana's, and its subscription."""
    browser = Browser()
    return browser, subscriptions.subscribe(user=cast.ana, **browser.fields)


def refused(cast, **changes):
    with pytest.raises(BadSubscription):
        subscriptions.subscribe(user=cast.ana, **(Browser().fields | changes))


def test_only_the_browser_can_read_what_is_pushed(subscribed, push_service):
    browser, subscription = subscribed
    message = {"title": "Yardım", "body": "3 bekliyor"}
    assert webpush.deliver(subscription, message, topic="billing", connect=push_service.connect) == 201
    [(path, headers, body)] = push_service.posts
    assert path == "/send/a-browser"
    assert b"bekliyor" not in body
    assert browser.read(body) == message
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["TTL"] == "3600"
    assert "billing" not in str(headers)


def test_a_push_is_signed_for_its_push_service_and_names_whom_to_write_to(subscribed, push_service):
    _browser, subscription = subscribed
    webpush.deliver(subscription, {}, topic="billing", connect=push_service.connect)
    [(_path, headers, _body)] = push_service.posts
    assert Vapid.verify(headers["Authorization"])
    token, key = headers["Authorization"].removeprefix("vapid t=").split(",k=")
    assert key == webpush.public_key()
    claims = json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
    assert claims["aud"] == "https://push.example.net"
    assert claims["sub"] == "mailto:help@example.com"
    assert time.time() < claims["exp"] < time.time() + 24 * 60 * 60


@pytest.fixture
def over_tls(tmp_path, monkeypatch):
    """A push service in the open internet, as it seems, with a certificate for push.example.net."""
    certificate = certificate_for("push.example.net", tmp_path / "both.pem")
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    monkeypatch.setattr(webpush, "_trust", lambda: ssl.create_default_context(cafile=certificate))
    with running_push_service(certificate) as service:

        def connect(address, timeout):
            assert address == ("8.8.8.8", 443)  # the one that was looked at, not the name
            connected = socket.socket()
            connected.settimeout(timeout)
            connected.connect(("127.0.0.1", service.port))
            return connected

        monkeypatch.setattr(socket, "create_connection", connect)
        yield service


def test_a_push_goes_by_tls_to_whom_the_certificate_names(cast, subscribed, over_tls):
    browser, subscription = subscribed
    assert webpush.deliver(subscription, {"body": "3"}, topic="billing") == 201
    assert over_tls.received(browser) == [{"body": "3"}]
    elsewhere = subscriptions.subscribe(user=cast.ana, **Browser(host="push.example.org").fields)
    with pytest.raises(ssl.SSLCertVerificationError):
        webpush.deliver(elsewhere, {"body": "3"}, topic="billing")
    assert len(over_tls.posts) == 1


def test_an_answer_that_drips_and_never_ends_is_cut_off(subscribed, over_tls, monkeypatch):
    _browser, subscription = subscribed
    over_tls.answers["a-browser"] = None
    monkeypatch.setattr(webpush, "TIMEOUT", 1)
    with pytest.raises((OSError, HTTPException)):
        webpush.deliver(subscription, {}, topic="billing")
    assert over_tls.posts


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1"),
        *("::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff0e::1", "::"),
    ],
)
def test_nothing_is_sent_to_an_address_inside(address, monkeypatch):
    assert not webpush.is_public(address)
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("8.8.8.8", address)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("connected"))
    with pytest.raises(OSError, match="not a public address"):
        webpush.public_connection("push.example.net")


def test_addresses_in_the_open_internet_are_public():
    assert webpush.is_public("142.250.74.10")
    assert webpush.is_public("2a00:1450:4001:810::200a")


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://push.example.net/send/1",
        "ftp://push.example.net/send/1",
        "https://localhost/send/1",
        "https://push/send/1",
        "https://127.0.0.1/send/1",
        "https://2130706433/send/1",
        "https://0x7f.1/send/1",
        "https://127.1./send/1",
        "https://[::1]/send/1",
        "https://[::1/send/1",
        "https://push.example.net:8443/send/1",
        "https://push.example.net:no/send/1",
        "https://user:word@push.example.net/send/1",
        "https://push.example.net\\@127.0.0.1/send/1",
        "https://push.example.net/send/1\r\nHost: inside",
        "https://push.example.net/send/ş",
        "https://push.example.net/" + "a" * 2000,
    ],
)
def test_an_endpoint_that_is_not_at_a_public_host_is_refused(cast, endpoint):
    refused(cast, endpoint=endpoint)
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("name", ["p256dh", "auth"])
@pytest.mark.parametrize("value", ["", "?", "AAAA", "é", "B" * 87, "A" * 5000])
def test_keys_that_are_none_are_refused(cast, name, value):
    refused(cast, **{name: value})


def test_without_a_key_of_ours_nobody_subscribes(cast, settings):
    settings.VAPID_PRIVATE_KEY = ""
    refused(cast)
    assert subscriptions.state_for(cast.ana) == {"key": "", "known": [], "failing": []}


def test_subscribing_again_is_the_same_subscription_with_its_new_keys(cast, subscribed):
    renewed = Browser().fields
    subscriptions.subscribe(user=cast.ana, **renewed)
    assert PushSubscription.objects.get().auth == renewed["auth"]


def test_a_browser_belongs_to_who_turned_push_on_there_last(cast, subscribed):
    browser, _subscription = subscribed
    subscriptions.subscribe(user=cast.bora, **browser.fields)
    assert PushSubscription.objects.get().user == cast.bora
    subscriptions.unsubscribe(user=cast.ana, endpoint=browser.fields["endpoint"])
    assert PushSubscription.objects.exists()
    subscriptions.unsubscribe(user=cast.bora, endpoint=browser.fields["endpoint"])
    assert not PushSubscription.objects.exists()


def test_of_more_than_ten_browsers_the_oldest_leaves(cast):
    subscriptions.subscribe(user=cast.bora, **Browser("of-bora").fields)
    for number in range(12):
        subscriptions.subscribe(user=cast.ana, **Browser(f"{number}").fields)
    known = subscriptions.state_for(cast.ana)["known"]
    urls = [f"https://push.example.net/send/{number}" for number in range(12)]
    assert set(known) == {hashlib.sha256(url.encode()).hexdigest() for url in urls[2:]}
    assert len(subscriptions.state_for(cast.bora)["known"]) == 1


def test_the_pages_say_no_endpoint(cast, sign_in, caplog):
    caplog.set_level(logging.DEBUG)
    browser, ana = Browser(), sign_in(cast.ana)
    assert ana.post("/desk/push/", browser.fields).status_code == 204
    assert ana.post("/desk/push/", browser.fields | {"auth": ""}).status_code == 422
    assert str(PushSubscription.objects.get()) == f"Push subscription {PushSubscription.objects.get().pk}"
    pages = [ana.get("/desk/").text, ana.get("/desk/preferences/").text, sign_in(cast.owner).get("/admin/").text]
    for secret in browser.fields.values():
        assert secret not in "".join(pages) + caplog.text
    assert ana.post("/desk/push/remove/", {"endpoint": browser.fields["endpoint"]}).status_code == 204
    assert not PushSubscription.objects.exists()


def test_the_command_prints_a_line_that_turns_push_on(settings):
    printed = io.StringIO()
    call_command("vapidkey", stdout=printed)
    name, settings.VAPID_PRIVATE_KEY = printed.getvalue().strip().split("=")
    assert name == "VAPID_PRIVATE_KEY"
    assert len(webpush.decode(webpush.public_key())) == 65
