"""Input that no browser sends by itself, and how to post it."""

import re
from urllib.parse import quote_from_bytes

NUL, SURROGATE, OVERLONG = b"\x00", b"\xed\xa0\x80", b"\xc0\xae"
RIGHT_TO_LEFT = "\u202egnp.exe\u202c\u200f"
MILLION = "x" * 1_000_000
BYTES = {
    "nul": NUL,
    "surrogate": SURROGATE,
    "overlong": OVERLONG,
    "broken": b"\xff\xfe",
    "controls": b"\x01\x1b[2J\x7f",
}
UNSTORABLE = "Some characters here cannot be stored."


def encoded(fields):
    """Return a form's body, of texts and bytes, as a browser or a program would send it."""
    pairs = [
        (name, value) for name, values in fields.items() for value in (values if isinstance(values, list) else [values])
    ]
    return "&".join(f"{as_query(name)}={as_query(value)}" for name, value in pairs)


def as_query(value):
    return quote_from_bytes(value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass"))


def post(client, path, fields):
    return client.post(path, encoded(fields), content_type="application/x-www-form-urlencoded")


def multipart(client, path, fields):
    """Post as a form with files does."""
    parts = b""
    for name, value in fields.items():
        data = value if isinstance(value, bytes) else str(value).encode()
        parts += b'--x\r\nContent-Disposition: form-data; name="' + name.encode() + b'"\r\n\r\n' + data + b"\r\n"
    return client.post(path, parts + b"--x--\r\n", content_type="multipart/form-data; boundary=x")


def says_why(answer):
    """Tell whether the page holds a sentence about what is wrong."""
    return bool(re.search(r"There is a problem|<h1", answer.text))
