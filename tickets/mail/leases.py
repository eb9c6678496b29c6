"""The lease of the mail that is on its way: a slow server may take minutes, a worker that crashed must not."""

import logging
import threading
import time

from django.db import connection

from . import outbox

logger = logging.getLogger(__name__)

RENEWED_EVERY = 30  # seconds
LONGEST = 15 * 60  # seconds for one mail, by a server that drips


class Renewing:
    """Renews the lease of one mail at a time, from a thread that begins with the first of them."""

    def __init__(self):
        self._mail, self._until = None, 0.0
        self._over = threading.Event()
        self._thread = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._over.set()

    def take(self, mail) -> None:
        """Have this one renewed, and no other any more."""
        self._mail, self._until = mail, time.monotonic() + LONGEST
        if self._thread is None:
            self._thread = threading.Thread(target=self._renew, name="leases", daemon=True)
            self._thread.start()

    def leave(self) -> None:
        self._mail = None

    def _renew(self):
        while not self._over.wait(RENEWED_EVERY):
            mail = self._mail
            if mail is None or time.monotonic() > self._until:
                continue
            try:
                outbox.renew(mail)
            except Exception as error:  # the next time may be soon enough
                logger.warning("the lease of mail %s was not renewed: %s", mail.header_id, type(error).__name__)
            finally:
                connection.close()
