"""What a process refuses to start with. Unsafe settings are refused earlier, in settings.py."""

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from . import alone


class Refused(Exception):
    """The set-up is unsafe or impossible; the text is one sentence that names the setting or command."""


def refuse_web(wait: float = 3):
    """Raise `Refused` where this process must not serve; otherwise hold the web lock for its life.

    `wait` is how many seconds a process that is just stopping (a reload, a restart) is given to let go of it.
    """
    refuse_pending_migrations()
    connection.close()  # this thread asks no more
    refuse_without_static_files()
    if not settings.REDIS_URL and not alone.hold(wait):
        raise Refused(
            "REDIS_URL is not set, so only one web process can run, and one runs already: "
            "stop that one, or set REDIS_URL."
        )


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


def refuse_without_static_files():
    """Raise `Refused` where pages would name static files that were never collected, as after a restore."""
    if lacks_static_files():
        raise Refused("The static files are not there: run `manage.py collectstatic` first.")


def lacks_static_files() -> bool:
    """Tell whether the list of collected files, by which pages name them, is missing."""
    return isinstance(staticfiles_storage, ManifestFilesMixin) and staticfiles_storage.read_manifest() is None
