"""The time that all processes share: the database's.

What is due, claimed or until when must mean the same moment on every host, and hosts' clocks differ. A process measures
now and then how far its own is off. Here, in the lowest layer that tickets may ask.
"""

import logging
import threading
import time
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

logger = logging.getLogger(__name__)

MEASURED_EVERY = 60  # seconds
LONGEST_ANSWER = 1  # second; a slower one tells too little about when it was given
WORTH_A_WORD = timedelta(seconds=5)
ASK = {
    "postgresql": "SELECT extract(epoch FROM clock_timestamp())",
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400.0",
}

_offset = timedelta()  # of the database to this process; nobody measures in tests


def now() -> datetime:
    return timezone.now() + _offset


def timestamp() -> float:
    """Return `now` in seconds since 1970."""
    return now().timestamp()


def today():
    """Return the date, in the current time zone."""
    return timezone.localdate(now())


def measure() -> None:
    """Find out how far the database's clock is from this process's; one query. An answer that took long is not used."""
    global _offset
    before, began = time.time(), time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(ASK[connection.vendor])
        told = float(cursor.fetchone()[0])
    took = time.monotonic() - began
    if took > LONGEST_ANSWER:
        return
    offset = timedelta(seconds=told - before - took / 2)
    if abs(offset - _offset) > WORTH_A_WORD:
        logger.warning("the clock of this process is %.0f s off the database's", -offset.total_seconds())
    _offset = offset


def keep_measuring() -> None:
    """Measure every minute, in a thread of its own, for the life of this process."""
    threading.Thread(target=_keep_measuring, name="clock", daemon=True).start()


def _keep_measuring():
    while True:
        try:
            measure()
        except Exception as error:  # the next one will tell
            logger.warning("the database does not tell the time: %s", type(error).__name__)
        finally:
            connection.close()
        time.sleep(MEASURED_EVERY)
