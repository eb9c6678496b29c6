"""A backup, made while customers file, is a help desk again: every ticket, every file."""

import hashlib
import json
import os
import stat
import threading
import time
import uuid
from datetime import datetime
from pathlib import Path

import boto3
import pytest
from django.conf import settings as configured
from django.core import signing
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from helpdesk import backups
from helpdesk.backups import files, taking
from tests.tickets.files import upload
from tests.tickets.test_file_stores import bucket  # noqa: F401
from tickets import links, services
from tickets.models import Attachment, Backup, Ticket

from .databases import fresh_database, rows, url_of_tests
from .processes import TICK, environment, fetch, free_port, manage, running, until

pytestmark = pytest.mark.django_db(transaction=True)
STATE = "SELECT desk, generation, state FROM tickets_filestore"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def with_file(open_ticket):
    """Return file(data): a new ticket with a file."""

    def file(data=b"Here."):
        key = uuid.uuid4()
        assert services.keep_files(form_key=key, uploads={"": [upload("log.txt", data)]}) == {}
        return open_ticket(form_key=key)

    return file


@pytest.fixture
def elsewhere(tmp_path):
    """The environment of a new help desk, with a database without tables."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with fresh_database(folder) as database:
        yield environment(folder, DATABASE_URL=database, SECRET_KEY=configured.SECRET_KEY, PORT=str(free_port()))


@pytest.fixture
def target(tmp_path):
    return tmp_path / "backup"


def restore(source, env):
    return manage("restore", str(source), env=env)


def stored(env):
    media = Path(env["VAR_DIR"]) / "media"
    return {path.relative_to(media).as_posix(): path.read_bytes() for path in media.rglob("*") if path.is_file()}


class Customers:
    """File tickets with a file each, on several threads, until they are told to stop."""

    def __init__(self, file):
        self.file, self.filed, self._stop = file, {}, threading.Event()
        self._threads = [threading.Thread(target=self._go_on, args=[number]) for number in range(3)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, number):
        while len(self.filed) < number:
            assert any(thread.is_alive() for thread in self._threads)
            TICK.wait(0.01)

    def _go_on(self, number):
        try:
            while not self._stop.is_set():
                data = f"{number} {uuid.uuid4()}\n".encode() * 1000
                ticket = self.file(data)
                self.filed[ticket.reference] = (time.time(), data)  # confirmed
        finally:
            connection.close()


def test_the_drill(with_file, target, elsewhere, media, tmp_path):
    here = environment(tmp_path / "here", DATABASE_URL=url_of_tests(), MEDIA_ROOT=str(media))
    with Customers(with_file) as customers:
        customers.wait_for(8)
        made = manage("backup", str(target), env=here | {"SECRET_KEY": configured.SECRET_KEY})
        customers.wait_for(len(customers.filed) + 3)
    assert made.returncode == 0, made.stderr
    manifest = json.loads((target / "manifest.json").read_text())
    snapshot = datetime.fromisoformat(manifest["snapshot_at"]).timestamp()

    done = restore(target, elsewhere)
    assert done.returncode == 0, done.stderr
    assert "SECRET_KEY is the one of the backup" in done.stdout
    database, files_there = elsewhere["DATABASE_URL"], stored(elsewhere)
    there = {reference for (reference,) in rows(database, "SELECT reference FROM tickets_ticket")}
    confirmed = {reference for reference, (moment, _data) in customers.filed.items() if moment < snapshot}
    assert len(confirmed) >= 8
    assert confirmed <= there <= {*customers.filed}
    named = dict(
        rows(
            database,
            "SELECT reference, file FROM tickets_attachment JOIN tickets_message ON message_id = tickets_message.id"
            " JOIN tickets_ticket ON ticket_id = tickets_ticket.id",
        )
    )
    assert {*named} == there
    for reference, name in named.items():
        assert files_there[name] == customers.filed[reference][1]
    assert {part["name"]: part["sha256"] for part in manifest["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files_there.items()
    }
    assert "3 people" not in done.stdout
    [(desk, generation, state)] = rows(database, STATE)
    assert (generation, state) == (0, "restored")
    assert uuid.UUID(str(desk)) != uuid.UUID(manifest["desk"])
    assert_it_serves(elsewhere, min(confirmed), customers.filed[min(confirmed)][1])


def assert_it_serves(env, reference, data):
    """Start the help desk, and read a ticket's file as its customer."""
    ticket = Ticket.objects.get(reference=reference)
    token = signing.dumps([ticket.pk, ticket.link_key], salt=links.LINK_SALT)
    url = f"http://127.0.0.1:{env['PORT']}"
    path = f"/tickets/{ticket.reference_text}/files/{Attachment.objects.get(message__ticket=ticket).pk}/"
    with running("manage.py", "serve", env=env) as process:
        until(lambda: fetch(f"{url}/readyz")[0] == 200, process)
        cookie = cookie_of(int(env["PORT"]), f"/t/{token}/")
        status, text = fetch(f"{url}{path}", headers={"Cookie": cookie})
    assert (status, text.encode()) == (200, data)


def cookie_of(port, path):
    import http.client

    link = http.client.HTTPConnection("127.0.0.1", port)
    link.request("GET", path)
    answer = link.getresponse()
    assert answer.status == 302
    link.close()
    return "; ".join(cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie"))


def test_only_its_owner_reads_a_backup_and_the_last_one_is_noted(with_file, target):
    with_file()
    manifest = backups.take(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o700
    for path in target.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    noted = Backup.newest()
    assert (noted.size, noted.files) == (manifest.size, 1)
    assert noted.ended_at.isoformat() == manifest.ended_at
    assert configured.SECRET_KEY not in (target / "manifest.json").read_text()


def test_what_exists_is_never_written_over(target):
    target.mkdir()
    with pytest.raises(backups.Impossible, match="exists already"):
        backups.take(target)
    target.rmdir()
    partial = target.with_name("backup.partial")
    partial.mkdir()  # of another that is being made
    with pytest.raises(backups.Impossible, match=r"backup\.partial exists already"):
        backups.take(target)
    assert partial.exists()


def test_a_backup_that_fails_leaves_nothing(with_file, target, monkeypatch):
    with_file()
    monkeypatch.setattr(files, "create", lambda path: open("/dev/full", "wb", buffering=0))
    with pytest.raises(backups.Impossible, match="No space left"):
        backups.take(target)
    assert not any(target.parent.glob("backup*"))
    assert not Backup.objects.exists()


def test_a_file_that_is_removed_meanwhile_is_gone_from_the_restored_desk(with_file, target, elsewhere, monkeypatch):
    stays, goes = Attachment.objects.get(message__ticket=with_file()), with_file()
    removed = Attachment.objects.get(message__ticket=goes)

    def remove_first(name, folder, fetch=files.fetch):
        if name == removed.file.name and default_storage.exists(name):
            removed.delete()
            default_storage.delete(name)
        return fetch(name, folder)

    monkeypatch.setattr(files, "fetch", remove_first)
    manifest = backups.take(target)
    assert (manifest.gone, manifest.missing) == ([removed.file.name], [])
    done = restore(target, elsewhere)
    assert "1 file, removed while the backup was made" in done.stdout, done.stderr
    assert rows(elsewhere["DATABASE_URL"], "SELECT file FROM tickets_attachment") == [(stays.file.name,)]
    assert rows(elsewhere["DATABASE_URL"], "SELECT count(*) FROM tickets_ticket") == [(2,)]


def test_a_file_that_was_lost_before_is_told(with_file, target, elsewhere):
    lost = Attachment.objects.get(message__ticket=with_file()).file.name
    default_storage.delete(lost)
    assert backups.take(target).missing == [lost]
    assert "1 file could not be found" in restore(target, elsewhere).stdout


@pytest.fixture
def refused(elsewhere):
    """Return refused(target): why it is not restored; nothing was written into the new desk."""

    def refused(target, env=elsewhere):
        answer = restore(target, env)
        assert answer.returncode == 1
        assert "Traceback" not in answer.stderr
        assert len(answer.stderr.strip().splitlines()) == 1
        assert not stored(elsewhere)
        return answer.stderr

    return refused


class TestRefused:
    def test_what_is_not_what_it_was(self, with_file, target, refused):
        with_file()
        manifest = backups.take(target)
        whole = (target / manifest.dump["name"]).read_bytes()
        (target / manifest.dump["name"]).write_bytes(whole[:-1] + b"!")
        assert f"damaged: {manifest.dump['name']}" in refused(target)
        (target / manifest.dump["name"]).write_bytes(whole)
        file = target / "files" / manifest.files[0]["name"]
        file.chmod(0o600)
        file.write_bytes(b"Hers.")
        assert f"damaged: {manifest.files[0]['name']}" in refused(target)
        file.unlink()
        assert f"lacks {manifest.files[0]['name']}" in refused(target)
        (target / "manifest.json").unlink()
        assert "not a whole backup" in refused(target)

    def test_a_name_that_leads_elsewhere(self, with_file, target, refused):
        with_file()
        backups.take(target)
        said = (target / "manifest.json").read_text()
        (target / "manifest.json").write_text(
            said.replace('"files": [\n  {\n   "name": "', '"files": [\n  {\n   "name": "../')
        )
        assert "outside of itself" in refused(target)

    def test_another_kind_of_database(self, target, refused):
        backups.take(target)
        said = json.loads((target / "manifest.json").read_text())
        (target / "manifest.json").write_text(json.dumps(said | {"database": "other"}))
        assert "is of a other database" in refused(target)

    def test_the_backup_of_a_newer_version(self, target, refused):
        backups.take(target)
        said = json.loads((target / "manifest.json").read_text())
        said["migrations"].append(["tickets", "9999_of_tomorrow"])
        (target / "manifest.json").write_text(json.dumps(said))
        assert "newer version" in refused(target)

    def test_a_desk_that_has_tickets_or_files(self, with_file, target, refused, elsewhere, media):
        with_file()
        backups.take(target)
        full = elsewhere | {"DATABASE_URL": url_of_tests()}
        assert "DATABASE_URL names a help desk that has tickets" in refused(target, full)
        full = elsewhere | {"MEDIA_ROOT": str(media)}
        assert "MEDIA_ROOT names a store that holds files" in refused(target, full)

    def test_a_desk_that_is_running(self, target, refused, elsewhere):
        backups.take(target)
        for command in (["migrate"], ["collectstatic", "--no-input"]):
            assert manage(*command, "--verbosity", "0", env=elsewhere).returncode == 0
        with running("manage.py", "serve", env=elsewhere) as process:
            until(lambda: fetch(f"http://127.0.0.1:{elsewhere['PORT']}/readyz")[0] == 200, process)
            assert "is running: stop it" in manage("restore", str(target), env=elsewhere).stderr


def test_an_empty_desk_with_its_owner_becomes_the_one_of_the_backup(with_file, target, elsewhere):
    with_file()
    backups.take(target)
    for command in (["migrate", "--verbosity", "0"], ["createowner", "new@example.com"]):
        assert manage(*command, env=elsewhere).returncode == 0
    done = restore(target, elsewhere)
    assert "had 1 account" in done.stdout, done.stderr
    assert "migration" not in done.stdout
    assert rows(elsewhere["DATABASE_URL"], "SELECT count(*) FROM tickets_ticket") == [(1,)]
    assert rows(elsewhere["DATABASE_URL"], "SELECT email FROM accounts_user") == []


def test_the_backup_of_an_older_version_is_brought_up_to_date(target, elsewhere, monkeypatch):
    monkeypatch.setattr(taking, "refuse_pending_migrations", lambda: None)
    last = MigrationRecorder.Migration.objects.get(app="auth", name="0012_alter_user_first_name_max_length")
    last.delete()
    try:
        backups.take(target)
    finally:
        last.save()
    done = restore(target, elsewhere)
    assert "1 migration ran" in done.stdout, done.stderr
    assert manage("migrate", "--check", env=elsewhere).returncode == 0


def test_under_another_secret_key_it_says_what_ends(target, elsewhere):
    backups.take(target)
    done = restore(target, elsewhere | {"SECRET_KEY": "another-key-than-before-" * 3})
    assert "SECRET_KEY is not the one of the backup" in done.stdout, done.stderr


def test_a_restored_desk_has_its_static_files_and_without_them_refuses_to_start(target, elsewhere):
    backups.take(target)
    assert restore(target, elsewhere).returncode == 0
    (Path(elsewhere["VAR_DIR"]) / "static" / "staticfiles.json").unlink()
    answer = manage("serve", env=elsewhere)
    assert answer.returncode == 1
    assert "manage.py collectstatic" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_files_of_a_bucket_are_in_it(request, with_file, target, elsewhere, settings):
    request.getfixturevalue("bucket")
    options = settings.STORAGES["default"]["OPTIONS"]
    with_file(b"In the bucket.")
    assert backups.take(target).files[0]["size"] == 14
    client = boto3.client("s3", endpoint_url=options["endpoint_url"], region_name="us-east-1")
    client.create_bucket(Bucket="restored")
    keys = {name: os.environ[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    there = {"S3_BUCKET": "restored", "S3_ENDPOINT_URL": options["endpoint_url"], "S3_REGION": "us-east-1"}
    done = restore(target, elsewhere | keys | there)
    assert done.returncode == 0, done.stderr
    [name] = [name for (name,) in rows(elsewhere["DATABASE_URL"], "SELECT file FROM tickets_attachment")]
    assert client.get_object(Bucket="restored", Key=name)["Body"].read() == b"In the bucket."


@pytest.mark.skipif(not configured.ON_POSTGRESQL, reason="PostgreSQL's own tools")
class TestTools:
    @pytest.fixture
    def install(self, tmp_path, monkeypatch):
        """Return install(program, version): put it in front of the real ones; without a version, none is installed."""
        folder = tmp_path / "bin"
        folder.mkdir()

        def install(program=None, version=0):
            monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}" if program else str(folder))
            if program:
                (folder / program).write_text(f"#!/bin/sh\necho '{program} (PostgreSQL) {version}.1 (Debian)'\n")
                (folder / program).chmod(0o700)

        return install

    def test_a_pg_dump_older_than_the_server_is_told(self, target, install):
        install("pg_dump", 9)
        with pytest.raises(
            backups.Impossible, match=r"pg_dump is version 9, which is older than PostgreSQL \d\d: install"
        ):
            backups.take(target)
        assert not target.with_name("backup.partial").exists()

    def test_a_missing_one_too(self, target, install):
        install()
        with pytest.raises(backups.Impossible, match="pg_dump is not installed"):
            backups.take(target)

    def test_and_a_pg_restore(self, target, install, elsewhere):
        backups.take(target)
        install("pg_restore", 9)
        assert "pg_restore is version 9" in restore(target, elsewhere | {"PATH": os.environ["PATH"]}).stderr

    def test_a_server_older_than_the_backups_is_told(self, target, elsewhere):
        backups.take(target)
        said = json.loads((target / "manifest.json").read_text())
        (target / "manifest.json").write_text(json.dumps(said | {"server": 99}))
        assert "older than PostgreSQL 99" in restore(target, elsewhere).stderr
