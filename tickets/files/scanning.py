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

from .checking import Away, Refused

logger = logging.getLogger(__name__)

CHUNK = 64 * 1024
LONGEST_ANSWER = 64 * 1024
SECONDS = 10  # for all files of a request: somebody waits


def scan(upload, name: str, until: float) -> None:
    """Raise `Refused` if clamd knows the file, `Away` if it has said nothing `until` then (`time.monotonic()`): what
    could not be checked is not handed on."""
    if not settings.CLAMD_URL:
        return
    try:
        answer = _ask(upload, until)
    except OSError as error:
        logger.error("clamd cannot be asked: %s", error)
        answer = ""
    if answer.endswith("FOUND"):
        raise Refused(_("%(name)s holds a virus. We did not keep it.") % {"name": name})
    if not answer.endswith("OK"):
        raise Away(_("%(name)s cannot be checked for viruses now. Your text is kept: add the file again later."), name)


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
