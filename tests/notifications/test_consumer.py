"""The desk's WebSocket, through the whole application: origin, session, frames."""

import asyncio
import json
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.layers import get_channel_layer
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from helpdesk import application
from notifications import consumers, push, watching
from notifications.models import Watch

pytestmark = pytest.mark.django_db(transaction=True)

COUNTS = {"waiting": 3, "overdue": 1, "categories": {"billing": 2, "downloads": 1}}
OURS = "http://localhost:8000"


@pytest.fixture(autouse=True)
def _counts(monkeypatch):
    monkeypatch.setattr(push, "_server_loop", None)
    monkeypatch.setattr(application, "counts_for", lambda user: COUNTS)


@pytest.fixture
def ana():
    return User.objects.create_user("ana@example.com", name="Ana")


def in_a_browser(talk):
    """Run the coroutine function `talk` and drop what the channel layer holds for this event loop."""

    async def run():
        try:
            await talk()
        finally:
            await get_channel_layer().flush()

    async_to_sync(run)()


class Browser(ApplicationCommunicator):
    """A browser's end of a socket (that of channels.testing cannot be imported without daphne)."""

    async def connect(self):
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(5))["type"] == "websocket.accept"

    async def say(self, **content):
        await self.send_input({"type": "websocket.receive", **content})

    async def ping(self):
        await self.say(text='{"type": "ping"}')

    async def hear(self):
        message = await self.receive_output(5)
        assert message["type"] == "websocket.send"
        return json.loads(message["text"])

    async def closed_with(self):
        message = await self.receive_output(5)
        assert message["type"] == "websocket.close"
        return message["code"]

    async def leave(self):
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait(5)


def socket(user=None, origin=OURS, path="/ws/desk/", host="localhost:8000"):
    headers = [(b"host", host.encode())]
    if origin:
        headers.append((b"origin", origin.encode()))
    if user:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session_of(user)}".encode()))
    scope = {"type": "websocket", "scheme": "ws", "path": path, "query_string": b"", "headers": headers}
    return Browser(application.build(), scope)


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def refused(connection):
    answers = []

    async def talk():
        answers.append(await connection.connect())

    in_a_browser(talk)
    return answers == [False]


def test_anonymous_visitors_are_refused_before_the_socket_is_accepted():
    assert refused(socket())


def test_a_person_who_was_locked_out_is_refused(ana):
    connection = socket(ana)
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert refused(connection)


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://evil.example",
        "http://localhost:3000",
        "https://localhost:8000",
        "http://localhost:8000.evil.example",
    ],
)
def test_a_page_of_another_origin_is_refused(ana, origin):
    assert refused(socket(ana, origin))


def test_a_foreign_host_is_refused_even_where_the_origin_agrees(ana):
    assert refused(socket(ana, "http://evil.example", host="evil.example"))


def test_an_unknown_address_is_refused(ana):
    assert refused(socket(ana, path="/ws/other/"))


@pytest.mark.parametrize(("origin", "host"), [(OURS, "proxied:9000"), ("http://127.0.0.1:8000", "127.0.0.1:8000")])
def test_the_own_origin_is_site_url_or_the_very_host_asked(ana, origin, host):
    connection = socket(ana, origin, host=host)

    async def talk():
        assert await connection.connect()
        await connection.leave()

    in_a_browser(talk)


def test_a_socket_is_greeted_with_the_counts_and_gets_what_is_pushed_to_its_person(ana):
    connection = socket(ana)
    frame = {"type": "counts", **COUNTS, "event": "ticket.opened", "id": 17, "ticket": "482-913-053"}

    async def talk():
        await connection.connect()
        hello = await connection.hear()
        assert hello == {"type": "counts", **COUNTS, "event": "hello", "id": None, "ticket": None}
        await sync_to_async(push.push)({ana.pk + 1: {"not": "yours"}, ana.pk: frame})
        assert await connection.hear() == frame
        await connection.leave()

    in_a_browser(talk)


def test_of_what_a_browser_sends_only_a_ping_is_answered(ana):
    connection = socket(ana)

    async def talk():
        await connection.connect()
        await connection.hear()
        for ignored in ({"type": "desk.frame", "frame": {}}, {"type": "counts"}, [], 1, None, {"ping": 1}):
            await connection.say(text=json.dumps(ignored))
        await connection.ping()
        assert await connection.hear() == {"type": "pong"}
        await connection.leave()

    in_a_browser(talk)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"text": "hello"}, 4400),
        ({"text": ""}, 4400),
        ({"text": "[" * 1000}, 4400),
        ({"bytes": b'{"type": "ping"}'}, 4400),
        ({"text": json.dumps("x" * 2000)}, 1009),
    ],
)
def test_what_is_not_understood_closes_the_socket_without_a_word(ana, sent, code):
    connection = socket(ana)

    async def talk():
        await connection.connect()
        await connection.hear()
        await connection.say(**sent)
        assert await connection.closed_with() == code
        await connection.leave()

    in_a_browser(talk)


def _sign_out(ana, session_key):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_key
    client.logout()


def _lock_out(ana, session_key):
    User.objects.filter(pk=ana.pk).update(is_active=False)


def _change_password(ana, session_key):
    ana.set_password("another-password")
    ana.save()


@pytest.mark.parametrize("end", [_sign_out, _lock_out, _change_password])
def test_a_socket_whose_session_ended_is_closed_at_its_next_ping(ana, end, monkeypatch):
    monkeypatch.setattr(consumers, "RECHECK", -1)
    connection = socket(ana)
    session_key = dict(connection.scope["headers"])[b"cookie"].decode().split("=")[1]

    async def talk():
        await connection.connect()
        await connection.hear()
        await connection.ping()
        assert await connection.hear() == {"type": "pong"}
        await sync_to_async(end)(ana, session_key)
        await connection.ping()
        assert await connection.closed_with() == consumers.SIGNED_OUT
        await connection.leave()

    in_a_browser(talk)


@pytest.mark.parametrize("method", ["new_channel", "group_add"])
def test_a_channel_layer_that_is_down_costs_one_line_and_no_traceback(ana, method, monkeypatch, caplog):
    async def down(*args, **kwargs):
        raise ConnectionRefusedError("redis://secret@host")

    class Layer:
        async def new_channel(self):
            return "c"

        async def receive(self, channel):
            await asyncio.Event().wait()

        async def flush(self):
            pass

        group_add = group_discard = receive

    layer = Layer()
    setattr(layer, method, down)
    monkeypatch.setattr("channels.consumer.get_channel_layer", lambda alias: layer)
    assert refused(socket(ana))
    ours = [record for record in caplog.records if record.name == "notifications.consumers"]
    assert len(ours) == 1
    assert not ours[0].exc_info
    assert "secret" not in caplog.text


def test_counts_that_fail_say_nothing_to_the_browser(ana, monkeypatch, caplog):
    def fail(user):
        raise ValueError("private")

    monkeypatch.setattr(application, "counts_for", fail)
    assert refused(socket(ana))
    assert "A desk socket failed" in caplog.text


def test_a_socket_tells_that_its_person_watches_when_it_comes_and_while_it_pings(ana, monkeypatch):
    connection = socket(ana)
    monkeypatch.setattr(consumers, "RECHECK", -1)

    async def talk():
        assert await connection.connect()
        await connection.hear()
        assert await sync_to_async(watching.watching)() == {ana.pk}
        long_ago = timezone.now() - timedelta(minutes=5)
        await Watch.objects.filter(user=ana).aupdate(seen_at=long_ago)
        await connection.ping()
        assert await connection.hear() == {"type": "pong"}
        assert await sync_to_async(watching.watching)() == {ana.pk}
        await connection.leave()

    in_a_browser(talk)
