"""The options of DATABASE_URL, beside ours. Pure."""

from urllib.parse import parse_qsl

# reconnect_timeout: the pool tries again after pauses that double; from then on every request tries anew.
POOL = {"min_size": 2, "timeout": 5, "reconnect_timeout": 4}
# IMMEDIATE: a transaction that reads first would fail at once when it comes to write beside another.
# FULL: NORMAL may lose a commit at power loss.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
SQLITE_TAKES = {"timeout", "cached_statements"}  # what none of our promises hangs on


class BadOption(Exception):
    """An option of the URL would be dropped without a word; the text is its name."""


def with_options(database: dict, url: str, pool_size: int) -> dict:
    """Return the entry for `DATABASES` of what was read from `url`, its options beside ours; PostgreSQL is asked over
    at most `pool_size` connections a process.

    Raises `BadOption` for one that is not known, has no value, stands there twice or says again what the rest of the
    URL says: where ``sslmode=require`` went lost, the connection would be plain.
    """
    on_postgresql = database["ENGINE"] == "django.db.backends.postgresql"
    options = parse_qsl(url.partition("?")[2].partition("#")[0], keep_blank_values=True)
    names = [name for name, _value in options]
    known = _known_to_libpq(database) if on_postgresql else SQLITE_TAKES
    for name, value in options:
        if name not in known or not value or names.count(name) > 1:
            raise BadOption(name)
    own = database.get("OPTIONS", {})
    if on_postgresql:
        # Each connection is looked at when the pool hands it out: after a restart of the database all of them are dead.
        fresh = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
        return database | fresh | {"OPTIONS": own | {"pool": POOL | {"max_size": pool_size}}}
    return database | {"OPTIONS": SQLITE | own}


def libpq_options() -> set[str]:
    """Return what libpq knows, by its own names."""
    from psycopg.pq import Conninfo  # not loaded on SQLite

    return {option.keyword.decode() for option in Conninfo.get_defaults()}


def _known_to_libpq(database) -> set[str]:
    return (
        libpq_options() - {name for name in ("host", "port", "user", "password") if database[name.upper()]} - {"dbname"}
    )
