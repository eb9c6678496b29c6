"""What a mail server has taken, noted in a file each until the database knows it.

The database may be busy for a tenth of a second just then, a file is not: a worker that is killed in between finds it
when it comes back, and sends nothing twice. Workers on other hosts do not see it; they send again, with the same
Message-ID.
"""

import logging
from hashlib import sha256
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)


def note(mail) -> None:
    """Note that it has left. Where that cannot be written the database alone has to know."""
    try:
        _folder().mkdir(exist_ok=True)
        _file(mail).touch()
    except OSError as error:
        logger.warning("that mail %s left is not noted: %s", mail.header_id, type(error).__name__)


def has_left(mail) -> bool:
    return _file(mail).exists()


def forget(mail) -> None:
    """Drop the note, once the database knows."""
    _file(mail).unlink(missing_ok=True)


def _folder():
    return settings.VAR_DIR / "left"


def _file(mail) -> Path:
    return _folder() / sha256(mail.header_id.encode()).hexdigest()  # never the key: another database has the same ones
