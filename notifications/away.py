"""Whether a database error says that the database is away or busy for now, or that something is wrong for good."""

import sqlite3

from django.db import InterfaceError, OperationalError

# The query is wrong, or the setting: waiting helps neither.
FOR_GOOD = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CANTOPEN}


def is_away(error: BaseException | None) -> bool:
    """Tell whether the same may work in a while: the database does not answer, is restarted, locked or full."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)  # SQLite's is such an error for a missing table as well
    return code is None or code & 0xFF not in FOR_GOOD
