"""Is this file what it says it is, and safe to hand on?

Nothing that arrives is ever opened in a browser under our address, so any type is taken. Refused is what lies about its
type, is two types at once, or would burst whoever opens it.
"""

from dataclasses import dataclass
from pathlib import PurePath

import puremagic
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from faq.picture_headers import read_header
from faq.pictures import PICTURES

from ..typed import tidy
from . import archives

MOST_FILES = 5  # of one form
MOST_PIXELS = 250_000_000  # of all pictures of a form together
MOST_ENTRIES = 10_000  # of an archive
MOST_UNPACKED = 1024**3  # bytes that an archive may hold
LONGEST_NAME = 120
HEAD, TAIL = 64 * 1024, 64 * 1024 + 22  # the latter is where the directory of a zip archive ends
OF_ONE_KIND = [
    {".jpg", ".jpeg", ".jpe", ".jfif"},
    {".png"},
    {".gif"},
    {".webp"},
    {".heic", ".heif"},
    {".pdf"},
    {".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"},
    {".mp4", ".m4v", ".mov", ".3gp"},
]
ACTIVE = (b"<script", b"<html", b"<!doctype html", b"<?php", b"<svg")


class Refused(Exception):
    """A file that we do not take; its text says why, to the person who chose it."""


class Away(Refused):
    """A file that we cannot take now, because something does not answer. `sentence` has a place for its name."""

    def __init__(self, sentence, name):
        super().__init__(sentence % {"name": name})
        self.sentence = sentence


@dataclass(frozen=True)
class Kind:
    """What a file is: its content type, sniffed, never as it was declared; of a picture how many pixels it has, and
    whether it can be drawn."""

    content_type: str
    pixels: int = 0
    can_be_drawn: bool = False


def tidy_name(name: str) -> str:
    """Return a file's name without folders, control characters and direction marks, shortened before its ending."""
    path = PurePath(name.replace("\\", "/"))
    stem, ending = (
        "".join(character for character in tidy(part) if character.isprintable())
        for part in (path.stem[:1000], path.suffix[:12])
    )
    name = f"{stem[: LONGEST_NAME - len(ending)]}{ending}"
    return name.strip(". ") or _("file")


def check(upload, name: str, *, pixels_before: int = 0) -> Kind:
    """Return what an uploaded file is; its form has so many pixels already. Raises `Refused`.

    Nothing is decoded or unpacked: read are the ends of the file, a picture's header and an archive's directory.
    """
    if upload.size == 0:
        raise Refused(_("%(name)s is empty. Choose the file once more.") % {"name": name})
    if upload.size > settings.MAX_UPLOAD_MB * 1024 * 1024:
        words = {"name": name, "size": filesizeformat(upload.size), "limit": settings.MAX_UPLOAD_MB}
        raise Refused(_("%(name)s is too large (%(size)s). A file can have %(limit)s MB.") % words)
    head, tail = _ends(upload)
    content_type, endings = _sniff(head)
    _stop_if_renamed(name, endings)
    if content_type in PICTURES or content_type == "application/pdf":
        _stop_if_two_files(name, content_type, head, tail)
    if head.startswith(b"PK\x03\x04"):
        _stop_if_it_bursts(upload, name)
    upload.seek(0)
    return _picture(upload, name, content_type, pixels_before) if content_type in PICTURES else Kind(content_type)


def _ends(upload) -> tuple[bytes, bytes]:
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(max(0, upload.size - TAIL))
    tail = upload.read(TAIL)
    upload.seek(0)
    return head, tail


def _sniff(head) -> tuple[str, set[str]]:
    """Return the likeliest content type and the endings of names that such a file has."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        found = []
    endings = {match.extension.lower() for match in found}
    for match in found:
        if match.mime_type:
            return match.mime_type, endings
    is_text = b"\0" not in head and not head.decode(errors="replace").count("\ufffd") > 2
    return "text/plain" if is_text else "application/octet-stream", endings


def _stop_if_renamed(name, endings):
    ending = PurePath(name).suffix.lower()
    for kind in OF_ONE_KIND:
        if ending in kind and not kind & endings:
            raise Refused(_("%(name)s is not what its name says. Choose the file itself.") % {"name": name})


def _stop_if_two_files(name, content_type, head, tail):
    """A picture or document that is an archive or a web page too: a known way to smuggle one in."""
    start = head[:1024].lower()
    is_more = b"PK\x05\x06" in tail or any(mark in start for mark in ACTIVE)
    if is_more or (content_type in PICTURES and b"%pdf-" in start):
        raise Refused(_("%(name)s holds a second file inside. Send each by itself.") % {"name": name})


def _picture(upload, name, content_type, pixels_before) -> Kind:
    try:
        header = read_header(upload)
    except ValueError as error:
        raise Refused(
            _("%(name)s is damaged. Choose it once more or take another picture.") % {"name": name}
        ) from error
    if pixels_before + header.pixels > MOST_PIXELS:
        words = {"name": name, "limit": MOST_PIXELS // 1_000_000}
        raise Refused(
            _(
                "%(name)s is too large a picture: those of a form can have %(limit)s million pixels together. "
                "Make it smaller."
            )
            % words
        )
    return Kind(content_type, header.pixels, header.can_be_drawn)


def _stop_if_it_bursts(upload, name):
    try:
        unpacked = archives.unpacked_size(upload, upload.size, most_entries=MOST_ENTRIES)
    except archives.TooManyEntries:
        words = {"name": name, "limit": number_format(MOST_ENTRIES, force_grouping=True)}
        raise Refused(_("%(name)s holds more than %(limit)s files. Pack only what matters.") % words) from None
    except ValueError as error:
        raise Refused(_("%(name)s is damaged. Pack it once more.") % {"name": name}) from error
    if unpacked > MOST_UNPACKED:
        raise Refused(_("%(name)s would unpack to more than 1 GB. Send less at once.") % {"name": name})
