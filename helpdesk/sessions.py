"""Sessions in the database, asked for by keys that can be ours only."""

import re

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

KEY = re.compile(r"[a-z0-9]{32}\Z")


class SessionStore(DatabaseStore):
    """A cookie may hold anything, also NUL, which PostgreSQL refuses with an error."""

    def _validate_session_key(self, key):
        return bool(key and KEY.match(key))
