"""While Redis is away each process counts for itself, and no page fails or waits long."""

import socket

import pytest
from django.core.cache import cache

from accounts.limits import Limit
from accounts.models import User
from helpdesk.settings import REDIS_PATIENCE
from notifications import breaker
from notifications.push import recheck
from tickets import reference


def cache_at(port):
    options = {"socket_timeout": REDIS_PATIENCE, "socket_connect_timeout": REDIS_PATIENCE}
    url = f"redis://127.0.0.1:{port}/0"
    return {"default": {"BACKEND": "helpdesk.cache.RedisCache", "LOCATION": url, "OPTIONS": options}}


@pytest.fixture
def redis_is_down(settings):
    settings.CACHES = cache_at(9)
    cache._own.clear()


@pytest.fixture
def redis_hangs(settings):
    """A Redis that takes connections and never answers; returns how many there were."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        settings.CACHES = cache_at(server.getsockname()[1])
        cache._own.clear()
        yield lambda: len(list(iter(lambda: accepted(server), None)))


def accepted(server):
    try:
        return server.accept()
    except BlockingIOError:
        return None


@pytest.mark.django_db
def test_staff_sign_in(client, redis_is_down):
    User.objects.create_user("ana@example.com", "a long pass phrase", name="Ana")
    typed = {"login": "ana@example.com", "password": "wrong"}
    assert client.post("/accounts/login/", typed).status_code == 200
    assert client.post("/accounts/login/", typed | {"password": "a long pass phrase"})["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_a_customer_asks_for_a_reference_so_many_times_an_hour(client, ticket, redis_is_down):
    assert ticket.reference_text in client.get("/status/", {"reference": ticket.reference_text}).text
    unknown = reference.format(reference.generate())
    answers = [client.get("/status/", {"reference": unknown}).status_code for _try in range(12)]
    assert answers == [404] * 10 + [429] * 2


def test_a_limit_counts_on_in_this_process_and_says_so(redis_is_down, caplog):
    limit = Limit("test", tries=2, seconds=60)
    limit.count("somebody")
    assert not limit.is_reached("somebody")
    limit.count("somebody")
    assert limit.is_reached("somebody")
    assert not limit.is_reached("somebody-else")
    assert {(record.name, record.levelname) for record in caplog.records} == {("helpdesk.cache", "WARNING")}


def test_what_is_kept_is_found_in_this_process(redis_is_down):
    assert cache.get("key", "nothing") == "nothing"
    cache.set("key", 1)
    assert not cache.add("key", 2)
    assert cache.get_many(["key", "other"]) == {"key": 1}
    assert cache.incr("key") == 2
    assert cache.delete("key")


def test_a_redis_that_hangs_is_asked_three_times_and_then_left_alone(redis_hangs):
    for _page in range(50):
        cache.get("key")
    assert redis_hangs() == breaker.OPENS_AFTER


def test_one_caller_now_and_then_finds_out_whether_it_is_back(redis_hangs, monkeypatch):
    for _page in range(breaker.OPENS_AFTER):
        cache.get("key")
    redis_hangs()
    monkeypatch.setattr(breaker.redis_breaker, "_probe_at", 0.0)
    for _page in range(10):
        cache.get("key")
    assert redis_hangs() == 1


def test_what_is_published_and_what_is_cached_share_what_is_known(redis_hangs, monkeypatch):
    class Layer:
        sent = 0

        async def group_send(self, group, message):
            self.sent += 1

    layer = Layer()
    monkeypatch.setattr("notifications.push.get_channel_layer", lambda: layer)
    monkeypatch.setattr("notifications.push._server_loop", None)
    recheck([1])
    for _page in range(breaker.OPENS_AFTER):
        cache.get("key")
    recheck([1])
    assert layer.sent == 1
    monkeypatch.setattr(breaker.redis_breaker, "_probe_at", 0.0)
    recheck([1])  # a probe, which is answered
    redis_hangs()
    cache.get("key")
    assert (layer.sent, redis_hangs()) == (2, 1)
