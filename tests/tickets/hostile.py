"""Input that no browser sends by itself, and how to post it."""

import html
import re
from urllib.parse import quote_from_bytes

NUL, SURROGATE, OVERLONG = b"\x00", b"\xed\xa0\x80", b"\xc0\xae"
RIGHT_TO_LEFT = "\u202egnp.exe\u202c\u200f"
LONG = "x" * 200_000  # more than any field takes, less than any page does
MILLION = "x" * 1_100_000  # more than any page takes
BYTES = {
    "nul": NUL,
    "surrogate": SURROGATE,
    "overlong": OVERLONG,
    "broken": b"\xff\xfe",
    "controls": b"\x01\x1b[2J\x7f",
}
TOO_MUCH = "That is too much at once"
UNSTORABLE = "Some characters here cannot be stored."
# What people, programs and attackers write where a text is asked.
TEXTS = {
    "0 bytes": "",
    "NUL": b"abc" + NUL + b"def",
    "a lone surrogate": b"abc" + SURROGATE + b"def",
    "bytes that are no text": b"abc" + OVERLONG + b"\xff\xfe\x01\x1b[2J\x7f" + b"def",
    "marks that turn the text around": f"abc{RIGHT_TO_LEFT}def",
    "only spaces": " \t\u3000\u00a0\u200b\u202e\r\n ",
    "200 kB in one line": LONG,
    "1 MB in one line": MILLION,
    "a long run of marks": "e" + "\u0301" * 20_000,
    "10,000 letters": "ş" * 10_000,
    "a number past all numbers": "1e400",
    "no number": "NaN",
    "full-width digits": "１２３",
    "digits that are none": "²³①",
    "a date out of range": "0000-00-00",
    "another": "275760-09-13",
    "a choice not offered": "toaster",
    "a path": "../../../etc/passwd\\..\\C:",
    "CR and LF": "abc\r\nSet-Cookie: x=1\r\n\r\ndef",
    "markup": "</textarea>'\"><script>alert(1)</script>{{ 7 }}{% now %}%s%(x)s{0}&#0;",
    "another query": "'; DROP TABLE tickets_ticket; --",
}


def encoded(fields):
    """Return a form's body, of texts and bytes, as a browser or a program would send it."""
    pairs = [(name, value) for name, values in fields.items() for value in as_list(values)]
    return "&".join(f"{as_query(name)}={as_query(value)}" for name, value in pairs)


def as_query(value):
    return quote_from_bytes(as_bytes(value))


def post(client, path, fields):
    return client.post(path, encoded(fields), content_type="application/x-www-form-urlencoded")


def multipart(client, path, fields, files=()):
    """Post as a form with files does; `files` are ``(name of the field, name of the file, data)``."""
    parts = [(f'name="{name}"', value) for name, values in fields.items() for value in as_list(values)]
    parts += [(f'name="{name}"; filename="{file_name}"', data) for name, file_name, data in files]
    body = b"".join(
        b"--a-boundary\r\nContent-Disposition: form-data; " + about.encode() + b"\r\n\r\n" + as_bytes(value) + b"\r\n"
        for about, value in parts
    )
    return client.post(path, body + b"--a-boundary--\r\n", content_type="multipart/form-data; boundary=a-boundary")


def as_list(value):
    return value if isinstance(value, list) else [value]


def as_bytes(value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def as_shown(value):
    """Return what can be shown of a value: all of it but what no database takes, and blanks around it."""
    return NO_TEXT.sub("", as_bytes(value).decode(errors="replace")).strip().replace("\r\n", "\n").replace("\r", "\n")


NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


def read(page):
    """Return the source of a page as people read it."""
    return html.unescape(page.text).replace("\r\n", "\n").replace("\r", "\n")


def says_why(answer):
    """Tell whether the page, or the part of one, holds a sentence about what is wrong."""
    return bool(re.search(r'There is a problem|<h1|role="alert"', answer.text))
