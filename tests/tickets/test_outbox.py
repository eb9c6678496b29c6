"""The outbox: what happens to a mail when the server is down, says no, or a worker dies."""

import smtplib
import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError
from django.utils import timezone

from notifications import due
from tests.helpdesk.processes import TICK
from tickets import services, worker
from tickets.mail import leases, outbox
from tickets.mail.compose import compose
from tickets.models import OutboxMail, Ticket, WorkerBeat
from tickets.services.delivering import send_due


class Failing(BaseEmailBackend):
    """A server that answers every mail with `error`."""

    error: Exception = ConnectionRefusedError("nobody there")

    def open(self):
        return False

    def send_messages(self, messages):
        raise self.error


@pytest.fixture
def server_says(settings):
    def says(error):
        settings.EMAIL_BACKEND = f"{__name__}.Failing"
        Failing.error = error

    return says


def make_due():
    OutboxMail.objects.filter(state="waiting").update(send_at=timezone.now())


def test_a_mail_leaves_over_smtp_with_the_message_id_of_its_row(ticket, settings):
    received = []

    class Sink:
        async def handle_DATA(self, server, session, envelope):
            received.append(envelope)
            return "250 OK"

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    sink = Controller(Sink(), hostname="127.0.0.1", port=port)
    sink.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        assert send_due() == 1
    finally:
        sink.stop()
    row = ticket.mails.get()
    assert row.state == "sent"
    assert received[0].rcpt_tos == ["ayse@example.org"]
    assert row.header_id.encode() in received[0].content
    assert ticket.reference_text.encode() in received[0].content


def test_a_sent_mail_is_not_sent_again(ticket, sent_mails):
    assert send_due() == 1
    assert send_due() == 0
    assert len(sent_mails) == 1


def test_a_server_that_is_down_is_tried_again_after_growing_pauses(ticket, server_says):
    server_says(ConnectionRefusedError("nobody there"))
    pauses = []
    for _attempt in outbox.PAUSES:
        make_due()
        before = timezone.now()
        send_due()
        pauses.append(round((ticket.mails.get().send_at - before) / timedelta(minutes=1)))
    assert pauses == sorted(pauses)
    assert pauses[0] == 1
    assert ticket.mails.get().state == "waiting"
    assert "nobody there" in ticket.mails.get().error


def test_the_mail_leaves_once_the_server_is_back(ticket, server_says, sent_mails, settings):
    server_says(ConnectionRefusedError("nobody there"))
    send_due()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due() == 0
    make_due()
    assert send_due() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == ticket.mails.get().header_id


def test_after_the_last_try_the_ticket_waits_again_with_the_reason(
    ticket, open_ticket, cast, send_reply, let_the_hold_pass, server_says, reload
):
    older = open_ticket()
    Ticket.objects.filter(pk=older.pk).update(waiting_since=timezone.now() - timedelta(days=9))
    send_reply(ticket, cast.ana)
    let_the_hold_pass()
    server_says(ConnectionRefusedError("nobody there"))
    for _attempt in range(len(outbox.PAUSES) + 1):
        make_due()
        send_due()
    answer = ticket.mails.get(kind="answer")
    assert answer.state == "failed"
    ticket = reload(ticket)
    assert (ticket.status, ticket.assignee) == ("assigned", cast.ana)
    assert ticket.waiting_since == answer.message.visible_at
    assert Ticket.objects.waiting().oldest_first().first() == ticket
    assert "nobody there" in ticket.events.filter(kind="mail_failed").last().detail


def test_an_address_the_server_never_takes_is_given_up_at_once(
    ticket, cast, send_reply, let_the_hold_pass, server_says
):
    send_reply(ticket, cast.ana)
    let_the_hold_pass()
    server_says(smtplib.SMTPRecipientsRefused({"ayse@example.org": (550, b"no such user")}))
    send_due()
    assert ticket.mails.get(kind="answer").state == "failed"


def test_staff_read_what_the_server_said(ticket, server_says):
    server_says(smtplib.SMTPRecipientsRefused({"ayse@example.org": (550, b"5.1.1 no such user")}))
    send_due()
    assert ticket.mails.get().error == "550 5.1.1 no such user"


def test_a_wrong_password_of_ours_is_tried_again(ticket, server_says):
    server_says(smtplib.SMTPAuthenticationError(535, b"wrong password"))
    send_due()
    assert ticket.mails.get().state == "waiting"


def test_a_new_answer_takes_the_failed_mail_off_the_ticket(ticket, cast, send_reply, reload):
    Ticket.objects.filter(pk=ticket.pk).update(mail_failed_at=timezone.now())
    send_reply(ticket, cast.ana, then="open")
    assert reload(ticket).mail_failed_at is None


def test_a_server_that_is_busy_is_tried_again(ticket, server_says):
    server_says(smtplib.SMTPRecipientsRefused({"ayse@example.org": (451, b"greylisted")}))
    send_due()
    assert ticket.mails.get().state == "waiting"


def test_one_bad_mail_does_not_keep_the_others(open_ticket, sent_mails, monkeypatch):
    first, second = open_ticket(), open_ticket(email="tom@example.net")

    def compose_all_but_the_first(row):
        if row.ticket == first:
            raise ValueError("cannot be composed")
        return compose(row)

    monkeypatch.setattr("tickets.services.delivering.compose", compose_all_but_the_first)
    assert send_due() == 1
    assert second.mails.get().state == "sent"
    assert first.mails.get().state == "waiting"


def test_a_mail_of_a_worker_that_died_is_taken_up_after_its_lease(ticket, sent_mails):
    claimed = outbox.claim()
    assert outbox.claim() is None
    OutboxMail.objects.filter(pk=claimed.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    assert send_due() == 1
    assert sent_mails[0].extra_headers["Message-ID"] == claimed.header_id


def test_what_a_worker_that_died_had_is_free_within_two_minutes(ticket):
    before = timezone.now()
    assert outbox.claim().send_at - before < timedelta(minutes=2)
    assert timedelta(minutes=2) > due.LEASE


class Slow(BaseEmailBackend):
    """A server that takes its time, until the lease was renewed; meanwhile others look for work."""

    def send_messages(self, messages):
        row = OutboxMail.objects.get()
        for _look in range(3000):
            if OutboxMail.objects.get().send_at > row.send_at:
                break
            TICK.wait(0.01)
        else:
            raise AssertionError("the lease was not renewed")
        assert outbox.claim() is None


@pytest.mark.django_db(transaction=True)
def test_the_lease_of_a_worker_that_lives_is_renewed_while_a_server_is_slow(ticket, settings, monkeypatch):
    monkeypatch.setattr(leases, "RENEWED_EVERY", 0.05)
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    assert send_due() == 1
    assert ticket.mails.get().state == "sent"


def test_a_lease_that_ended_is_not_renewed(ticket):
    mine = outbox.claim()
    assert outbox.renew(mine)
    OutboxMail.objects.update(send_at=timezone.now() - timedelta(seconds=1))
    theirs = outbox.claim()
    assert not outbox.renew(mine)
    assert outbox.renew(theirs)


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_left_is_not_sent_again_because_the_database_was_locked_just_then(ticket, sent_mails, monkeypatch):
    monkeypatch.setattr("tickets.services.delivering.AGAIN_AFTER", 0)
    locked, mark_sent = [OperationalError("database is locked")] * 3, outbox.mark_sent

    def mark(mail):
        if locked:
            raise locked.pop()
        mark_sent(mail)

    monkeypatch.setattr(outbox, "mark_sent", mark)
    assert send_due() == 1
    make_due()
    assert send_due() == 0
    assert len(sent_mails) == 1


class Killed(BaseException):
    pass


def test_a_worker_that_was_killed_before_the_database_knew_sends_nothing_twice(
    ticket, sent_mails, monkeypatch, settings, tmp_path
):
    settings.VAR_DIR = tmp_path
    mark_sent = outbox.mark_sent

    def kill(mail):
        raise Killed

    monkeypatch.setattr(outbox, "mark_sent", kill)
    with pytest.raises(Killed):
        send_due()
    assert ticket.mails.get().state == "waiting"
    monkeypatch.setattr(outbox, "mark_sent", mark_sent)
    make_due()  # its lease ended
    send_due()
    assert len(sent_mails) == 1
    assert ticket.mails.get().state == "sent"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_mail_leaves_where_no_file_can_be_written(ticket, sent_mails, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "gone"
    assert send_due() == 1
    assert ticket.mails.get().state == "sent"


def test_a_held_answer_is_not_claimed(ticket, cast, send_reply, sent_mails):
    send_reply(ticket, cast.ana)
    assert send_due() == 1
    assert ticket.mails.get(kind="answer").state == "waiting"


def test_the_worker_leaves_a_sign_of_life(db):
    assert worker.is_silent()
    worker.beat()
    assert not worker.is_silent()
    WorkerBeat.objects.update(beat_at=timezone.now() - timedelta(minutes=3))
    assert worker.is_silent()


def test_the_desk_says_when_the_worker_is_silent(cast, sign_in):
    sentence = "Mail is not leaving: the worker has been silent for more than 2 minutes."
    page = sign_in(cast.ana).get("/desk/").text
    assert sentence in page
    assert "manage.py" not in page  # not theirs to run, and refused where the worker runs inside the web process
    worker.beat()
    assert sentence not in sign_in(cast.ana).get("/desk/").text


def test_a_mail_that_left_while_its_address_said_no_has_left(ticket, sent_mails):
    mail_on_its_way = outbox.claim()
    services.stop_mail(requester=ticket.requester)
    outbox.mark_sent(mail_on_its_way)
    assert OutboxMail.objects.values_list("state", "held_for").get() == ("sent", "")
