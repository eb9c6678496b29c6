"""Without Redis one web process runs, whatever host the next one is started on."""

import pytest
from django.conf import settings as configured

from helpdesk import alone, startup

from .databases import fresh_database, of_this_test
from .processes import environment, fetch, free_port, manage, running, stop, until

pytestmark = [
    pytest.mark.skipif(not configured.ON_POSTGRESQL, reason="the database that hosts share"),
    pytest.mark.django_db,
]


@pytest.fixture
def starting(settings, monkeypatch):
    """A process that has not started yet, without Redis."""
    settings.REDIS_URL = ""
    monkeypatch.setattr(alone, "LOOKS_EVERY", 0.01)
    monkeypatch.setattr(startup, "refuse_pending_migrations", lambda: None)
    yield
    alone.let_go()


@pytest.fixture
def other():
    """The connection of another host."""
    with of_this_test() as connection:
        yield connection


def take(connection):
    return connection.execute("SELECT pg_try_advisory_lock(%s)", [alone.KEY]).fetchone()[0]


@pytest.mark.usefixtures("starting")
def test_a_second_one_on_another_host_is_refused(other):
    assert take(other)
    with pytest.raises(startup.Refused, match="REDIS_URL"):
        startup.refuse_web(wait=0)
    other.close()
    startup.refuse_web(wait=3)
    startup.refuse_web(wait=0)  # holding it already
    with of_this_test() as third:
        assert not take(third)


@pytest.mark.usefixtures("starting")
def test_the_lock_is_taken_again_after_the_connection_was_lost(other):
    assert alone.hold(0)
    first = alone._held
    other.execute("SELECT pg_terminate_backend(%s)", [first.info.backend_pid])
    waiting = 0
    while alone._held is first:
        waiting += 1
        assert waiting < 1000
        other.execute("SELECT pg_sleep(0.02)")
    assert not take(other)


@pytest.mark.usefixtures("starting")
def test_who_loses_the_lock_to_another_process_ends(other, monkeypatch):
    monkeypatch.setattr(alone, "GIVES_UP_AFTER", -1)
    assert take(other)
    ended = []
    alone._take_again(lambda: ended.append(True))
    assert ended


def test_a_second_server_refuses_while_the_first_serves(tmp_path):
    with fresh_database(tmp_path) as database:
        here, there = (
            environment(tmp_path / host, DATABASE_URL=database, PORT=str(free_port())) for host in ("here", "there")
        )
        for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"]):
            assert manage(*command, env=here).returncode == 0
        assert manage("collectstatic", "--no-input", "--verbosity", "0", env=there).returncode == 0
        with running("manage.py", "serve", env=here) as first:
            until(lambda: fetch(f"http://127.0.0.1:{here['PORT']}/readyz")[0] == 200, first)
            second = manage("serve", env=there)
            assert second.returncode == 1
            assert "REDIS_URL is not set" in second.stderr
            assert "Traceback" not in second.stderr
            stop(first)
        with running("manage.py", "serve", env=there) as second:
            until(lambda: fetch(f"http://127.0.0.1:{there['PORT']}/readyz")[0] == 200, second)
