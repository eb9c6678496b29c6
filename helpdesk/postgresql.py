"""How to reach the PostgreSQL of DATABASE_URL past Django's pool: for programs, and for a connection that stays."""

from django.db import connection

from .databases import libpq_options


def parameters() -> dict[str, str]:
    """Return what libpq needs to connect, by its own names, the password among them."""
    known = libpq_options()
    return {name: str(value) for name, value in connection.get_connection_params().items() if name in known and value}
