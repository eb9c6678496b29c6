"""The database is away, restarted or locked: whoever wrote something gets it back, and all comes back by itself."""

import sqlite3
import uuid
from contextlib import closing

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.test import Client

from .cluster import own_cluster
from .processes import environment, fetch, free_port, manage, running, stop, until

TEXT = "It says that the file is damaged."


@pytest.fixture
def database_is_away():
    """Every query fails, until the end of the test."""

    def fail(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly")

    return lambda: connection.execute_wrapper(fail)


def browser_of(user=None):
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


POSTS = [
    ("customer", "/help/downloads/", {"f_serial": "LP2208831947", "text": TEXT}),
    ("customer", "/help/downloads/check/", {"text": TEXT}),
    ("customer", "/status/", {"email": "ayse@example.org", "text": TEXT}),
    ("ana", "/desk/tickets/{}/reply/", {"body": TEXT, "then": "open"}),
    ("ana", "/desk/tickets/{}/note/", {"body": TEXT}),
    ("owner", "/desk/settings/mail/", {"body": TEXT}),
]


@pytest.mark.parametrize(("who", "path", "typed"), POSTS, ids=[path for _who, path, _typed in POSTS])
def test_what_was_typed_comes_back_while_the_database_is_away(who, path, typed, ticket, cast, database_is_away):
    browser = browser_of(getattr(cast, who, None))
    with database_is_away():
        page = browser.post(path.format(ticket.reference_text), typed | {"password": "open sesame"})
    assert page.status_code == 503
    assert f">{TEXT}</textarea>" in page.text
    assert "send it again" in page.text
    assert "sesame" not in page.text
    assert page["Retry-After"]


@pytest.mark.parametrize("path", ["/", "/faq/", "/help/downloads/", "/accounts/login/", "/desk/", "/admin/"])
def test_a_page_says_that_the_desk_is_away_for_a_moment(path, cast, database_is_away):
    browser = browser_of(cast.owner)
    with database_is_away():
        page = browser.get(path)
    assert page.status_code in (200, 503)  # the first ones may be in the cache
    if page.status_code == 503:
        assert "away for a moment" in page.text
        assert "textarea" not in page.text


def test_a_mistake_of_ours_is_still_one_but_gives_the_text_back(ticket, cast):
    def fail(execute, sql, params, many, context):
        raise ProgrammingError("no such column")

    browser = browser_of(cast.ana)
    with connection.execute_wrapper(fail):
        page = browser.post(f"/desk/tickets/{ticket.reference_text}/reply/", {"body": TEXT})
    assert page.status_code == 500
    assert f">{TEXT}</textarea>" in page.text


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows, not the database")
@pytest.mark.django_db(transaction=True)
class TestLocked:
    @pytest.fixture
    def locked(self, db):
        """Somebody else keeps the database for longer than anybody waits."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 20")  # ms
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
            yield lambda: other.execute("BEGIN EXCLUSIVE")
        connection.close()

    def test_a_reply_comes_back_and_can_be_sent_once_it_is_free(self, locked, ticket, cast, newest_event):
        browser = browser_of(cast.ana)
        typed = {"body": TEXT, "then": "open", "last_event": newest_event(ticket), "form_key": uuid.uuid4()}
        other = locked()
        page = browser.post(f"/desk/tickets/{ticket.reference_text}/reply/", typed)
        assert page.status_code == 503
        assert f">{TEXT}</textarea>" in page.text
        other.execute("ROLLBACK")
        assert browser.post(f"/desk/tickets/{ticket.reference_text}/reply/", typed).status_code == 302
        assert ticket.messages.filter(kind="reply", body=TEXT).count() == 1


class TestStartedBeforeTheDatabase:
    @pytest.fixture
    def cluster(self):
        with own_cluster() as cluster:
            yield cluster

    def env(self, cluster, folder):
        port = free_port()
        url = f"http://localhost:{port}"
        redis = "redis://127.0.0.1:9/0"  # where nobody answers: a worker may run all the same
        return environment(folder, DATABASE_URL=cluster.url, REDIS_URL=redis, PORT=str(port), SITE_URL=url)

    def test_web_and_worker_wait_and_begin_by_themselves(self, cluster, tmp_path):
        env = self.env(cluster, tmp_path)
        url = env["SITE_URL"]
        cluster.start()
        for command in (("migrate", "--verbosity", "0"), ("collectstatic", "--noinput", "--verbosity", "0")):
            assert manage(*command, env=env).returncode == 0
        cluster.stop()
        with running("-m", "gunicorn", env=env) as web, running("manage.py", "worker", env=env) as worker:
            until(lambda: fetch(f"{url}/healthz")[0] == 200, web)
            until(lambda: "away for a moment" in fetch(url)[1], web)
            cluster.start()
            until(lambda: fetch(url)[0] == 200, web)
            until(lambda: '"worker": "ok"' in fetch(f"{url}/readyz")[1], worker)
            stop(worker)
            stop(web)
        assert (web.returncode, worker.returncode) == (0, 0)

    def test_a_database_without_its_tables_ends_them_for_good_once_it_answers(self, cluster, tmp_path):
        env = self.env(cluster, tmp_path)
        with running("-m", "gunicorn", env=env) as web, running("manage.py", "worker", env=env) as worker:
            until(lambda: fetch(f"{env['SITE_URL']}/healthz")[0] == 200, web)
            cluster.start()
            for process in (web, worker):
                _output, errors = process.communicate(timeout=60)
                assert process.returncode
                assert "manage.py migrate" in errors
