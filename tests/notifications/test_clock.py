"""All processes mean the same moment, whatever their own clocks say."""

import re
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from notifications import clock
from tickets import services
from tickets.mail import outbox
from tickets.services.delivering import send_due
from tickets.snoozing import moment_of

ROOT = Path(__file__).resolve().parents[2]
HOUR = timedelta(hours=1)
# Where something is written as due or claimed, or compared with that.
SHARES_TIME = [
    *ROOT.glob("notifications/*.py"),
    *ROOT.glob("tickets/services/*.py"),
    *ROOT.glob("tickets/querysets/*.py"),
    ROOT / "tickets/mail/caps.py",
    ROOT / "tickets/mail/outbox.py",
    ROOT / "tickets/snoozing.py",
    ROOT / "tickets/forms/snoozing.py",
    ROOT / "tickets/worker.py",
]
OWN_TIME = re.compile(r"timezone\.now\(|timezone\.localdate\(\)")
ALLOWED = {"clock.py": 1, "worker.py": 1}  # the FAQ's days


@pytest.fixture
def clock_is_off(monkeypatch):
    """Return off(by): this process's clock is off from now on, and it finds out."""
    true_now, true_time = timezone.now, time.time

    def off(by):
        monkeypatch.setattr(timezone, "now", lambda: true_now() + by)
        monkeypatch.setattr(time, "time", lambda: true_time() + by.total_seconds())
        clock.measure()

    return off


def real_now():
    return datetime.now(tz=timezone.get_default_timezone())


@pytest.mark.django_db
@pytest.mark.parametrize("by", [HOUR, -HOUR])
def test_a_clock_that_is_off_is_measured(clock_is_off, by):
    clock_is_off(by)
    assert abs(timezone.now() - real_now() - by) < HOUR / 60
    assert abs(clock.now() - real_now()) < HOUR / 60
    assert abs(clock.timestamp() - real_now().timestamp()) < 60


@pytest.mark.django_db
def test_an_answer_that_took_long_is_not_used(clock_is_off, monkeypatch):
    monkeypatch.setattr(clock, "LONGEST_ANSWER", -1)
    clock_is_off(HOUR)
    assert clock.now() - real_now() > HOUR / 2


def test_a_worker_an_hour_fast_sends_nothing_early_and_claims_nothing_twice(
    ticket, open_ticket, cast, send_reply, clock_is_off, sent_mails
):
    send_reply(ticket, cast.ana)  # held still
    assert outbox.claim()  # by another worker: the confirmation
    services.snooze(ticket=open_ticket(email=cast.tom), actor=cast.ana, until=moment_of("later"))
    assert send_due() == 1  # that ticket's
    clock_is_off(4 * HOUR)
    assert outbox.claim() is None
    assert send_due() == 0
    assert services.wake_due() == 0
    assert ticket.messages.held().exists()


@pytest.mark.parametrize("by", [HOUR, -HOUR])
def test_what_a_process_that_is_off_writes_is_due_on_time(open_ticket, clock_is_off, sent_mails, monkeypatch, by):
    clock_is_off(by)
    row = open_ticket().mails.get()
    assert abs(row.send_at - real_now()) < HOUR / 60
    assert abs(row.ticket.waiting_since - real_now()) < HOUR / 60
    monkeypatch.undo()  # the worker, whose clock is right
    assert send_due() == 1


@pytest.mark.parametrize("path", SHARES_TIME, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_shared_asks_for_the_shared_time(path):
    assert len(OWN_TIME.findall(path.read_text())) <= ALLOWED.get(path.name, 0)
