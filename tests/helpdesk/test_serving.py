"""Real servers, stopped by real signals."""

import json
import os
import signal
import socket
import time

import pytest
from django.conf import settings
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tickets.worker import ENDS_WITHIN

from .processes import PATIENCE, ROOT, environment, fetch, free_port, manage, run, running, stop, until

FILES = {"Content-Type": "multipart/form-data; boundary=none"}
A_FILE = b'--none\r\nContent-Disposition: form-data; name="attachments"; filename="a.bin"\r\n\r\n%b\r\n--none--\r\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A help desk's folder with an empty database that has its tables."""
    folder = tmp_path_factory.mktemp("desk")
    migrated = manage("migrate", "--verbosity", "0", env=environment(folder))
    assert migrated.returncode == 0, migrated.stderr
    collected = manage("collectstatic", "--noinput", "--verbosity", "0", env=environment(folder))
    assert collected.returncode == 0, collected.stderr
    return folder


@pytest.fixture
def address(folder):
    """The environment and the address of a server about to be started."""
    port = free_port()
    return environment(folder, PORT=str(port), SITE_URL=f"http://localhost:{port}"), f"http://127.0.0.1:{port}"


def ready(url):
    return fetch(f"{url}/readyz")[0] == 200


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_one_process_serves_and_works_until_a_signal_ends_all_of_it(address, signum):
    env, url = address
    with running("manage.py", "serve", env=env) as process:
        until(lambda: ready(url), process)
        assert fetch(f"{url}/healthz") == (200, "ok")
        parts = json.loads(fetch(f"{url}/readyz")[1])
        assert {parts[name] for name in ("database", "channel_layer", "worker", "static")} == {"ok"}
        assert fetch(url)[0] == 200
        output, errors = stop(process, signum)
    assert process.returncode == 0
    assert env["SITE_URL"] in output
    assert f"files in {env['VAR_DIR']}/mail" in output
    assert "Traceback" not in errors
    assert "did not stop" not in errors


FILE_A_TICKET = """
import uuid, django; django.setup()
from tickets import services; from tickets.models import Category
category = Category.objects.create(slug=uuid.uuid4().hex, name_en="Downloads")
fields = {"name": "", "language": "en", "subject": "s", "text": "t", "answers": [], "form_key": uuid.uuid4()}
services.open_ticket(category=category, email=f"{uuid.uuid4().hex}@example.org", **fields)
"""


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_mail_server_that_hangs_keeps_nobody_from_stopping(address, command):
    env, _url = address
    with socket.create_server(("127.0.0.1", 0)) as mail_server:
        env["EMAIL_URL"] = f"smtp://127.0.0.1:{mail_server.getsockname()[1]}"
        assert run("-c", FILE_A_TICKET, env=env).returncode == 0
        if command == "worker":
            env["REDIS_URL"] = "redis://127.0.0.1:9/0"  # where nobody answers
        mail_server.settimeout(PATIENCE)
        with running("manage.py", command, env=env) as process:
            connection, _client = mail_server.accept()  # and says nothing
            started = time.monotonic()
            _output, errors = stop(process)
            took = time.monotonic() - started
            connection.close()
    assert process.returncode == 0
    assert "a server keeps it waiting" in errors
    assert ENDS_WITHIN < 5
    assert took < settings.EMAIL_TIMEOUT / 2  # a loaded machine takes longer than those


def test_a_second_one_refuses_while_the_first_serves(address):
    env, url = address
    with running("manage.py", "serve", env=env) as process:
        until(lambda: ready(url), process)
        second = manage("serve", "--port", str(free_port()), env=env)
        assert second.returncode == 1
        assert "REDIS_URL" in second.stderr
        assert "Traceback" not in second.stderr
        stop(process)


def test_a_port_that_is_taken_ends_the_process_and_its_worker(address):
    env, _ = address
    with socket.create_server(("127.0.0.1", int(env["PORT"]))):
        answer = manage("serve", env=env)
    assert answer.returncode
    assert "address already in use" in answer.stderr


def test_what_comes_in_from_outside_is_bounded(address):
    env, url = address
    with running("manage.py", "serve", env=env) as process:
        until(lambda: ready(url), process)
        assert fetch(f"{url}/accounts/login/", data=b"x" * (53 * 1024 * 1024))[0] == 413
        assert chunked_post(int(env["PORT"]), 53 * 1024 * 1024).startswith(b"HTTP/1.1 413 ")
        # What a page takes is read to its end, however large its last part is, and answered.
        assert fetch(f"{url}/accounts/login/", data=b"x" * (256 * 1024))[0] == 403
        assert fetch(f"{url}/accounts/login/", data=b"x" * (256 * 1024 + 1))[0] == 413
        assert fetch(f"{url}/help/none/", data=A_FILE % (b"x" * 13 * 1024**2), headers=FILES)[0] == 403
        assert endless_head(int(env["PORT"])) < 10 * 1024 * 1024
        with pytest.raises(InvalidStatus, match="403"):
            connect(url.replace("http", "ws") + "/ws/desk/", origin=url).close()
        _, errors = stop(process)
    assert "Traceback" not in errors


def chunked_post(port, size):
    """Post without telling the length, and return the beginning of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"x" * 64 * 1024
        for _ in range(size // len(chunk)):
            client.sendall(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        return client.recv(1000)


def endless_head(port):
    """Send headers until the server has enough; return how many bytes it took."""
    sent = 0
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        try:
            while sent < 64 * 1024 * 1024:
                sent += client.send(b"X-More: " + b"x" * 8000 + b"\r\n")
        except OSError:
            return sent
    return sent


def gunicorn(*arguments):
    return "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), *arguments


def test_gunicorn_with_two_workers_and_no_redis_stops_with_the_reason(address):
    env, _ = address
    answer = run(*gunicorn("--workers", "2"), env=env)
    assert answer.returncode  # 3, or 1 where both workers give up while gunicorn is halting already
    assert "REDIS_URL is not set" in answer.stderr


def test_gunicorn_refuses_to_load_the_application_before_it_forks(address):
    env, _ = address
    answer = run(*gunicorn("--preload"), env=env)
    assert answer.returncode
    assert "preload_app" in answer.stderr


def test_gunicorn_says_what_is_wrong_with_the_settings(address):
    env, _ = address
    answer = run(*gunicorn(), env={**env, "SECRET_KEY": ""})
    assert answer.returncode
    assert "SECRET_KEY" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="needs Redis")
def test_with_redis_several_web_processes_and_a_worker_run_beside_each_other(address):
    env, url = address
    env["REDIS_URL"] = os.environ["REDIS_URL"]
    with (
        running(*gunicorn("--workers", "2"), env=env) as web,
        running("manage.py", "worker", env=env) as worker,
    ):
        until(lambda: ready(url), web)
        _, errors = stop(worker)
        assert worker.returncode == 0
        assert not [line for line in errors.splitlines() if line.startswith("{")]  # nothing was worth a line of the log
        _, errors = stop(web)
    assert web.returncode == 0
    assert "Traceback" not in errors
