"""Asks a clamd whether a file is a known virus, if one is configured.

The protocol is clamd's INSTREAM (clamd(8)): chunks with their length in four bytes, ended by an empty one.
"""

import logging
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from .checking import Refused

logger = logging.getLogger(__name__)

CHUNK = 64 * 1024
SECONDS = 30


def scan(upload, name: str) -> None:
    """Raise `Refused` if clamd knows the file, or cannot be asked: what could not be checked is not handed on."""
    if not settings.CLAMD_URL:
        return
    try:
        answer = _ask(upload)
    except OSError as error:
        logger.error("clamd cannot be asked: %s", error)
        answer = ""
    if answer.endswith("FOUND"):
        raise Refused(_("%(name)s holds a virus. We did not keep it.") % {"name": name})
    if not answer.endswith("OK"):
        raise Refused(_("%(name)s cannot be checked for viruses now. Add it again later.") % {"name": name})


def _ask(upload) -> str:
    with _connect(urlsplit(settings.CLAMD_URL)) as connection:
        connection.sendall(b"zINSTREAM\0")
        upload.seek(0)
        while chunk := upload.read(CHUNK):
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        upload.seek(0)
        answer = b""
        while part := connection.recv(4096):
            answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _connect(url) -> socket.socket:
    if url.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        connection.connect(url.path)
        return connection
    return socket.create_connection((url.hostname, url.port or 3310), timeout=SECONDS)
