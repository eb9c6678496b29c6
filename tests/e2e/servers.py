"""The help desk as it runs in production, in processes of its own, on either of its two set-ups."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import redis

from tests.helpdesk.processes import ROOT, environment, fetch, free_port, manage, until
from tests.notifications.push_service import VAPID_PRIVATE_KEY

from .mailbox import Mailbox

UNDO_SECONDS = 3
STOPS_WITHIN = 20  # seconds
POSTGRES = [  # the superuser where it is trusted on the port, else the role `.ci/run` makes
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres://helpdesk:helpdesk@127.0.0.1:5432/postgres",
]
# Two processes run these tests (`make e2e`), each with a database of Redis, and so with channels, of its own.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
REDIS = f"redis://127.0.0.1:6379/{15 - 2 * WORKER}"  # the benches have 14


@dataclass
class DeskServer:
    """One running help desk. `web` and `worker` are the commands that make it up; `serve` needs no other."""

    name: str
    url: str
    env: dict[str, str]
    folder: Path
    mailbox: Mailbox
    web: tuple[str, ...]
    worker: tuple[str, ...] = ()
    sessions: dict = field(default_factory=dict)  # by person: the cookies of somebody signed in
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)
    # Parts of complaints that are none: until its worker lives, a desk is not ready and says so.
    expected: tuple[str, ...] = ("Service Unavailable: GET readyz",)

    def prepare(self):
        """Set up an empty database with the demo in it."""
        for command in (("migrate", "--verbosity", "0"), ("collectstatic", "--noinput", "--verbosity", "0")):
            done = manage(*command, env=self.env)
            assert done.returncode == 0, done.stderr
        done = manage("demo", env={**self.env, "DEBUG": "1"})  # the demo is refused anywhere else
        assert done.returncode == 0, done.stderr
        self.stage("people")

    def start(self):
        if self.worker:
            self._start("worker", self.worker)
        self.start_web()

    def start_web(self):
        self._start("web", self.web)
        until(lambda: fetch(f"{self.url}/readyz")[0] == 200, self.processes["web"])

    def stop_web(self):
        self._stop("web")

    def restart(self, name):
        """Start "web" or "worker" anew, after it was killed, without waiting until it is ready."""
        self._start(name, getattr(self, name))

    def stop(self):
        """Stop everything by SIGTERM; each process must end by itself, in time, with 0 and without a complaint."""
        with self.processes.pop("stage") as stage:  # which waits for its end, once there is nothing to read
            stage.stdin.close()
        for name in list(self.processes):
            self._stop(name)
        complaints = [line for line in self.log().splitlines() if "Traceback" in line or '"level": "ERROR"' in line]
        unexpected = [line for line in complaints if not any(part in line for part in self.expected)]
        assert not unexpected, unexpected

    def kill(self):
        """End each process at once, with those it has started."""
        for process in self.processes.values():
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)

    def stage(self, action, **arguments):
        """Have `tests.e2e.stage` put something into the database and return what it says about it."""
        if "stage" not in self.processes:
            env = {**self.env, "UNDO_SECONDS": "0"}
            self._start("stage", ("-m", "tests.e2e.stage"), env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        stage = self.processes["stage"]
        stage.stdin.write(json.dumps([action, arguments]).encode() + b"\n")
        stage.stdin.flush()
        answer = stage.stdout.readline()
        assert answer, self.log()[-5000:]
        return json.loads(answer)

    def signed_in(self, person):
        """Return what the browser of a member of staff keeps. That signing in works is tested with the keyboard."""
        if person not in self.sessions:
            cookie = self.stage("session", email=f"{person}@example.com")
            self.sessions[person] = {"cookies": [{**cookie, "domain": "localhost", "path": "/"}]}
        return self.sessions[person]

    def log(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def _start(self, name, command, **options):
        with open(self.folder / f"{name}.log", "ab") as log:
            options = {"env": self.env, "stdout": log, "stderr": log, "start_new_session": True, **options}
            self.processes[name] = subprocess.Popen([sys.executable, *command], cwd=ROOT, **options)

    def _stop(self, name):
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        started = time.monotonic()
        try:
            code = process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            raise AssertionError(f"{name} did not stop within {STOPS_WITHIN} s: {self.log()[-3000:]}") from None
        assert code == 0, f"{name} ended with {code} after {time.monotonic() - started:.1f} s: {self.log()[-3000:]}"


@contextlib.contextmanager
def sqlite(folder):
    """One process, no Redis."""
    with Mailbox() as mailbox, _running("sqlite", folder, mailbox, ("manage.py", "serve")) as server:
        yield server


@contextlib.contextmanager
def postgres_and_redis(folder):
    """gunicorn with the two workers of its configuration, and a worker beside it."""
    with postgres_database() as database, _redis_database() as cache, Mailbox() as mailbox:
        services = {"DATABASE_URL": database, "REDIS_URL": cache}
        web, worker = ("-m", "gunicorn"), ("manage.py", "worker")
        with _running("postgres-redis", folder, mailbox, web, worker, **services) as server:
            yield server


SETUPS = {"sqlite": sqlite, "postgres-redis": postgres_and_redis}


@contextlib.contextmanager
def _running(name, folder, mailbox, web, worker=(), **services):
    port = free_port()
    url = f"http://localhost:{port}"
    env = environment(
        folder,
        PORT=str(port),
        SITE_URL=url,
        EMAIL_URL=mailbox.url,
        DEFAULT_FROM_EMAIL="Help desk <help@example.com>",
        UNDO_SECONDS=str(UNDO_SECONDS),
        VAPID_PRIVATE_KEY=VAPID_PRIVATE_KEY,
        **services,
    )
    server = DeskServer(name, url, env, folder, mailbox, web, worker)
    try:
        server.prepare()
        server.start()
        yield server
        server.stop()
    finally:
        server.kill()


@contextlib.contextmanager
def postgres_database():
    """A database of this run's own; its address."""
    name = f"helpdesk_e2e_{os.getpid()}"
    with _postgres() as (connection, server):
        connection.execute(f"drop database if exists {name} with (force)")
        connection.execute(f"create database {name}")
        try:
            yield f"{server.rsplit('/', 1)[0]}/{name}"
        finally:
            connection.execute(f"drop database {name} with (force)")


@contextlib.contextmanager
def _postgres():
    reasons = []
    for server in POSTGRES:
        try:
            connection = psycopg.connect(server, autocommit=True)
        except psycopg.OperationalError as error:
            reasons.append(error)
        else:
            with connection:
                yield connection, server
            return
    raise AssertionError(f"No PostgreSQL for these tests: {reasons}")


@contextlib.contextmanager
def _redis_database():
    with redis.Redis.from_url(REDIS) as connection:
        connection.flushdb()
        try:
            yield REDIS
        finally:
            connection.flushdb()
