"""Databases for real processes, of the kind these tests run on: SQLite, or DATABASE_URL's PostgreSQL."""

import os
import sqlite3
import uuid
from contextlib import closing, contextmanager

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from helpdesk.postgresql import parameters


@contextmanager
def fresh_database(folder):
    """An empty database of its own; gives the DATABASE_URL."""
    if not settings.ON_POSTGRESQL:
        yield f"sqlite:///{folder}/db.sqlite3"
        return
    name = f"helpdesk_{uuid.uuid4().hex}"
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{server}/{name}"
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def url_of_tests() -> str:
    """Return the DATABASE_URL of the database that the running test uses itself."""
    name = connection.settings_dict["NAME"]
    return f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{name}" if settings.ON_POSTGRESQL else f"sqlite:///{name}"


def rows(url, query) -> list[tuple]:
    """Ask a database of another desk."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as other:
            return other.execute(query).fetchall()
    with psycopg.connect(url) as other:
        return other.execute(query).fetchall()


def of_this_test():
    """Connect to it, past Django."""
    return psycopg.connect(**parameters(), autocommit=True)
