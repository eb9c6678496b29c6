"""Asks a clamd whether a file is a known virus, if one is configured.

The protocol is clamd's INSTREAM (clamd(8)): chunks with their length in four bytes, ended by an empty one.
"""

import logging
import socket
import struct
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from notifications.breaker import Breaker

from .checking import Away, Refused

logger = logging.getLogger(__name__)

CHUNK = 64 * 1024
LONGEST_ANSWER = 64 * 1024
SECONDS = 10  # for all files of a request: somebody waits
breaker = Breaker(opens_after=1, probes_every=30)  # each request that waits for a scanner keeps others waiting


def scan(upload, name: str, until: float) -> None:
    """Raise `Refused` if clamd knows the file, `Away` if it has said nothing `until` then (`time.monotonic()`): what
    could not be checked is not handed on."""
    if not settings.CLAMD_URL:
        return
    answer = _ask_if_it_answers(upload, until)
    if answer.endswith("FOUND"):
        raise Refused(_("%(name)s holds a virus. We did not keep it.") % {"name": name})
    if not answer.endswith("OK"):
        raise Away(_("%(name)s cannot be checked for viruses now. Your text is kept: add the file again later."), name)


def _ask_if_it_answers(upload, until) -> str:
    """Return what clamd says; nothing where it does not answer, or did not a moment ago."""
    if not breaker.allows():
        return ""
    try:
        answer = _ask(upload, until)
    except OSError as error:
        breaker.failed()
        logger.error("clamd cannot be asked: %s", error)
        return ""
    breaker.succeeded()
    return answer


def _ask(upload, until) -> str:
    with _connect(urlsplit(settings.CLAMD_URL), until) as connection:
        connection.sendall(b"zINSTREAM\0")
        upload.seek(0)
        while chunk := upload.read(CHUNK):
            connection.settimeout(_left(until))
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        upload.seek(0)
        answer = b""
        while len(answer) < LONGEST_ANSWER and (part := connection.recv(4096)):
            answer += part
            connection.settimeout(_left(until))
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _connect(url, until) -> socket.socket:
    if url.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(_left(until))
        connection.connect(url.path)
        return connection
    return socket.create_connection((url.hostname, url.port or 3310), timeout=_left(until))


def _left(until) -> float:
    """Return the seconds until then; raises `TimeoutError` where it is over."""
    if (left := until - time.monotonic()) <= 0:
        raise TimeoutError("no answer in time")
    return left
