"""PostgreSQL, by pg_dump and pg_restore."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from helpdesk.postgresql import parameters

from . import tables
from .manifest import Impossible, Manifest

KIND = "postgresql"
DUMP = "database.pgdump"
TOOLS = "the client tools of PostgreSQL (on Debian: postgresql-client)"


def server() -> int:
    connection.ensure_connection()
    return connection.pg_version // 10_000


@contextmanager
def snapshot(path: Path) -> Iterator[tables.Ask]:
    """Dump the database as it is in this moment; what is asked inside is answered from the same moment."""
    _refuse_old("pg_dump", server())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        [moment] = cursor.fetchone()
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={path}")

        def ask(query):
            cursor.execute(query)
            return cursor.fetchall()

        yield ask


def refuse(manifest: Manifest, folder: Path) -> None:
    """Raise `Impossible` where the dump cannot be loaded here."""
    _refuse_old("pg_restore", max(server(), manifest.server))
    if server() < manifest.server:
        raise Impossible(
            f"The backup comes from PostgreSQL {manifest.server}, and this server is version {server()}: "
            f"it takes version {manifest.server} or newer."
        )


def load(manifest: Manifest, folder: Path) -> None:
    """Put the dump in the place of the desk's tables, which hold no ticket."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        names = ", ".join(map(tables.quote, sorted(present & (tables.of_the_desk() | set(manifest.counts)))))
        if names:
            cursor.execute(f"DROP TABLE {names} CASCADE")
    connection.close()
    # Comments are left out: only a superuser may comment on an extension.
    options = ["--no-owner", "--no-privileges", "--no-comments", "--single-transaction", "--exit-on-error"]
    _run("pg_restore", *options, str(folder / DUMP))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a dump does not hold what the planner knows


def _run(program, *arguments) -> None:
    known = parameters()
    env = os.environ | {"PGPASSWORD": known.pop("password", "")}  # never an argument: those everybody can read
    command = [program, f"--dbname={make_conninfo(**known)}", *arguments]  # type: ignore[arg-type]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Impossible(f"{program} failed: {' '.join(done.stderr.split())[-500:]}")


def _refuse_old(program, needed: int) -> None:
    if not shutil.which(program):
        raise Impossible(f"{program} is not installed: it is part of {TOOLS}.")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    version = int(re.search(r"\) (\d+)", said)[1])
    if version < needed:
        raise Impossible(
            f"{program} is version {version}, which is older than PostgreSQL {needed}: "
            f"install version {needed} or newer of {TOOLS}."
        )
