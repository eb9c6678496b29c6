"""SQLite, by its own way to copy a database that is written to."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from . import tables
from .manifest import Impossible, Manifest

KIND = "sqlite"
DUMP = "database.sqlite3"


def server() -> int:
    return 0


@contextmanager
def snapshot(path: Path) -> Iterator[tables.Ask]:
    """Copy the database as it is in this moment, what lies in its write-ahead log included."""
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)  # all in one step: of one moment, and who writes need not wait
        copy.execute("PRAGMA journal_mode = DELETE")  # one file that needs no other
        yield lambda query: copy.execute(query).fetchall()


def refuse(manifest: Manifest, folder: Path) -> None:
    """Raise `Impossible` where the dump cannot be loaded here."""
    with _opened(folder / DUMP) as dump:
        counted = tables.count(lambda query: dump.execute(query).fetchall(), manifest.counts)
    if counted != manifest.counts:
        raise Impossible("The backup is damaged: its database does not hold what the manifest counts.")


def load(manifest: Manifest, folder: Path) -> None:
    connection.ensure_connection()
    with _opened(folder / DUMP) as dump:
        dump.backup(connection.connection)
    connection.close()  # which reads the database anew


@contextmanager
def _opened(path):
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as dump:
        yield dump
