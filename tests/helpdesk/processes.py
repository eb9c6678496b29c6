"""Real processes for tests: manage.py and servers, on a database and a folder of their own."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds; a loaded machine is slow, a broken process never comes
TICK = threading.Event()  # never set: waiting on it is the pause between two looks


def environment(folder, **changes):
    """Return an environment with nothing of ours but what is safe; a change to None leaves the variable out."""
    settings = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
        "SECRET_KEY": "a-key-for-one-process-" * 3,
        "DEBUG": "0",
        "SITE_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "REDIS_URL": "",
        **changes,
    }
    return {name: value for name, value in settings.items() if value is not None}


def run(*command, env):
    """Run a command of this Python to its end."""
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def manage(*arguments, env):
    return run("manage.py", *arguments, env=env)


@contextmanager
def running(*command, env):
    """Start a command of this Python and kill it at the end with all it has started, should they still run."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, start_new_session=True, **pipes)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)


def stop(process, signum=signal.SIGTERM):
    """Send the signal and return what the process printed, stdout and stderr, once it ended."""
    process.send_signal(signum)
    return process.communicate(timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url, **options):
    """Return status and body, whatever the status; (None, "") where nobody answers."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, **options), timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()
    except OSError:
        return None, ""


def until(condition, process):
    """Wait until `condition()` is true and return its value; fails if the process ends first."""
    for _ in range(PATIENCE * 50):
        if value := condition():
            return value
        assert process.poll() is None, process.communicate()
        TICK.wait(0.02)
    raise AssertionError("it did not happen in time")


def restore(source, env):
    """Run `manage.py restore` as the help desk of `env`."""
    return manage("restore", str(source), env=env)
