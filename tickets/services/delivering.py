"""Sending what lies in the outbox."""

import logging
import smtplib
import time

from django.core.mail import get_connection
from django.db import connection as database
from django.db import transaction

from notifications import clock
from notifications.away import is_away

from ..mail import journal, outbox
from ..mail.account_mails import is_account_mail
from ..mail.compose import compose
from ..mail.leases import LONGEST, Renewing
from ..models import Event, OutboxMail
from .recording import lock_where_it_goes_on, record
from .replying import put_back_to_waiting

logger = logging.getLogger(__name__)

AGAIN_AFTER = 0.2  # seconds


def send_due(stop=lambda: False) -> int:
    """Send what is due, oldest first, until nothing is left or `stop()`; returns how many mails left.

    Each is claimed, sent, noted in the journal and committed by itself, so that a crash costs at most one mail sent
    twice, with the same Message-ID.
    """
    sent = 0
    connection = get_connection()
    with Renewing() as lease:
        while not stop() and (mail := outbox.claim()):
            if mail.attempts > 1 and journal.has_left(mail):
                _note_sent(mail)
                continue
            if not outbox.is_wanted(mail):
                mail.delete()
                continue
            lease.take(mail)
            sent += _send(mail, connection)
            lease.leave()
    _close(connection)
    return sent


def _send(mail, connection) -> bool:
    try:
        message = compose(mail)
        message.connection = connection
        connection.open()  # keeps one open for the whole batch; does nothing if it is
        message.send()
    except Exception as error:  # whatever is wrong with one mail must not keep the others from leaving
        # No text of the error: servers repeat the customer's address in it.
        logger.warning("mail %s did not leave: %s", mail.header_id, type(error).__name__)
        _close(connection)
        _failed(mail, error)
        return False
    journal.note(mail)
    _note_sent(mail)
    return True


def _note_sent(mail) -> None:
    """Note it as soon as the database takes it: what has left must not leave again because that was locked, or away."""
    give_up_at = time.monotonic() + LONGEST
    while True:
        try:
            outbox.mark_sent(mail)
        except Exception as error:
            if not is_away(error) or time.monotonic() > give_up_at:
                raise
            database.close()
            time.sleep(AGAIN_AFTER)
        else:
            return journal.forget(mail)


def _failed(mail, error) -> None:
    code, reason = _said_by_server(error)
    if is_account_mail(mail):
        reason = str(code or type(error).__name__)  # servers quote links, and owners read reasons
    is_final = 500 <= code < 600 and not isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPSenderRefused)
    if is_final or not outbox.put_off(mail, reason):
        give_up(mail, reason)


@transaction.atomic
def give_up(mail, reason) -> None:
    """Mark the mail as failed and say so on its ticket; where an answer did not arrive the ticket waits again, before
    all others."""
    OutboxMail.objects.filter(pk=mail.pk).update(state=OutboxMail.State.FAILED, error=reason, held_for="")
    if mail.ticket is None:
        return
    ticket = lock_where_it_goes_on(mail.ticket)
    if mail.message:
        ticket.mail_failed_at = clock.now()
        put_back_to_waiting(ticket, since=mail.message.visible_at)
    record(ticket, Event.Kind.MAIL_FAILED, message=mail.message, detail=reason)


def _said_by_server(error) -> tuple[int, str]:
    """Return the SMTP code (RFC 5321 section 4.2.1; 0 where no server answered) and the reason in a line."""
    code, text = getattr(error, "smtp_code", 0), getattr(error, "smtp_error", str(error))
    if isinstance(error, smtplib.SMTPRecipientsRefused) and error.recipients:
        code, text = next(iter(error.recipients.values()))
    if isinstance(text, bytes):
        text = text.decode(errors="replace")
    return code, f"{code or ''} {text or type(error).__name__}".strip()[:300]


def _close(connection) -> None:
    try:
        connection.close()
    except Exception as error:
        logger.info("closing the mail connection failed: %s", type(error).__name__)
