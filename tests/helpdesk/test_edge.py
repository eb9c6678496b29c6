"""No request is larger than its page takes, counted; past that Django never gets to a view."""

import asyncio

import pytest
from csp.utils import build_policy
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from helpdesk.application import build
from helpdesk.edge import Edge

CAP = 1000
STILL_THERE = (
    "What you wrote is still in your browser: go back one page, make it shorter or send fewer files, and send it again."
)
URLENCODED = (b"content-type", b"application/x-www-form-urlencoded")


def at_most_cap(content_type, path):
    return CAP


@pytest.fixture(autouse=True)
def _clients_that_stay_are_not_waited_for_long(monkeypatch):
    monkeypatch.setattr("helpdesk.edge.DRAIN_SECONDS", 0.05)


def ask(app, chunks, headers=(), path="/help/billing/", method="POST", query=b""):
    """Send the chunks of a body to `app`; return what it sent and how many bytes it took."""
    sent, taken = [], []

    async def run():
        left = list(chunks)

        async def receive():
            if not left:
                await asyncio.Event().wait()  # the client stays and listens
            taken.append(len(left[0]))
            return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": path,
            "query_string": query,
            "headers": [(b"host", b"localhost"), *headers],
        }
        await app(scope, receive, send)

    asyncio.run(run())
    return sent, sum(taken)


async def echo(scope, receive, send):
    """Answer with the length of the body; like Django, say nothing to a client that left."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


def status_of(sent):
    return sent[0]["status"]


def body_of(sent):
    return b"".join(message.get("body", b"") for message in sent[1:]).decode()


def test_a_body_of_the_cap_passes():
    sent, _ = ask(Edge(echo, at_most_cap), [b"x" * 600, b"x" * 400])
    assert (status_of(sent), body_of(sent)) == (200, "1000")


def test_one_byte_more_is_refused_though_no_length_was_told():
    sent, _ = ask(Edge(echo, at_most_cap), [b"x" * 600, b"x" * 401])
    assert [message["type"] for message in sent].count("http.response.start") == 1
    assert status_of(sent) == 413


def test_a_length_that_lies_does_not_help():
    sent, _ = ask(Edge(echo, at_most_cap), [b"x" * 600, b"x" * 401], [(b"content-length", b"5")])
    assert status_of(sent) == 413


def test_a_length_above_the_cap_is_answered_before_the_body_was_read():
    order = []

    async def never(scope, receive, send):
        order.append("app")

    sent, _ = ask(Edge(never, at_most_cap), [b"x"], [(b"content-length", b"1001")])
    assert status_of(sent) == 413
    assert not order


def test_twice_the_largest_request_is_read_on_so_that_the_browser_can_read_the_answer(settings):
    settings.MAX_REQUEST_BYTES = 2 * CAP
    _, taken = ask(Edge(echo, at_most_cap), [b"x" * 100] * 1000)
    assert 2 * CAP < taken <= 5 * CAP + 200


def test_a_client_that_waits_to_be_told_to_send_is_not_told():
    headers = [(b"content-length", b"1001"), (b"expect", b"100-continue")]
    sent, taken = ask(Edge(echo, at_most_cap), [b"x" * 1001], headers)
    assert (status_of(sent), taken) == (413, 0)


def test_a_client_that_stops_sending_does_not_hold_the_answer_for_ever():
    sent = []

    async def run():
        async def receive():
            await asyncio.Event().wait()

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "path": "/", "query_string": b"", "headers": [(b"content-length", b"9999")]}
        await asyncio.wait_for(Edge(echo, at_most_cap)(scope, receive, send), 5)

    asyncio.run(run())
    assert status_of(sent) == 413
    assert not sent[-1].get("more_body")


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        ("/help/billing/", b"tr", "en"),
        ("/tr/help/billing/", b"en", "tr"),
        ("/desk/", b"tr-TR,tr;q=0.9", "tr"),
        ("/desk/", b"de", "en"),
    ],
)
def test_the_answer_is_a_page_under_our_policy_and_closes_the_connection(path, accepted, language):
    sent, _ = ask(Edge(echo, at_most_cap), [b"x" * 1001], [(b"accept-language", accepted)], path)
    headers = dict(sent[0]["headers"])
    assert headers[b"content-security-policy"].decode() == build_policy()
    assert "frame-ancestors 'none'" in build_policy()
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"connection"] == b"close"
    assert headers[b"content-length"] == str(len(body_of(sent).encode())).encode()
    assert f'lang="{language}"' in body_of(sent)
    with translation.override(language):
        assert filesizeformat(CAP) in body_of(sent)
        assert escape(gettext(STILL_THERE)) in body_of(sent)


@pytest.mark.django_db(transaction=True)
def test_past_its_cap_no_middleware_and_no_view_runs(settings, monkeypatch):
    called = []

    def middleware(get_response):
        def remember(request):
            called.append(len(request.body))
            return HttpResponse()

        return remember

    monkeypatch.setattr("helpdesk.middleware.request_id", middleware)
    whole = [b"x" * 200_000, b"x" * (256 * 1024 - 200_000)]
    sent, _ = ask(build(), whole, [URLENCODED], "/status/")
    assert (status_of(sent), called) == (200, [256 * 1024])
    sent, _ = ask(build(), [*whole, b"x"], [URLENCODED], "/status/")
    assert (status_of(sent), called) == (413, [256 * 1024])


A_TEXT = b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n%b\r\n--x--\r\n'
A_FILE = b'--x\r\nContent-Disposition: form-data; name="attachments"; filename="a"\r\n\r\n%b\r\n--x--\r\n'
MULTIPART = b"multipart/form-data; boundary=x"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "content_type", "body", "status"),
    [
        ("/accounts/2fa/webauthn/login/", b"application/json", b"[" * 64 * 1024, 403),
        ("/accounts/2fa/webauthn/login/", b"application/json", b"[" * (64 * 1024 + 1), 413),
        ("/status/", b"text/plain", b"x" * (64 * 1024 + 1), 413),
        ("/status/", MULTIPART, A_TEXT % (b"x" * 200 * 1024), 403),
        ("/status/", MULTIPART, A_TEXT % (b"x" * 256 * 1024), 413),
        ("/status/", MULTIPART, A_FILE % (b"x" * 256 * 1024), 413),
        ("/files/", MULTIPART, A_FILE % (b"x" * 10 * 1024**2), 403),
        ("/files/", MULTIPART, A_FILE % (b"x" * 52 * 1024**2), 413),
        ("/files/", MULTIPART, A_TEXT % (b"x" * 256 * 1024), 413),
        ("/files/", MULTIPART, A_TEXT % (b"x" * 2 * 1024**2), 413),
        ("/help/billing/", MULTIPART, A_TEXT % (b"x" * 900 * 1024), 403),
        ("/help/billing/", MULTIPART, A_TEXT % (b"x" * 1024**2), 413),
        ("/nothing/", MULTIPART, A_TEXT % (b"x" * 256 * 1024), 413),
    ],
)
def test_each_page_takes_what_it_asks_for(path, content_type, body, status):
    chunks = [body[start : start + 65536] for start in range(0, len(body), 65536)]
    headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
    sent, _ = ask(build(), chunks, headers, path)
    assert status_of(sent) == status
    assert "<h1>" in body_of(sent)


@pytest.mark.parametrize(
    "content_type",
    [b"multipart/form-data; boundary*=nonsense''x", b"text/plain;x=" + b";" * 300, b"x" * 257],
)
def test_a_content_type_nobody_can_read_gets_a_page(content_type):
    sent, _ = ask(build(), [b"x"], [(b"content-type", content_type)], "/status/")
    assert status_of(sent) == 400
    assert "<h1>" in body_of(sent)


def test_headers_that_are_too_long_get_a_page():
    sent, _ = ask(build(), [b""], [(b"cookie", b"a" * 64 * 1024)], "/status/")
    assert status_of(sent) == 431
    assert "<h1>" in body_of(sent)


def test_forwarded_addresses_are_believed_only_from_trusted_proxies(settings, monkeypatch):
    seen = []

    async def remember(scope, receive, send):
        seen.append((scope["client"][0], scope["scheme"]))

    monkeypatch.setattr("helpdesk.application.Edge", lambda app: remember)
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    for peer in ("10.0.0.1", "192.0.2.7"):
        scope = {
            "type": "http",
            "scheme": "http",
            "client": (peer, 1),
            "headers": [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-proto", b"https")],
        }
        asyncio.run(build()(scope, None, None))
    assert seen == [("203.0.113.9", "https"), ("192.0.2.7", "http")]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_process_says_that_it_lives_while_no_request_gets_a_turn(method):
    async def stuck(scope, receive, send):
        raise AssertionError("it came to the requests")

    start, body = ask(Edge(stuck, CAP), [b""], path="/healthz", method=method)[0]
    assert (start["status"], body["body"]) == (200, b"ok")
    assert (b"cache-control", b"no-store") in start["headers"]


def test_long_bodies_have_so_much_of_the_disk_together(monkeypatch):
    monkeypatch.setattr("helpdesk.edge.MOST_ON_THEIR_WAY", 2 * CAP)
    monkeypatch.setattr("helpdesk.sizes.TEXT", CAP // 2)
    edge = Edge(echo, at_most_cap)
    edge.on_their_way = CAP  # another's
    sent, _ = ask(edge, [b"x" * (CAP // 2)])
    assert status_of(sent) == 200  # a short one always
    sent, _ = ask(edge, [b"x" * CAP])
    assert status_of(sent) == 200
    edge.on_their_way = CAP + 1
    sent, _ = ask(edge, [b"x" * CAP])
    assert status_of(sent) == 503
    assert edge.on_their_way == CAP + 1  # what it took is given back


def test_a_long_body_has_ten_minutes(monkeypatch):
    monkeypatch.setattr("helpdesk.sizes.TEXT", CAP // 2)
    monkeypatch.setattr("helpdesk.edge.LONGEST", -1)
    assert status_of(ask(Edge(echo, at_most_cap), [b"x" * (CAP // 2)])[0]) == 200
    assert status_of(ask(Edge(echo, at_most_cap), [b"x" * CAP])[0]) == 503
