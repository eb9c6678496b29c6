"""The cache in memory forgets what is over, and only that."""

import time

import pytest

from helpdesk.memory import MemoryCache
from helpdesk.settings import CACHES, REDIS_URL
from tickets.worker import tidy


@pytest.fixture
def memory():
    cache = MemoryCache("a test's own", {})
    yield cache
    cache.clear()


def test_what_has_expired_is_forgotten_without_being_asked_for(memory, monkeypatch):
    memory.set("short", 1, 10)
    memory.set("long", 1, 1000)
    memory.set("for-ever", 1, None)
    memory.drop_expired()
    assert len(memory._cache) == 3
    in_a_minute = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: in_a_minute)
    memory.drop_expired()
    assert len(memory._cache) == 2
    assert memory.get("long") == memory.get("for-ever") == 1


@pytest.mark.django_db
def test_the_worker_makes_it_forget(memory, monkeypatch, settings):
    monkeypatch.setattr("tickets.worker.cache", memory)
    memory.set("over", 1, -1)
    memory.set("over-soon", 1, 10)
    in_a_minute = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: in_a_minute)
    tidy()
    assert not memory._cache


@pytest.mark.skipif(bool(REDIS_URL), reason="Redis has room of its own")
def test_nobody_throws_the_limits_of_others_out():
    assert CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 10_000
