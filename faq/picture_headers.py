"""What the header of a picture says of it, read without a decoder: that would unpack what a hostile header brings,
and WebP's makes room for the whole picture at once.

Sources: PNG 3rd edition 11.2.1 (IHDR), GIF89a 18 (logical screen), RFC 9649 (WebP), ITU T.81 B.2.2 (SOF of JPEG).
"""

import struct
from dataclasses import dataclass

MOST_WHOLE = 40_000_000  # pixels of a picture that is decoded whole: 160 MB
MOST_SEGMENTS = 2_000  # before the frame of a JPEG; a long profile has some hundred
# In JPEG, of the markers that begin a frame the four that are tables or extensions.
NO_FRAME = {0xC4, 0xC8, 0xCC}
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
SCAN, END = 0xDA, 0xD9


@dataclass(frozen=True)
class Header:
    """What kind of picture it is ("JPEG", "PNG", "GIF", "WEBP") and how large in pixels."""

    kind: str
    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height

    @property
    def can_be_drawn(self) -> bool:
        """Tell whether it may fit into the memory for drawing: a JPEG can be decoded at a fraction of its size."""
        return self.kind == "JPEG" or self.pixels <= MOST_WHOLE


def read_header(file) -> Header:
    """Return what the header says; raises `ValueError` for what is no picture of these kinds, or is damaged."""
    file.seek(0)
    head = file.read(30)
    try:
        header = _read(head, file)
    except (struct.error, IndexError):
        header = None
    finally:
        file.seek(0)
    if header is None or not header.pixels:
        raise ValueError("no picture, or a damaged one")
    return header


def _read(head, file) -> Header | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return Header("PNG", *struct.unpack_from(">II", head, 16))
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Header("GIF", *struct.unpack_from("<HH", head, 6))
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _read_webp(head)
    if head.startswith(b"\xff\xd8"):
        return _read_jpeg(file)
    return None


def _read_webp(head) -> Header | None:
    kind = head[12:16]
    if kind == b"VP8X":
        low_width, high_width, low_height, high_height = struct.unpack_from("<HBHB", head, 24)
        return Header("WEBP", (high_width << 16 | low_width) + 1, (high_height << 16 | low_height) + 1)
    if kind == b"VP8L" and head[20] == 0x2F:
        [bits] = struct.unpack_from("<I", head, 21)
        return Header("WEBP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", head, 26)
        return Header("WEBP", width & 0x3FFF, height & 0x3FFF)
    return None


def _read_jpeg(file) -> Header | None:
    file.seek(2)
    for _segment in range(MOST_SEGMENTS):
        start, marker = file.read(2)
        if start == marker == 0xFF:  # filled up
            file.seek(-1, 1)
            continue
        if start != 0xFF or marker in (SCAN, END):
            return None
        if marker in WITHOUT_LENGTH:
            continue
        [length] = struct.unpack(">H", file.read(2))
        if 0xC0 <= marker <= 0xCF and marker not in NO_FRAME:
            height, width = struct.unpack_from(">HH", file.read(5), 1)
            return Header("JPEG", width, height)
        file.seek(length - 2, 1)
    return None
