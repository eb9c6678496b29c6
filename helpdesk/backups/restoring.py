"""Restoring a backup into a help desk that holds nothing yet."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import User
from helpdesk import alone
from tickets import services
from tickets.models import HelpDesk, Ticket, WorkerBeat
from tickets.worker import is_silent

from . import files, tables, telling
from .manifest import Impossible, Manifest
from .taking import database

ONLY_EMPTY = "a backup is restored into an empty one only."


def restore(source: Path) -> list[str]:
    """Restore the backup in the folder `source` and return what was done, in sentences. Raises `Impossible`.

    Nothing is changed before everything is verified. Files come first, since they can be taken away again where the
    database then cannot be loaded.
    """
    manifest = Manifest.read(source)
    if not settings.REDIS_URL and not alone.hold(0):
        raise Impossible("The help desk is running: stop it, then restore.")
    if settings.REDIS_URL and _is_worked_on():
        raise Impossible("A worker is running, or was two minutes ago: stop the help desk, then restore.")
    try:
        _refuse(manifest, source)
        replaced = _people()
        _load(manifest, source)
        return _finish(manifest, replaced)
    finally:
        if not settings.REDIS_URL:
            alone.let_go()


def _is_worked_on() -> bool:
    """Tell whether a worker is at it, or was just now."""
    return WorkerBeat._meta.db_table in connection.introspection.table_names() and not is_silent()


def _refuse(manifest, source) -> None:
    if manifest.database != database().KIND:
        raise Impossible(f"The backup is of a {manifest.database} database, and DATABASE_URL names another kind.")
    newer = {tuple(one) for one in manifest.migrations} - _known_migrations()
    if newer:
        raise Impossible("The backup was made by a newer version of the help desk: update this one first.")
    if Ticket._meta.db_table in connection.introspection.table_names() and Ticket.objects.exists():
        raise Impossible(f"DATABASE_URL names a help desk that has tickets: {ONLY_EMPTY}")
    if stored := files.first_stored():
        place = "S3_BUCKET" if settings.S3_BUCKET else "MEDIA_ROOT"
        raise Impossible(f"{place} names a store that holds files, such as {stored}: {ONLY_EMPTY}")
    files.verify(manifest, source)
    database().refuse(manifest, source)


def _known_migrations() -> set[tuple[str, str]]:
    loader = MigrationExecutor(connection).loader
    replaced = {key for migration in loader.replacements.values() for key in migration.replaces}
    return set(loader.disk_migrations) | replaced


def _people() -> int:
    try:
        return User.objects.count()
    except DatabaseError:  # not even tables
        return 0


def _load(manifest, source) -> None:
    begun = []
    try:
        for part in manifest.files:
            begun.append(part["name"])
            files.put(part, source)
        database().load(manifest, source)
    except BaseException:
        for name in begun:
            with suppress(OSError):
                default_storage.delete(name)
        raise
    with connection.cursor() as cursor:

        def ask(query):
            cursor.execute(query)
            return cursor.fetchall()

        if tables.count(ask, manifest.counts) != manifest.counts:
            raise Impossible("The restored database does not hold what the manifest counts: do not use it.")


def _finish(manifest, replaced) -> list[str]:
    call_command("migrate", interactive=False, verbosity=0)
    added = MigrationRecorder.Migration.objects.count() - len(manifest.migrations)
    tables.forget_files(manifest.gone)
    services.disown_files()
    cache.delete(HelpDesk.CACHED_AS)
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        static = f"Static files were collected into {settings.STATIC_ROOT}."
    except OSError as error:
        static = f"Static files could not be collected ({error}): run `manage.py collectstatic`."
    return telling.of_a_restore(manifest, replaced=replaced, added=added, static=static)
