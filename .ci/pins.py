"""Name the pins whose line has something newer, and so the vendored htmx. Never fails: offline it says so.

`python .ci/pins.py requirements-dev.in` compares requirements-dev.txt with what `make pins` would write now.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE = 60  # seconds
PIN = re.compile(r"^([a-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
UV = [Path(sys.executable).parent / "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]


def ask(*command) -> str | None:
    """Return what the command prints; None where it fails, as it does without a network."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None


def newer_pins(source: Path) -> list[str] | None:
    newest = ask(*UV, "--no-header", "--no-annotate", source)
    if newest is None:
        return None
    pinned = set(PIN.findall(source.with_suffix(".txt").read_text()))
    return [f"{name} {version}" for name, version in sorted(set(PIN.findall(newest)) - pinned)]


def newer_htmx() -> list[str] | None:
    here = re.search(r'version:"(2[.\d]+)"', (ROOT / "static/js/vendor/htmx.min.js").read_text())[1]
    found = ask(shutil.which("npm") or "npm", "view", "htmx.org@2", "version", "--json")
    if found is None:
        return None
    released = re.findall(r'"(2\.\d+\.\d+)"', found)
    newest = max(released, key=lambda version: [*map(int, version.split("."))])
    return [f"htmx {newest}"] if newest != here else []


for what, newer in ((sys.argv[1], newer_pins(ROOT / sys.argv[1])), ("htmx", newer_htmx())):
    if newer is None:
        print(f"{what}: its source could not be reached; nothing was compared")
    else:
        print(f"{what}: {len(newer)} newer" + "".join(f"\n  {line}" for line in newer))
