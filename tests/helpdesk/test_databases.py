"""What DATABASE_URL says after its question mark: kept beside our own options, or refused, never dropped."""

import json
import socketserver
import struct
import threading

import pytest

from helpdesk.databases import SQLITE, BadOption, with_options

from .processes import environment, run

POSTGRESQL = {"ENGINE": "django.db.backends.postgresql", "USER": "desk", "PASSWORD": "", "HOST": "db", "PORT": ""}
SSL_REQUEST = struct.pack("!II", 8, 80877103)  # PostgreSQL, frontend/backend protocol, message formats
OPTIONS = """
import json
from django.conf import settings
database = settings.DATABASES["default"]
print(json.dumps([database["OPTIONS"], database.get("CONN_MAX_AGE")]))
"""
CONNECT = """
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 2
from django.db import connection
connection.ensure_connection()
"""


class WithoutTls(socketserver.StreamRequestHandler):
    """A server that has no TLS, and keeps what is said to it in plain."""

    timeout = 20

    def handle(self):
        while (said := self.rfile.read(8)) == SSL_REQUEST:
            self.server.asked.append(said)
            self.wfile.write(b"N")
        if said:
            self.server.plain.append(said)


@pytest.fixture
def without_tls():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), WithoutTls) as server:
        server.asked, server.plain, server.daemon_threads = [], [], True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def connect(server, folder, query):
    url = f"postgres://desk:secret@127.0.0.1:{server.server_address[1]}/desk{query}"
    return run("-c", CONNECT, env=environment(folder, DATABASE_URL=url))


@pytest.mark.parametrize("mode", ["require", "verify-full"])
def test_a_connection_that_must_be_encrypted_is_refused_not_plain(without_tls, tmp_path, mode):
    (tmp_path / "root.pem").touch()
    ended = connect(without_tls, tmp_path, f"?sslmode={mode}&sslrootcert={tmp_path}/root.pem")
    assert ended.returncode
    assert "OperationalError" in ended.stderr
    assert without_tls.asked or mode == "verify-full"  # there, an empty root.pem ends it before
    assert not without_tls.plain


def test_the_server_of_this_test_does_hear_what_is_plain(without_tls, tmp_path):
    assert connect(without_tls, tmp_path, "").returncode
    assert without_tls.asked
    assert without_tls.plain


@pytest.mark.parametrize(
    ("url", "kept", "ours"),
    [
        (
            "postgres://desk@db/desk?sslmode=require&connect_timeout=5",
            {"sslmode": "require", "connect_timeout": 5},
            "pool",
        ),
        ("postgres:///desk?host=/run/postgresql", {"host": "/run/postgresql"}, "pool"),
        ("sqlite:////{folder}/db.sqlite3?timeout=5", {"timeout": 5}, "init_command"),
        ("sqlite:////{folder}/db.sqlite3", SQLITE, "init_command"),
    ],
)
def test_what_it_says_stands_beside_our_own_options(tmp_path, url, kept, ours):
    answer = run("-c", OPTIONS, env=environment(tmp_path, DATABASE_URL=url.format(folder=tmp_path)))
    options, max_age = json.loads(answer.stdout)
    assert kept.items() <= options.items()
    assert options[ours]
    assert max_age == (0 if ours == "pool" else None)


@pytest.mark.parametrize(
    "query",
    [
        "sslmod=require",
        "SSLMODE=require",
        "sslmode=",
        "sslmode=require&sslmode=disable",
        "pool=0",
        "CONN_MAX_AGE=600",
        "atomic_requests=1",
        "host=another",
        "dbname=another",
    ],
)
def test_what_would_be_dropped_is_named(query):
    with pytest.raises(BadOption) as raised:
        with_options(POSTGRESQL | {"OPTIONS": {}}, f"postgres://desk@db/desk?{query}", 9)
    assert str(raised.value) == query.split("=")[0]


@pytest.mark.parametrize("name", ["init_command", "transaction_mode", "mode", "sslmode"])
def test_our_promises_on_sqlite_cannot_be_taken_away(name):
    with pytest.raises(BadOption, match=name):
        with_options({"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {name: "x"}}, f"sqlite:///db?{name}=x", 9)
