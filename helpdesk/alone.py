"""The lock of the one web process where there is no Redis: a file's, or PostgreSQL's own, which other hosts share."""

import fcntl
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings

from .postgresql import parameters

logger = logging.getLogger(__name__)

KEY = 0x68656C70  # each database has advisory locks of its own
LOOKS_EVERY = 10  # seconds between two looks whether the connection of the lock is still there
GIVES_UP_AFTER = 60  # seconds; longer than the server takes to notice that a connection of ours is gone
SERVER_NOTICES = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"

_held: Any = None  # kept: the lock lasts as long as the file or the connection, which is as long as the process


def hold(wait: float) -> bool:
    """Take the lock for the life of this process, within `wait` seconds; tell whether it has it."""
    global _held
    if _held:
        return True
    take = _lock_database if settings.ON_POSTGRESQL else _lock_file
    deadline = time.monotonic() + wait
    while not (_held := take()):
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.1)
    if settings.ON_POSTGRESQL:
        threading.Thread(target=_keep, name="lock", daemon=True).start()
    return True


def let_go() -> None:
    """Give the lock back before the process ends."""
    global _held
    if _held:
        _held.close()
        _held = None


def _lock_file():
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    file = open(settings.VAR_DIR / "web.lock", "w")  # noqa: SIM115
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _lock_database():
    options = f"{parameters().get('options', '')} {SERVER_NOTICES}"
    connection = psycopg.connect(**parameters() | {"options": options}, autocommit=True)  # type: ignore[arg-type]
    [got] = connection.execute("SELECT pg_try_advisory_lock(%s)", [KEY]).fetchone()
    if not got:
        connection.close()
        return None
    return connection


def _keep() -> None:
    """Take the lock again where its connection was lost, as when the database was restarted."""
    while _held:
        time.sleep(LOOKS_EVERY)
        if _held and not _answers(_held):
            _take_again(_end)


def _answers(connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


def _take_again(otherwise: Callable[[], None]) -> None:
    """Try until the database is back and gives us the lock; call `otherwise` where another process keeps it."""
    global _held
    refused_since = None
    while True:
        try:
            taken = _lock_database()
        except psycopg.Error:
            refused_since = None  # the database is away: for the others, too
        else:
            if taken:
                _held = taken
                return
            refused_since = refused_since or time.monotonic()
            if time.monotonic() - refused_since > GIVES_UP_AFTER:
                otherwise()
                return
        time.sleep(1)


def _end() -> None:
    logger.error("another web process took over while the database was away: without REDIS_URL only one can run")
    os.kill(os.getpid(), signal.SIGTERM)
