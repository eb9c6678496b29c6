"""The desk's WebSocket, through the whole application: origin, session, frames."""

import json
import time
from datetime import timedelta

import pytest
from allauth.account.adapter import get_adapter
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from helpdesk import application
from notifications import consumers, hub, push, watching
from notifications.models import Watch
from tickets import services

from .browser import OURS, in_a_browser, socket

pytestmark = pytest.mark.django_db(transaction=True)

COUNTS = {"waiting": 3, "overdue": 1, "categories": {"billing": 2, "downloads": 1}}


COUNTED: dict = {}


@pytest.fixture(autouse=True)
def _counts(monkeypatch):
    def counts_for(user):
        if isinstance(COUNTED["counts"], Exception):
            raise COUNTED["counts"]
        return COUNTED["counts"]

    COUNTED["counts"] = COUNTS
    monkeypatch.setattr(push, "_server_loop", None)
    monkeypatch.setattr(application, "counts_for", counts_for)


def told(event, **counts):
    """Return the frame that tells the counts, with these changes."""
    return {"type": "counts", **COUNTS, **counts, "event": event, "id": None, "ticket": None}


@pytest.fixture
def ana():
    return User.objects.create_user("ana@example.com", name="Ana")


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
        assert hello == told("hello")
        await sync_to_async(push.push)({ana.pk + 1: {"not": "yours"}, ana.pk: frame})
        assert await connection.hear() == frame
        await connection.leave()

    in_a_browser(talk)


def test_numbers_that_newer_ones_have_overtaken_are_not_told_again(ana):
    """Two commits at once are counted and sent in any order; what happened is told of each."""
    connection = socket(ana)
    numbers = {"waiting": 3, "overdue": 0, "categories": {"downloads": 3}}
    newer = {"type": "counts", **numbers, "event": "ticket.opened", "id": 18, "ticket": "482-913-061"}
    older = {"type": "counts", **COUNTS, "event": "ticket.opened", "id": 17, "ticket": "482-913-053"}

    async def talk():
        await connection.connect()
        await connection.hear()
        now = time.time()
        await sync_to_async(push.push)({ana.pk: newer}, as_of=now)
        await sync_to_async(push.push)({ana.pk: older}, as_of=now - 1)
        assert await connection.hear() == newer
        assert await connection.hear() == older | numbers
        await connection.leave()

    in_a_browser(talk)


def test_of_what_a_browser_sends_only_a_ping_is_answered(ana):
    connection = socket(ana)

    async def talk():
        await connection.connect()
        await connection.hear()
        for ignored in ({"type": "desk.tell"}, {"type": "counts"}, [], 1, None, {"ping": 1}, "x" * 4094):
            await connection.say(text=json.dumps(ignored))
        await connection.ping()
        assert await connection.hear() == {"type": "pong"}
        await connection.leave()

    in_a_browser(talk)


def test_pings_that_come_too_fast_are_passed_over_and_then_the_socket_is_closed(ana, monkeypatch):
    monkeypatch.setattr(consumers, "AT_ONCE", 3)
    monkeypatch.setattr(consumers, "PUT_UP_WITH", 50)
    connection = socket(ana)

    async def talk():
        await connection.connect()
        await connection.hear()
        for _ in range(200):
            await connection.ping()
        answered = 0
        while (message := await connection.receive_output(5))["type"] == "websocket.send":
            assert json.loads(message["text"]) == {"type": "pong"}
            answered += 1
        assert message["code"] == consumers.TOO_FAST
        assert answered < 50
        await connection.leave()

    in_a_browser(talk)


def test_a_pace_makes_room_for_one_more_each_second():
    pace = consumers.Pace(3)
    assert [pace.keeps(now=100.0) for _ in range(4)] == [True, True, True, False]
    assert [pace.keeps(now=101.5) for _ in range(2)] == [True, False]
    assert [pace.keeps(now=102.0) for _ in range(2)] == [True, False]
    assert [pace.keeps(now=200.0) for _ in range(4)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"text": "hello"}, 4400),
        ({"text": ""}, 4400),
        ({"text": "[" * 1000}, 4400),
        ({"bytes": b'{"type": "ping"}'}, 4400),
        ({"text": json.dumps("x" * 4095)}, 1009),
        ({"text": json.dumps("ş" * 2048, ensure_ascii=False)}, 1009),
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
    client.post("/accounts/logout/")


def _lock_out(ana, session_key):
    services.set_active(user=ana, is_active=False)


def _change_password(ana, session_key):
    get_adapter().set_password(ana, "another-password")


@pytest.mark.parametrize("end", [_sign_out, _lock_out, _change_password])
@pytest.mark.parametrize("is_heard", [True, False])
def test_a_socket_whose_session_ended_is_closed_at_once_or_else_at_its_next_ping(ana, end, is_heard, monkeypatch):
    monkeypatch.setattr(consumers, "RECHECK", -1)
    connection = socket(ana)
    session_key = dict(connection.scope["headers"])[b"cookie"].decode().split("=")[1]

    async def talk():
        await connection.connect()
        await connection.hear()
        await connection.ping()
        assert await connection.hear() == {"type": "pong"}
        if not is_heard:
            monkeypatch.setattr(push, "_deliver", lambda message: None)
        await sync_to_async(end)(ana, session_key)
        if not is_heard:
            await connection.ping()
        assert await connection.closed_with() == consumers.SIGNED_OUT
        await connection.leave()

    in_a_browser(talk)


def test_who_has_other_rights_now_is_told_what_they_see_now(ana, monkeypatch):
    connection = socket(ana)

    async def talk():
        await connection.connect()
        await connection.hear()
        COUNTED["counts"] = COUNTS | {"categories": {}}
        await sync_to_async(services.set_assignments)(user=ana, categories=[], by=ana)
        assert await connection.hear() == told("refresh", categories={})
        await connection.leave()

    in_a_browser(talk)


def test_a_ping_tells_what_was_pushed_and_did_not_arrive(ana, monkeypatch):
    monkeypatch.setattr(consumers, "RECHECK", -1)
    connection = socket(ana)

    async def talk():
        await connection.connect()
        await connection.hear()
        COUNTED["counts"] = COUNTS | {"waiting": 4}
        await connection.ping()
        assert await connection.hear() == told("hello", waiting=4)
        assert await connection.hear() == {"type": "pong"}
        await connection.ping()
        assert await connection.hear() == {"type": "pong"}
        await connection.leave()

    in_a_browser(talk)


def test_of_more_sockets_than_a_person_may_have_the_oldest_is_closed(ana):
    sockets = [socket(ana) for _ in range(consumers.MAX_SOCKETS + 2)]  # each of a process of its own
    other = socket(User.objects.create_user("bora@example.com", name="Bora"))

    async def greet(connection):
        assert await connection.connect()
        await connection.hear()

    async def talk():
        first, second, *rest = sockets
        await greet(other)
        for connection in sockets[:-2]:
            await greet(connection)
        await rest[0].leave()
        await greet(sockets[-2])
        await first.ping()
        assert await first.hear() == {"type": "pong"}  # the one that left made room
        await greet(sockets[-1])
        assert await first.closed_with() == consumers.TOO_MANY
        for connection in (second, *rest[1:], other):
            await connection.ping()
            assert await connection.hear() == {"type": "pong"}
        for connection in (first, second, *rest[1:], other):
            await connection.leave()

    in_a_browser(talk)


@pytest.fixture
def impatient(monkeypatch):
    """A hub that does not take its time."""
    monkeypatch.setattr(hub, "BEAT", 0.01)
    monkeypatch.setattr(hub, "DEAF_AFTER", 0.2)
    monkeypatch.setattr(hub, "LOOK_EVERY", 0.02)


@pytest.mark.parametrize("method", ["new_channel", "group_add", "send", "group_send"])
def test_without_a_channel_layer_a_desk_looks_for_itself(ana, method, monkeypatch, caplog, impatient):
    async def down(*args, **kwargs):
        raise ConnectionRefusedError("redis://secret@host")

    layer = get_channel_layer()
    connection = socket(ana)

    async def talk():
        monkeypatch.setattr(layer, method, down)
        assert await connection.connect()
        assert await connection.hear() == told("hello")
        if method != "group_send":  # what one process cannot send the others may
            COUNTED["counts"] = COUNTS | {"waiting": 4}
            assert await connection.hear() == told("hello", waiting=4)
        await connection.leave()

    in_a_browser(talk)
    ours = [record for record in caplog.records if record.name.startswith("notifications")]
    assert ours
    assert not any(record.exc_info for record in ours)
    assert "secret" not in caplog.text


def test_a_desk_that_missed_something_looks_for_itself(ana, monkeypatch, impatient):
    layer, lost = get_channel_layer(), []
    connection = socket(ana)

    async def talk():
        send = layer.send

        async def lose_one(channel, message):
            if lost:
                await send(channel, message)
            lost.append(message)

        assert await connection.connect()
        await connection.hear()
        COUNTED["counts"] = COUNTS | {"waiting": 4}
        monkeypatch.setattr(layer, "send", lose_one)
        assert await connection.hear() == told("hello", waiting=4)
        await connection.leave()

    monkeypatch.setattr(hub, "DEAF_AFTER", 60)
    in_a_browser(talk)
    assert lost


def test_counts_that_fail_say_nothing_to_the_browser(ana, caplog):
    COUNTED["counts"] = ValueError("private")
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


def test_counts_that_fail_later_close_the_socket_without_a_word(ana, monkeypatch, caplog):
    connection = socket(ana)

    async def talk():
        await connection.connect()
        await connection.hear()
        COUNTED["counts"] = ValueError("private")
        await sync_to_async(push.recheck)([ana.pk])
        message = await connection.receive_output(5)
        assert message == {"type": "websocket.close", "code": 1011}
        await connection.leave()

    in_a_browser(talk)
    assert "A desk socket failed" in caplog.text
