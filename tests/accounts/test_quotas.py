"""How much of something is taken, where the same thing counts once."""

import threading

import pytest
from django.core.cache import caches

from accounts.quotas import Quota

QUOTA = Quota("test", tries=10, seconds=600)


def test_so_much_is_taken_and_no_more():
    assert QUOTA.take("ana", 6)
    assert not QUOTA.take("ana", 5)
    assert QUOTA.take("ana", 4)
    assert not QUOTA.take("ana")
    assert QUOTA.take("bora", 10)


def test_the_same_thing_counts_once():
    for _again in range(5):
        assert QUOTA.take("ana", 6, once="photo")
    assert not QUOTA.take("ana", 6, once="other")
    assert not QUOTA.take("ana", 6, once="other")  # still not taken


def test_what_is_given_back_can_be_taken_again():
    QUOTA.take("ana", 6, once="photo")
    for _again in range(2):
        QUOTA.give_back("ana", 6, once="photo")
    QUOTA.give_back("ana", 6, once="never taken")
    assert QUOTA.take("ana", 10)
    assert not QUOTA.take("ana")


@pytest.mark.parametrize("once", ["", "photo"])
def test_of_many_at_once_none_gets_past_it(once):
    taken = []
    threads = [
        threading.Thread(target=lambda number=number: taken.append(QUOTA.take("ana", 3, once and f"{once}{number}")))
        for number in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # What is taken too much is there for a moment: fewer may get through at once, and never more.
    assert 1 <= sum(taken) <= 3


def test_a_window_that_ends_in_between_begins_anew(monkeypatch):
    def gone(*_):
        monkeypatch.undo()
        caches["default"].clear()
        raise ValueError

    monkeypatch.setattr(type(caches["default"]), "incr", gone)
    assert QUOTA.take("ana", 4)
    assert not QUOTA.take("ana", 7)
