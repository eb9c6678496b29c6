"""What one request of somebody unknown costs the web processes, at every address: memory, and CPU.

At most 30 MB more than before (an upload: and its body), and half a second of CPU, plus 0.4 s for a password hash.
"""

import contextlib
import os
import re
import socket
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import URLPattern, get_resolver

KB, MB = 1024, 1024**2
MOST_MEMORY = 30 * MB
MOST_CPU, A_HASH = 0.5, 0.4  # seconds
TOKEN = "t" * 32  # a cookie and a header that say the same are what a page of ours sends
FIELDS = ["q", "email", "name", "subject", "text", "body", "reference", "next", "form_key", "f_serial", "login", "s"]
PLACES = {
    "<reference:number>": "482-913-053",
    "<bare_reference:number>": "482913053",
    "<slug:slug>": "installation",
    "<int:pk>": "1",
    "<uuid:pk>": str(uuid.UUID(int=4)),
    "<uuid:key>": str(uuid.UUID(int=4)),
    "<uuid:file>": str(uuid.UUID(int=4)),
}
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Try:
    """A body of a content type, or a query; `memory` and `cpu` are what it may cost."""

    kind: str
    body: bytes = b""
    content_type: str = ""
    query: str = ""
    memory: int = MOST_MEMORY
    cpu: float = MOST_CPU


def percent(fields, size):
    """A form of that many bytes, each letter of its texts percent-encoded."""
    share = size // len(fields) - max(map(len, fields)) - 2
    return "&".join(f"{name}=" + "%41" * (share // 3) for name in fields).encode()


def part(about, data):
    return b'--x\r\nContent-Disposition: form-data; name="' + about.encode() + b'"\r\n\r\n' + data + b"\r\n"


def multipart(*parts):
    return b"".join(parts) + b"--x--\r\n"


def texts(size):
    share = size // len(FIELDS) - 100
    return multipart(*[part(name, "\u0301<".encode() * (share // 3)) for name in FIELDS])


A_FILE = multipart(part('attachments"; filename="a.bin', os.urandom(10 * MB)))
TRIES = [
    Try("urlencoded, 12 MB", percent(["q"], 12 * MB), URLENCODED),
    Try("urlencoded, one text", percent(["q"], 256 * KB), URLENCODED),
    Try("urlencoded, texts", percent(FIELDS, 256 * KB), URLENCODED),
    Try("urlencoded, 5,000 fields", b"q=a&" * 5_000, URLENCODED),
    Try("urlencoded, e-mail, 5 MB", b"email=a@" + b"a." * 2_500_000, URLENCODED),
    Try("urlencoded, e-mail", b"email=a@" + b"a." * 125_000, URLENCODED),
    Try("multipart, texts, 12 MB", texts(12 * MB), MULTIPART),
    Try("multipart, texts", texts(256 * KB), MULTIPART),
    Try("multipart, texts, 1 MB", texts(MB), MULTIPART),
    Try("multipart, a file", A_FILE, MULTIPART, memory=MOST_MEMORY + len(A_FILE)),
    Try("JSON, 12 MB", b"[" * 12 * MB, "application/json"),
    Try("JSON, deep", b"[" * 64 * KB, "application/json"),
    Try("JSON, wide", b'{"a":' + b'"\\u0041",' * 8_000 + b"1}", "application/json"),
    Try("query, 5,000 times", query="q=a&" * 5_000),
    Try("query, 99 times", query="q=%41&" * 99),
    Try("query, long", query="q=" + "%41" * 2_800),
    Try("query, 60 kB", query="q=" + "%41" * 20_000),
    Try("content type of 60 kB", b"x", 'multipart/form-data; x="' + ";" * 60_000),
]
SIGN_IN = Try("sign in", b"login=ana%40example.com&password=" + b"%41" * 80_000, URLENCODED, cpu=MOST_CPU + A_HASH)


def addresses(patterns=None, before=""):
    """Yield an address of each route, with something in each place."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from addresses(pattern.url_patterns, route)
            continue
        for place, fits in PLACES.items():
            route = route.replace(place, fits)
        route = re.sub(r"<\w+:\w+>|\(\?P<\w+>[^)]*\)|\(\?:[^)]*\)", "x", route)
        yield "/" + re.sub(r"\^|\$|\\Z|\\", "", route)


@dataclass
class Process:
    pid: int

    def cpu(self) -> float:
        """Return the seconds it has worked."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / TICKS

    def forget_peak(self):
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")

    def memory(self, which="VmRSS") -> int:
        """Return its bytes: those now, or the most since the peak was forgotten (``VmHWM``)."""
        return int(re.search(rf"{which}:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text())[1]) * KB


def processes(server):
    """The web process, and those that gunicorn has started."""
    pid = server.processes["web"].pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [Process(int(number)) for number in [pid, *children]]


def ask(url, path, attempt, language=""):
    """Send it and return the status; the server may answer, and close, before it has read everything."""
    address = urlsplit(url)
    target = path + (f"?{attempt.query}" if attempt.query else "")
    head = [
        f"{'POST' if attempt.body else 'GET'} {target} HTTP/1.1",
        f"Host: {address.netloc}",
        f"Cookie: csrftoken={TOKEN}",
        f"X-CSRFToken: {TOKEN}",
        "User-Agent: Mozilla/5.0",
        "Connection: close",
    ]
    if attempt.body:
        head += [f"Content-Type: {attempt.content_type}", f"Content-Length: {len(attempt.body)}"]
    with socket.create_connection((address.hostname, address.port), timeout=60) as client:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            client.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + attempt.body)
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while data := client.recv(MB):
                answer = answer or data[:20]
    return int(answer.split()[1]) if answer else None


def cost(server, path, attempt):
    """Make the request and return ``(status, bytes of memory at its peak above what was before, seconds of CPU)``."""
    web = processes(server)
    for process in web:
        process.forget_peak()
    before = [(process.memory(), process.cpu()) for process in web]
    status = ask(server.url, path, attempt)
    grown = max(process.memory("VmHWM") - memory for process, (memory, _cpu) in zip(web, before, strict=True))
    spent = sum(process.cpu() - cpu for process, (_memory, cpu) in zip(web, before, strict=True))
    return status, grown, spent


def test_no_request_of_somebody_unknown_costs_much(desk_server, tell):
    desk_server.expected += ("Bad Request: POST files/",)  # without the key of a form
    paths = [path for path in dict.fromkeys(addresses()) if not path.startswith("/admin/jsi18n")]
    for path in paths:  # the first request to each compiles its templates
        ask(desk_server.url, path, Try("warm"))
        ask(desk_server.url, path, Try("warm", b"q=a", URLENCODED))
    worst, too_much = {}, []
    for attempt, where in [*((attempt, paths) for attempt in TRIES), (SIGN_IN, ["/accounts/login/"])]:
        for path in where:
            status, memory, cpu = cost(desk_server, path, attempt)
            of_kind = worst.setdefault(attempt.kind, {"memory": (0, ""), "cpu": (0.0, "")})
            of_kind["memory"] = max(of_kind["memory"], (memory, path))
            of_kind["cpu"] = max(of_kind["cpu"], (cpu, path))
            if memory > attempt.memory or cpu > attempt.cpu or status in (None, 500):
                too_much.append(f"{attempt.kind} to {path}: {status}, {memory / MB:.0f} MB, {cpu:.2f} s")
    tell(f"{desk_server.name}: {len(paths)} addresses; the dearest of each kind")
    for kind, most in worst.items():
        (memory, by_memory), (cpu, by_cpu) = most["memory"], most["cpu"]
        tell(f"  {kind:<26}{memory / MB:6.1f} MB {by_memory:<45}{cpu:6.2f} s {by_cpu}")
    assert not too_much, "\n".join(too_much)
