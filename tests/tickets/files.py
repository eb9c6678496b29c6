"""Files of every kind, made here."""

import io
import struct
import zipfile
import zlib

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def upload(name="photo.png", data=None):
    return SimpleUploadedFile(name, picture() if data is None else data, "application/x-whatever")


def picture(form="PNG", size=(40, 30), **options):
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, form, **options)
    return target.getvalue()


def archive(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (members or {"a.txt": b"a"}).items():
            archive.writestr(name, data)
    return target.getvalue()


def zip_bomb():
    """An archive of a few bytes that says it unpacks to 4 GB."""
    data = bytearray(archive(bomb=b"0" * 1000))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<L", 0xFFFFFFF0)
    return bytes(data)


def lying_archive(entries, told=None):
    """An archive of so many empty files, the end of which tells of another number."""
    data = bytearray(archive(**{f"{number}": b"" for number in range(entries)}))
    if told is not None:
        data[-12:-10] = struct.pack("<H", told)
    return bytes(data)


def long_archive(unpacked, records_before=0):
    """An archive whose one entry says in its zip64 field, behind other records, that it unpacks to so many bytes."""
    extra = b"\x99\x99\0\0" * records_before + struct.pack("<HHQ", 1, 8, unpacked)
    data = bytearray(archive(bomb=b"0"))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = b"\xff" * 4
    data[entry + 30 : entry + 32] = struct.pack("<H", len(extra))
    data[entry + 50 : entry + 50] = extra
    data[-10:-6] = struct.pack("<L", struct.unpack("<L", data[-10:-6])[0] + len(extra))
    return bytes(data)


def pixel_bomb(width=60_000, height=60_000):
    """A PNG of 100 bytes whose header promises so many pixels."""

    def chunk(kind, body):
        return struct.pack("!L", len(body)) + kind + body + struct.pack("!L", zlib.crc32(kind + body))

    head = struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"0")) + chunk(b"IEND", b"")


REFUSED = {
    "empty": ("a.txt", b"", "is empty"),
    "too large": ("a.txt", b"x" * (10 * 1024**2 + 1), "too large"),
    "a program renamed": ("photo.jpg", b"MZ\x90\x00" + b"\0" * 200, "not what its name says"),
    "a page renamed": ("photo.png", b"<!doctype html><script>alert(1)</script>", "not what its name says"),
    "text renamed": ("invoice.pdf", b"hello", "not what its name says"),
    "a picture and an archive": ("photo.png", picture() + archive(), "second file"),
    "a picture and a page": ("photo.gif", b"GIF89a/*<script>alert(1)</script>*/" + picture("GIF"), "second file"),
    "a document and an archive": ("a.pdf", b"%PDF-1.7\n" + b"x" * 100 + archive(), "second file"),
    "a zip bomb": ("a.zip", zip_bomb(), "1 GB"),
    "a zip bomb of long sizes": ("a.zip", long_archive(2 * 1024**3), "1 GB"),
    "a size behind many records": ("a.zip", long_archive(2 * 1024**3, 15_000), "is damaged"),
    "a damaged archive": ("a.zip", archive()[:-30], "damaged"),
    "an archive of too many files": ("a.zip", lying_archive(10_001), "more than 10,000 files"),
    "one that tells of fewer": ("a.zip", lying_archive(10_001, told=3), "more than 10,000 files"),
    "one that tells of more": ("a.zip", lying_archive(3, told=10_001), "more than 10,000 files"),
    "an archive of very many files": ("a.zip", lying_archive(70_000), "more than 10,000 files"),
    "an archive without its beginning": ("a.zip", b"PK\x03\x04" + archive()[-22:], "damaged"),
    "a pixel bomb": ("photo.png", pixel_bomb(), "million pixels"),
    "a damaged picture": ("photo.png", picture()[:20], "damaged"),
}
NAMES = {
    "../../etc/passwd": "passwd",
    "C:\\Users\\me\\photo.png": "photo.png",
    "a\r\nSet-Cookie: x=1\r\n.txt": "a Set-Cookie: x=1.txt",
    "x" * 10_000 + ".txt": "x" * 116 + ".txt",
    "gnp\u202egpj.exe": "gnpgpj.exe",
    "\u200b": "file",
    ".": "file",
    "İstanbul ığüş.txt": "İstanbul ığüş.txt",
}


def stored():
    """The folders of the files in the store; its mark and its trash do not count."""
    folders = set(default_storage.listdir("")[0]) - {"mark", "trash"}
    return [path for path in folders for _ in default_storage.listdir(path)[1]]
