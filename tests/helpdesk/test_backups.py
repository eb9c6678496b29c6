"""Backups: who reads them, what is in them, what is refused, and what a restored desk says."""

import json
import os
import stat
import time
import uuid
from errno import ENOSPC
from pathlib import Path
from unittest.mock import Mock

import boto3
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as configured
from django.contrib.auth.hashers import make_password
from django.core.files.storage import default_storage
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from accounts.invitations import one_time_link
from accounts.models import User
from helpdesk import backups
from helpdesk.backups import files, taking, telling
from tests.tickets.files import upload
from tests.tickets.test_file_stores import bucket  # noqa: F401
from tickets import links, services
from tickets.models import Attachment, Backup, FileStore

from .databases import rows
from .processes import fetch, manage, restore, running, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media")]


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
    monkeypatch.setattr(files, "fetch", Mock(side_effect=OSError(ENOSPC, "No space left")))
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


def test_a_file_that_was_lost_before_is_told(with_file, target):
    lost = Attachment.objects.get(message__ticket=with_file()).file.name
    default_storage.delete(lost)
    manifest = backups.take(target)
    assert manifest.missing == [lost]
    assert "1 file could not be found" in telling.of_a_backup(manifest, target)[1]


@pytest.fixture
def small(target, media, settings, tmp_path):
    """A backup of a desk without tickets, but with a file; the files are elsewhere now."""
    services.keep_files(form_key=uuid.uuid4(), uploads={"": [upload("log.txt", b"Here.")]})
    manifest = backups.take(target)
    settings.MEDIA_ROOT = tmp_path / "nothing"
    return manifest


@pytest.fixture
def refused(target, settings):
    """Return refused(**changes): why the backup is not restored, with these changes to its manifest."""

    def refused(**changes):
        written = (target / "manifest.json").read_text()
        (target / "manifest.json").write_text(json.dumps(json.loads(written) | changes))
        with pytest.raises(backups.Impossible) as refusal:
            backups.restore(target)
        (target / "manifest.json").write_text(written)
        assert FileStore.objects.get().state == "ours"
        return str(refusal.value)

    return refused


class TestRefused:
    def test_what_is_not_what_it_was(self, small, target, refused):
        for path in (target / small.dump["name"], target / "files" / small.files[0]["name"]):
            whole = path.read_bytes()
            path.write_bytes(whole[:-1] + b"!")
            assert "is damaged" in refused()
            path.unlink()
            assert "lacks" in refused()
            path.write_bytes(whole)
        for torn in ("{", "[]", "{}", '{"format": 1, "dump": 2}'):
            (target / "manifest.json").write_text(torn)
            with pytest.raises(backups.Impossible, match="not a whole backup"):
                backups.restore(target)

    def test_what_does_not_fit(self, small, refused):
        assert "is of a dbase database" in refused(database="dbase")
        assert "newer version" in refused(migrations=[["tickets", "9999_of_tomorrow"]])
        assert "format 2" in refused(format=2)
        assert "outside of itself" in refused(files=[small.files[0] | {"name": "../there"}])

    def test_a_desk_that_has_files(self, small, refused, settings, media):
        settings.MEDIA_ROOT = media
        assert "MEDIA_ROOT names a store that holds files" in refused()

    def test_a_desk_that_has_tickets(self, small, refused, open_ticket):
        open_ticket()
        assert "DATABASE_URL names a help desk that has tickets" in refused()


def test_a_desk_with_people_but_without_tickets_becomes_the_one_of_the_backup(cast, with_file, target, elsewhere):
    backups.take(target.with_name("before"))
    with_file()
    User.objects.filter(pk=cast.nil.pk).delete()
    backups.take(target)
    assert restore(target.with_name("before"), elsewhere).returncode == 0
    done = restore(target, elsewhere)
    assert "had 6 accounts" in done.stdout, done.stderr
    assert "ran." not in done.stdout  # it lacked no migration
    assert rows(elsewhere["DATABASE_URL"], "SELECT count(*) FROM tickets_ticket") == [(1,)]
    assert rows(elsewhere["DATABASE_URL"], "SELECT count(*) FROM accounts_user") == [(5,)]


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


def test_under_another_secret_key_it_says_what_ends(target):
    manifest = backups.take(target)
    manifest.secret_key = make_password("another")
    said = " ".join(telling.of_a_restore(manifest, replaced=0, added=0, static=""))
    assert "SECRET_KEY is not the one of the backup. These end:" in said


def test_what_it_says_is_true(cast, ticket, sign_in, settings):
    """Of `telling.OTHER_KEY`: what ends under another SECRET_KEY, and what stays."""
    cast.ana.set_password("as it was")
    cast.ana.save()
    desk, customer = sign_in(cast.ana), Client()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.ana, secret)
    [recovery, *_others] = RecoveryCodes.activate(cast.ana).get_unused_codes()
    link, not_me, once = links.private_url(ticket), links.not_me_url(ticket.requester, "en"), one_time_link(cast.ana)
    customer.get(link)
    page = f"/tickets/{ticket.reference_text}/"
    assert desk.get("/desk/").status_code == customer.get(page).status_code == 200
    settings.SECRET_KEY = "another-key-than-before-" * 3
    assert desk.get("/desk/").status_code == 302
    assert customer.get(page).status_code == 404
    assert Client().get(link).status_code != 302
    assert Client().get(not_me).status_code != 200
    assert "password1" not in Client().get(once, follow=True).text
    ana = User.objects.get(pk=cast.ana.pk)
    assert ana.check_password("as it was")
    app, codes = (Authenticator.objects.get(user=ana, type=kind).wrap() for kind in ("totp", "recovery_codes"))
    assert app.validate_code(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))
    assert codes.validate_code(recovery)


def test_a_restored_desk_runs_and_without_its_static_files_refuses_to(target, elsewhere):
    backups.take(target)
    assert restore(target, elsewhere).returncode == 0
    with running("manage.py", "serve", env=elsewhere) as process:
        until(lambda: fetch(f"http://127.0.0.1:{elsewhere['PORT']}/readyz")[0] == 200, process)
        assert "is running: stop it" in restore(target, elsewhere).stderr
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
