"""What a process refuses to start with. Unsafe settings are refused earlier, in settings.py."""

import logging
import os
import sys
import threading
import time

import psycopg
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from notifications.away import is_away

from . import alone

logger = logging.getLogger(__name__)

FOR_GOOD = 3  # the exit code at which gunicorn stops, instead of starting the process again
LOOKS_EVERY = 1  # second, while the database is away


class Refused(Exception):
    """The set-up is unsafe or impossible; the text is one sentence that names the setting or command."""


class DatabaseAway(Exception):
    """The database does not answer yet, or is locked: nothing is wrong with the set-up as far as one can see."""


def refuse_web(wait: float = 3):
    """Raise `Refused` where this process must not serve; otherwise hold the web lock for its life.

    `wait` is how many seconds a process that is just stopping (a reload, a restart) is given to let go of it. While the
    database is away the process serves, with the page that says so; once it is there and refuses, the process ends.
    """
    try:
        _refuse_web_now(wait)
    except DatabaseAway:
        logger.warning(
            "DATABASE_URL is wrong, or names a database that does not answer yet: looking again every second"
        )
        threading.Thread(target=_refuse_web_later, args=[wait], name="database", daemon=True).start()


def _refuse_web_now(wait):
    refuse_pending_migrations()
    connection.close()  # this thread asks no more
    refuse_without_static_files()
    if not settings.REDIS_URL and not _is_alone(wait):
        raise Refused(
            "REDIS_URL is not set, so only one web process can run, and one runs already: "
            "stop that one, or set REDIS_URL."
        )


def _is_alone(wait) -> bool:
    try:
        return alone.hold(wait)
    except psycopg.OperationalError as error:
        raise DatabaseAway from error


def _refuse_web_later(wait):
    time.sleep(LOOKS_EVERY)
    try:
        until_there(lambda: _refuse_web_now(wait))
    except Refused as refusal:
        print(refusal, file=sys.stderr, flush=True)
        os._exit(FOR_GOOD)  # from this thread nothing else ends the whole process
    logger.warning("the database answers")


def refuse_worker():
    """Raise `Refused` where a worker of its own would not reach the web process or the database; wait for a database
    that is away."""
    if not settings.REDIS_URL:
        raise Refused(
            "REDIS_URL is not set, so the worker runs inside the web process: start that with `manage.py serve`, "
            "or set REDIS_URL to run a worker of its own."
        )
    until_there(refuse_pending_migrations)


def until_there(ask):
    """Call `ask` again and again until it no longer raises `DatabaseAway`."""
    while True:
        try:
            return ask()
        except DatabaseAway:
            logger.warning("waiting for the database that DATABASE_URL names, if it is right")
            time.sleep(LOOKS_EVERY)


def refuse_pending_migrations():
    """Raise `Refused` where the database cannot be opened or lacks a migration, `DatabaseAway` where waiting helps."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        connection.close()
        if is_away(error):
            raise DatabaseAway from error
        raise Refused("DATABASE_URL names a database that cannot be opened: correct the setting.") from error
    if plan:
        raise Refused(f"The database lacks {len(plan)} migrations: run `manage.py migrate` first.")


def refuse_without_static_files():
    """Raise `Refused` where pages would name static files that were never collected, as after a restore."""
    if lacks_static_files():
        raise Refused("The static files are not there: run `manage.py collectstatic` first.")


def lacks_static_files() -> bool:
    """Tell whether the list of collected files, by which pages name them, is missing."""
    return isinstance(staticfiles_storage, ManifestFilesMixin) and staticfiles_storage.read_manifest() is None
