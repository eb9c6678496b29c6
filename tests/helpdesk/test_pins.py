"""`make check` names newer pins, and fails for nobody who is offline."""

import os
import shutil

from .processes import run


def test_without_a_network_nothing_is_compared_and_nothing_fails(tmp_path):
    nowhere = "http://127.0.0.1:9"
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "UV_NO_CACHE": "1",
        "UV_DEFAULT_INDEX": nowhere,
        "npm_config_registry": nowhere,
        "npm_config_fetch_retries": "0",
    }
    answer = run(".ci/pins.py", "requirements.in", env=env)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "requirements.in: its source could not be reached; nothing was compared" in answer.stdout
    assert "htmx: its source could not be reached" in answer.stdout


def test_a_missing_tool_counts_as_offline(tmp_path):
    answer = run(".ci/pins.py", "requirements.in", env={"PATH": str(tmp_path), "UV_NO_CACHE": "1", "UV_OFFLINE": "1"})
    assert not shutil.which("npm", path=str(tmp_path))
    assert answer.returncode == 0
    assert "htmx: its source could not be reached" in answer.stdout
