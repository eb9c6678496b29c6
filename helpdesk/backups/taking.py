"""Making a backup, beside a help desk that goes on working."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from helpdesk.startup import Refused, refuse_pending_migrations
from tickets import services
from tickets.models import FileStore

from . import files, tables
from . import postgresql as postgresql_database
from . import sqlite as sqlite_database
from .manifest import Impossible, Manifest


def database():
    """Return the module that copies the database there is."""
    return postgresql_database if settings.ON_POSTGRESQL else sqlite_database


def take(target: Path) -> Manifest:
    """Write a backup into the new folder `target`; it has this name only when it is whole. Raises `Impossible`."""
    try:
        refuse_pending_migrations()
    except Refused as refusal:
        raise Impossible(str(refusal)) from refusal
    with _becoming(target) as partial:
        manifest = _write(partial)
    services.note_backup(
        started_at=datetime.fromisoformat(manifest.snapshot_at),
        ended_at=datetime.fromisoformat(manifest.ended_at),
        size=manifest.size,
        files=len(manifest.files),
    )
    return manifest


@contextmanager
def _becoming(target: Path) -> Iterator[Path]:
    """Give a new folder that becomes `target` at the end, or goes if there is none. Only its owner reads it."""
    partial = target.with_name(f"{target.name}.partial")
    for path in (target, partial):
        if path.exists():
            raise Impossible(f"{path} exists already: name a new folder, or remove it first.")
    try:
        partial.mkdir()
        try:
            yield partial
            os.sync()
            partial.rename(target)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    except OSError as error:
        raise Impossible(f"The backup cannot be written: {error}.") from error


def _write(folder) -> Manifest:
    copied = database()
    desk = FileStore.current().desk
    dump = folder / copied.DUMP
    began = datetime.now(UTC)
    with copied.snapshot(dump) as ask:
        names = tables.named_files(ask)
        counts, migrations = tables.count(ask, tables.of_the_desk()), tables.migrations(ask)
    manifest = Manifest(
        database=copied.KIND,
        server=copied.server(),
        snapshot_at=began.isoformat(),
        desk=str(desk),
        counts=counts,
        migrations=migrations,
        dump=files.describe(dump, copied.DUMP),
    )
    lacking = []
    for name in names:
        try:
            manifest.files.append(files.fetch(name, folder))
        except FileNotFoundError:
            lacking.append(name)
    manifest.missing = sorted(tables.still_named(lacking))
    manifest.gone = sorted({*lacking} - {*manifest.missing})
    manifest.ended_at = datetime.now(UTC).isoformat()
    manifest.write(folder)
    return manifest
