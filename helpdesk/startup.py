"""What a process refuses to start with. Unsafe settings are refused earlier, in settings.py."""

import fcntl
import time

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

_web_lock = None  # kept open: the lock lasts as long as the file, which is as long as the process


class Refused(Exception):
    """The set-up is unsafe or impossible; the text is one sentence that names the setting or command."""


def refuse_web(wait: float = 3):
    """Raise `Refused` where this process must not serve; otherwise hold the web lock for its life.

    `wait` is how many seconds a process that is just stopping (a reload, a restart) is given to let go of it.
    """
    refuse_pending_migrations()
    connection.close()  # this thread asks no more
    if not settings.REDIS_URL:
        _take_web_lock(wait)


def refuse_worker():
    """Raise `Refused` where a worker of its own would not reach the web process or the database."""
    if not settings.REDIS_URL:
        raise Refused(
            "REDIS_URL is not set, so the worker runs inside the web process: start that with `manage.py serve`, "
            "or set REDIS_URL to run a worker of its own."
        )
    refuse_pending_migrations()


def refuse_pending_migrations():
    """Raise `Refused` where the database does not answer or lacks a migration."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise Refused(
            "DATABASE_URL names a database that does not answer: start it, or correct the setting."
        ) from error
    if plan:
        raise Refused(f"The database lacks {len(plan)} migrations: run `manage.py migrate` first.")


def _take_web_lock(wait):
    global _web_lock
    if _web_lock:
        return
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    file = open(settings.VAR_DIR / "web.lock", "w")  # noqa: SIM115
    deadline = time.monotonic() + wait
    while not _locked(file):
        if time.monotonic() >= deadline:
            file.close()
            raise Refused(
                "REDIS_URL is not set, so only one web process can run, and one runs already: "
                "stop that one, or set REDIS_URL."
            )
        time.sleep(0.1)
    _web_lock = file


def _locked(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
