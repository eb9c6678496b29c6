"""Our own picture of a picture: only what we drew ourselves is shown inside a page."""

import fcntl
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile

from .picture_headers import read_header

PICTURES = {"image/jpeg", "image/png", "image/gif", "image/webp"}
CHILD = Path(__file__).with_name("drawing.py")
MEMORY = 256 * 1024**2  # bytes, all of the process
SECONDS = 10


def draw(file) -> ContentFile:
    """Return a WebP picture of at most 1200 × 1200 pixels, upright and without any metadata.

    It is drawn in a process of its own that ends with it (see `drawing`), one at a time on this machine, so whoever
    draws waits for their turn. Raises `ValueError` for what is no picture or takes more than `MEMORY` or `SECONDS`.
    """
    if not read_header(file).can_be_drawn:
        raise ValueError("too large to be decoded")
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        shutil.copyfileobj(file, source)
        source.seek(0)
        with _turn():
            _run(source, target)
        target.seek(0)
        return ContentFile(target.read(), name="picture.webp")


def _run(source, target) -> None:
    command = [sys.executable, "-I", str(CHILD), str(MEMORY), str(SECONDS)]
    try:
        subprocess.run(  # noqa: S603 - the arguments are ours
            command,
            stdin=source,
            stdout=target,
            stderr=subprocess.DEVNULL,
            env={},
            start_new_session=True,  # Ctrl-C stops us, and not a picture halfway
            timeout=SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise ValueError("damaged, or more than one picture may take") from error


@contextmanager
def _turn():
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with open(settings.VAR_DIR / "drawing.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
