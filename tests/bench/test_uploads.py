"""What files cost: memory that stays, memory and time of the drawing, and archives of very many entries."""

import io
import os
import struct
import subprocess
import sys
import time
import zlib
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from PIL import Image

from faq import pictures
from tests.helpdesk.processes import TICK
from tests.tickets.files import archive

from .books import ask_books
from .customers import Browser, begin

MB = 1024**2
STAYS = 10  # MB that one process may have grown by once all is drawn
ENTRIES = 223_000
ARCHIVES_TAKE = 1.0  # second of CPU for five
SETTLES_WITHIN = 90  # seconds
WARM = 20  # requests, so that each web process has had some
MEASURED = """
import resource, subprocess, sys
code = subprocess.run([sys.executable, "-I", *sys.argv[1:]]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime, code, file=sys.stderr)
"""
FORTY = {"RGB": (7000, 5714), "RGBA": (6300, 6349)}
DRAWN = {
    "PNG of 40 million pixels": ("PNG", "RGB", (7000, 5714), {}),
    "PNG of 40 million with transparency": ("PNG", "RGBA", (7000, 5714), {}),
    "GIF of 40 million": ("GIF", "P", (7000, 5714), {}),
    "WebP of 13 million": ("WEBP", "RGB", (4160, 3120), {"quality": 50}),
    "JPEG of 200 million": ("JPEG", "RGB", (16320, 12240), {}),
    "progressive JPEG of 50 million": ("JPEG", "RGB", (8165, 6124), {"progressive": True}),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_drawn_within_its_memory_and_time(name, tell):
    kind, mode, size, options = DRAWN[name]
    with TemporaryFile() as source, TemporaryFile() as target:
        Image.new(mode, size).save(source, kind, **options)
        source.seek(0)
        # Begun by a process that is small itself: what it has when it starts another counts as that one's.
        command = [sys.executable, "-c", MEASURED, pictures.CHILD, str(pictures.MEMORY), str(pictures.SECONDS)]
        done = subprocess.run(command, stdin=source, stdout=target, stderr=subprocess.PIPE, text=True, check=False)
        kilobytes, cpu, code = done.stderr.split("\n")[-2].split()
        tell(f"{name}: {int(kilobytes) / 1024:.0f} MB, {float(cpu):.2f} s CPU")
        assert code == "0", done.stderr
        assert int(kilobytes) * 1024 <= pictures.MEMORY
        assert float(cpu) < pictures.SECONDS / 2
        assert Image.open(target).size[0] == 1200


def test_large_pictures_leave_web_and_worker_small(desk_server, tell):
    browser = Browser(desk_server.url)
    for _ in range(WARM):
        add(browser, {"small.png": png("RGB", (40, 30))})
    wait_until_drawn(desk_server, WARM)
    before = memory(desk_server)
    filings = [
        {f"fifty{number}.png": png("RGB", (7071, 7071)) for number in range(5)},
        {f"forty{number}.png": png(mode, FORTY[mode]) for number, mode in enumerate(["RGB", "RGBA"] * 2 + ["RGB"])},
    ]
    for files in filings:
        started, cpu = time.monotonic(), cpu_of(desk_server)
        status, answer = add(browser, files)
        tell(
            f"{desk_server.name}: {', '.join(files)}: {status}, {time.monotonic() - started:.1f} s, "
            f"{cpu_of(desk_server) - cpu:.2f} s CPU"
        )
        assert status == 200, answer
    drawn = wait_until_drawn(desk_server, WARM + 10)
    after = memory(desk_server)
    for name, megabytes in after.items():
        tell(f"  {name}: {before[name]:.0f} MB before, {megabytes:.0f} MB once all is drawn")
    assert [name for name in drawn if "fifty" in name] == []
    assert len([name for name in drawn if "forty" in name]) == 5
    for name, megabytes in after.items():
        assert megabytes - before[name] < STAYS, name


@pytest.mark.parametrize("told", [ENTRIES % 65_536, 3])
def test_archives_of_very_many_entries_are_refused_at_once(desk_server, tell, told):
    browser = Browser(desk_server.url)
    add(browser, {"small.zip": archive()})
    packed = many_entries(ENTRIES, told)
    started, cpu = time.monotonic(), cpu_of(desk_server)
    status, answer = add(browser, {f"{number}.zip": packed for number in range(5)})
    took, used = time.monotonic() - started, cpu_of(desk_server) - cpu
    tell(
        f"{desk_server.name}: five archives of {len(packed) / MB:.0f} MB, {ENTRIES:,} entries that tell of {told:,}: "
        f"{took:.1f} s, {used:.2f} s CPU"
    )
    assert status == 422
    assert answer.count("more than 10,000 files") == 5
    assert used < ARCHIVES_TAKE


def add(browser, files) -> tuple[int, str]:
    """Add files to a new form, in one request as the script sends them; return the status and the answer."""
    filing = begin(browser, 0)
    fields = {name: filing.hidden[name] for name in ("csrfmiddlewaretoken", "form_key")} | {"question": ""}
    body = io.BytesIO()
    for name, value in fields.items():
        body.write(f'--bound\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, data in files.items():
        head = f'--bound\r\nContent-Disposition: form-data; name="attachments"; filename="{name}"\r\n\r\n'
        body.write(head.encode() + data + b"\r\n")
    body.write(b"--bound--\r\n")
    headers = {"Cookie": browser.cookie, "Content-Type": "multipart/form-data; boundary=bound"}
    with closing(HTTPConnection("127.0.0.1", browser.port, timeout=120)) as connection:
        connection.request("POST", "/files/", body.getvalue(), headers)
        response = connection.getresponse()
        return response.status, response.read().decode()


def wait_until_drawn(server, number) -> list[str]:
    """Return the names of the pictures that have a preview, once there are `number` pictures and none is due."""
    deadline = time.monotonic() + SETTLES_WITHIN
    while time.monotonic() < deadline:
        found = ask_books(server, "pictures")
        if len(found) == number and not any(picture["due"] for picture in found):
            return [picture["name"] for picture in found if picture["drawn"]]
        TICK.wait(1)
    raise AssertionError(f"not drawn in time: {found}")


def memory(server) -> dict[str, float]:
    """Map each process of the help desk to its resident megabytes."""
    return {f"{name} {pid}": _status(pid, "VmRSS") / 1024 for name, pid in _processes(server)}


def cpu_of(server) -> float:
    """Return the seconds of CPU that web and worker have used, those that drew included."""
    ticks = 0
    for _name, pid in _processes(server):
        ticks += sum(int(value) for value in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _processes(server):
    for name in ("web", "worker"):
        if process := server.processes.get(name):
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            for pid in (process.pid, *children):
                if b"drawing.py" not in Path(f"/proc/{pid}/cmdline").read_bytes():
                    yield name, int(pid)


def _status(pid, key) -> int:
    return int(Path(f"/proc/{pid}/status").read_text().split(f"{key}:")[1].split()[0])


def png(mode, size) -> bytes:
    """Return a picture of one colour, made without the memory it takes to draw it."""
    width, height = size
    packer, row, data = zlib.compressobj(1), b"\0" + b"\x40" * (len(mode) * width), io.BytesIO()
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack("!LLBBBBB", width, height, 8, {"RGB": 2, "RGBA": 6}[mode], 0, 0, 0)
    data.write(b"\x89PNG\r\n\x1a\n")
    for kind, body in ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")):
        data.write(struct.pack("!L", len(body)) + kind + body + struct.pack("!L", zlib.crc32(kind + body)))
    return data.getvalue()


def many_entries(number, told) -> bytes:
    """Return an archive of 46 bytes for each entry, whose end tells of another number."""
    start = archive(a=b"")
    start = start[: start.index(b"PK\x01\x02")]
    directory = struct.pack("<4s42x", b"PK\x01\x02") * number
    end = struct.pack("<4s4xHHLLH", b"PK\x05\x06", told, told, len(directory), len(start), 0)
    return start + directory + end
