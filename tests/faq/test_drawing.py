"""A picture is measured by its header and drawn in a process of its own."""

import ast
import io
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image

from faq import drawing, pictures
from faq.picture_headers import read_header
from tests.tickets.files import picture, pixel_bomb

ROOT = Path(__file__).resolve().parents[2]
SIZE = (40, 30)
DECODERS = re.compile(r"^\s*(?:from|import) (?:PIL|django\.core\.files\.images)\b", re.MULTILINE)


def file(data=None):
    return io.BytesIO(picture() if data is None else data)


def jpeg_of_segments(count):
    data = picture("JPEG")
    return data[:2] + b"\xff\xe5\x00\x02" * count + data[2:]


@pytest.fixture
def child(monkeypatch, tmp_path):
    """Return child(*lines): what is run instead of the drawing, in a script that begins with what it needs."""

    def child(*lines):
        script = tmp_path / "child.py"
        head = f"import os, runpy, signal, sys, time\nours = runpy.run_path({str(pictures.CHILD)!r}, run_name='ours')"
        script.write_text("\n".join([head, *lines]))
        monkeypatch.setattr(pictures, "CHILD", script)
        return script

    return child


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("GIF", {}),
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("JPEG", {"exif": b"Exif\0\0" + b"x" * 60_000, "icc_profile": b"x" * 300_000}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"exif": b"Exif\0\0MM"}),
    ],
)
def test_a_header_says_how_large_a_picture_is(kind, options):
    source = file(picture(kind, SIZE, **options))
    source.seek(7)
    header = read_header(source)
    assert (header.kind, header.width, header.height) == (kind, *SIZE)
    assert source.tell() == 0


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP"])
def test_a_header_that_is_cut_off_anywhere_is_no_header(kind):
    data = picture(kind)
    needed = next(length for length in range(len(data)) if _can_be_read(data[:length]))
    assert 10 <= needed <= 700
    assert all(_can_be_read(data[:length]) for length in range(needed, len(data)))


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", b"<svg/>", b"\xff\xd8\xff\xd9", b"\xff\xd8" + b"\xff" * 100_000, jpeg_of_segments(100_000)],
    ids=["empty", "text", "svg", "ended", "filled up", "segments"],
)
def test_what_has_no_header_is_refused_before_much_of_it_is_read(data):
    source = file(data)
    reads = []
    source.read = lambda size, read=source.read: reads.append(size) or read(size)
    with pytest.raises(ValueError, match="picture"):
        read_header(source)
    assert sum(reads) < 20_000


def test_what_is_too_large_to_be_decoded_is_not_tried(child):
    child("sys.stdout.write('drawn')")
    with pytest.raises(ValueError, match="too large"):
        pictures.draw(file(pixel_bomb()))
    assert pictures.draw(file(picture("JPEG", (9000, 5000)))).read() == b"drawn"  # decoded at a fraction


def test_a_turned_picture_with_transparency_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    target = io.BytesIO()
    Image.new("RGBA", (5000, 2500), (9, 9, 9, 90)).save(target, "PNG", exif=exif)
    drawn = Image.open(pictures.draw(target))
    assert (drawn.size, drawn.mode) == ((600, 1200), "RGBA")
    assert "exif" not in drawn.info


@pytest.mark.parametrize("mode", ["P", "1", "I;16", "LA", "CMYK"])
def test_pictures_of_every_mode_are_drawn(mode):
    target = io.BytesIO()
    Image.new(mode, (5000, 400)).save(target, "JPEG" if mode == "CMYK" else "PNG")
    assert Image.open(pictures.draw(target)).size == (1200, 96)


def test_the_process_inherits_nothing(child, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    child("print(sorted(os.environ.keys() - {'LC_CTYPE'}), os.listdir('/proc/self/fd'), os.getsid(0) == os.getpid())")
    with open(__file__) as inherited:
        inherited.fileno()
        # Standard in, out and error; the fourth is that of listdir.
        assert pictures.draw(file()).read().decode() == "[] ['0', '1', '2', '3'] True\n"


def test_the_process_imports_nothing_of_ours():
    imported = set()
    for node in ast.walk(ast.parse(pictures.CHILD.read_text())):
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module)
        elif isinstance(node, ast.Import):
            imported |= {name.name for name in node.names}
    assert imported == {"PIL", "io", "resource", "signal", "sys"}


def test_nothing_but_that_process_decodes():
    apps = ("accounts", "faq", "helpdesk", "notifications", "tickets")
    sources = [path for app in apps for path in ROOT.glob(f"{app}/**/*.py")]
    assert [path.name for path in sources if DECODERS.search(path.read_text())] == ["drawing.py"]


def test_past_its_memory_it_ends_and_the_next_is_drawn(monkeypatch):
    monkeypatch.setattr(pictures, "MEMORY", 90 * 1024**2)
    with pytest.raises(ValueError, match="more than"):
        pictures.draw(file(picture(size=(5000, 4000))))
    assert pictures.draw(file()).size


def test_past_its_time_it_is_killed_and_the_next_is_drawn(child, monkeypatch):
    monkeypatch.setattr(pictures, "SECONDS", 1)
    script = child("sys.stdout.write(str(os.getpid())); sys.stdout.flush()", "time.sleep(600)")
    with pytest.raises(ValueError, match="more than"):
        pictures.draw(file())
    script.write_text("print('the next')")
    assert pictures.draw(file()).read() == b"the next\n"


def test_who_is_left_alone_ends_by_themselves(child):
    script = child("ours['_limit'](2**30, 1)", "while True: pass")
    assert subprocess.run([sys.executable, str(script)], check=False).returncode in (-signal.SIGXCPU, -signal.SIGKILL)


def test_a_service_that_stops_lets_it_finish(child):
    child("ours['_limit'](2**30, 1)", "os.kill(os.getpid(), signal.SIGTERM)", "print('finished')")
    assert pictures.draw(file()).read() == b"finished\n"


def test_one_at_a_time_is_drawn(child, tmp_path):
    notes = tmp_path / "notes"
    note = f"with open({str(notes)!r}, 'a') as notes: notes.write"
    child(f"{note}('begun ')", "time.sleep(0.1)", f"{note}('ended ')")
    threads = [threading.Thread(target=lambda: pictures.draw(file())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert notes.read_text() == "begun ended " * 4


def test_a_picture_is_never_larger_than_a_page_needs():
    drawn = drawing.draw(file(picture(size=(3000, 10))))
    assert drawn.size == (1200, 4)


def _can_be_read(data):
    try:
        return read_header(file(data)).pixels == SIZE[0] * SIZE[1]
    except ValueError:
        return False
