"""The small limiter: what it counts, and when it says that its window ends."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.limits import Limit, too_many_tries

LIMIT = Limit("test", tries=2, seconds=600)


NOON = datetime.fromisoformat("2026-11-27T12:00:10+00:00")


def test_a_window_begins_with_the_first_try_and_ends_when_it_is_said(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    assert LIMIT.count("ana") == 1
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(minutes=5))
    assert LIMIT.count("ana") == 2
    assert LIMIT.is_reached("ana")
    assert NOON + timedelta(minutes=10) <= LIMIT.ends_at("ana") < NOON + timedelta(minutes=11)
    assert not LIMIT.is_reached("bora")


def test_the_hour_is_told_with_its_zone(monkeypatch, settings):
    settings.TIME_ZONE = "Europe/Istanbul"
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    LIMIT.count("ana")
    assert too_many_tries(LIMIT, "ana").endswith("Try again after 15:10 (Europe/Istanbul).")


def test_what_is_taken_back_does_not_count():
    for _try in range(3):
        LIMIT.count("ana")
        LIMIT.take_back("ana")
    assert not LIMIT.is_reached("ana")
    LIMIT.take_back("nobody")
