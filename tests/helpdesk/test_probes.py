"""Probes: what a monitor is told."""

from collections import namedtuple
from datetime import timedelta
from threading import Event

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.db import connection
from django.utils import timezone

from helpdesk import readiness, startup
from notifications import push
from tickets.files import unseen
from tickets.models import Backup, OutboxMail, Ticket, WorkerBeat

PARTS = ("database", "channel_layer", "worker", "static", "mail", "connections", "backup", "disk", "files")
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def _every_report_is_a_new_one(monkeypatch):
    monkeypatch.setattr(readiness, "FRESH", 0)


@pytest.fixture(autouse=True)
def _nothing_asked_before(monkeypatch):
    monkeypatch.setattr(readiness, "_asked", {})


@pytest.fixture
def beat():
    return WorkerBeat.objects.update_or_create(pk=1, defaults={"beat_at": timezone.now()})[0]


def test_alive_needs_no_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_ready_when_everything_answers(client, beat):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == dict.fromkeys(PARTS, "ok")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_not_ready_while_no_worker_beats(client):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == dict.fromkeys(PARTS, "ok") | {"worker": "down"}


@pytest.mark.django_db(transaction=True)
def test_not_ready_once_the_worker_fell_silent(client, beat):
    WorkerBeat.objects.update(beat_at=timezone.now() - timedelta(seconds=121))
    assert client.get("/readyz").json()["worker"] == "down"


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_the_channel_layer(client, beat, monkeypatch):
    monkeypatch.setattr(push, "get_channel_layer", lambda: None)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == dict.fromkeys(PARTS, "ok") | {"channel_layer": "down"}


@pytest.mark.parametrize("failure", ["raises", "hangs"])
def test_not_ready_without_the_database(client, monkeypatch, failure):
    over = Event()

    def away():
        if failure == "raises":
            raise OSError("private details")
        over.wait(30)

    monkeypatch.setattr("helpdesk.readiness.is_silent", away)
    monkeypatch.setattr("helpdesk.readiness.PATIENCE", 0.1)
    response = client.get("/readyz")
    over.set()
    assert response.status_code == 503
    assert response.json()["database"] == response.json()["worker"] == "down"
    assert b"private" not in response.content


@pytest.mark.django_db(transaction=True)
class TestWarnings:
    """What wants somebody to look leaves the desk in service."""

    def warned(self, client, part):
        response = client.get("/readyz")
        assert response.status_code == 200
        assert response.json()[part] == "warn"
        [sentence] = response.json()["warnings"]
        return sentence

    def test_of_mail_that_waits_for_more_than_ten_minutes(self, client, beat, ticket):
        assert "warnings" not in client.get("/readyz").json()
        OutboxMail.objects.update(created_at=timezone.now() - timedelta(minutes=14))
        assert "14 minutes" in self.warned(client, "mail")
        OutboxMail.objects.all().delete()
        assert client.get("/readyz").json()["mail"] == "ok"

    def test_of_a_disk_that_is_nearly_full(self, client, beat, monkeypatch):
        monkeypatch.setattr(readiness.shutil, "disk_usage", lambda folder: Usage(0, 0, 499 * 1024**2))
        assert "499 MB" in self.warned(client, "disk")

    def test_of_a_disk_that_does_not_answer(self, client, beat, monkeypatch):
        over = Event()
        monkeypatch.setattr(readiness.shutil, "disk_usage", lambda folder: over.wait(30))
        monkeypatch.setattr(readiness, "PATIENCE", 1)
        assert "does not answer" in self.warned(client, "disk")
        over.set()

    def test_of_a_desk_of_a_week_that_has_no_backup(self, client, beat, ticket, settings):
        assert client.get("/readyz").json()["backup"] == "ok"
        Ticket.objects.update(created_at=timezone.now() - timedelta(days=8))
        assert "no backup yet" in self.warned(client, "backup")
        settings.BACKUP_WANTED_DAYS = 0
        assert client.get("/readyz").json()["backup"] == "ok"

    def test_of_a_last_backup_that_is_too_old(self, client, beat):
        ended_at = timezone.now() - timedelta(days=8)
        Backup.objects.create(started_at=ended_at, ended_at=ended_at, size=1, files=0)
        assert "8 days" in self.warned(client, "backup")
        Backup.objects.update(ended_at=timezone.now() - timedelta(days=6))
        assert client.get("/readyz").json()["backup"] == "ok"

    def test_of_files_that_the_worker_does_not_find(self, client, beat, monkeypatch):
        monkeypatch.setattr(unseen, "are_there_any", lambda: True)
        assert "worker" in self.warned(client, "files")

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connections to run out of")
    def test_of_connections_that_run_out(self, client, beat, monkeypatch):
        monkeypatch.setattr(readiness, "CONNECTIONS_USED", 0)
        assert "max_connections" in self.warned(client, "connections")


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_the_static_files_that_every_page_needs(client, beat, monkeypatch, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(startup, "staticfiles_storage", ManifestStaticFilesStorage(location=tmp_path))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["static"] == "down"


def test_a_part_that_hangs_is_asked_once_however_often_a_probe_comes(client, monkeypatch):
    over, asked = Event(), []
    monkeypatch.setattr("helpdesk.readiness.is_silent", lambda: asked.append(1) or over.wait(30))
    monkeypatch.setattr(readiness, "PATIENCE", 0.1)
    for _probe in range(5):
        assert client.get("/readyz").status_code == 503
    over.set()
    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_a_report_is_given_out_again_for_a_moment(client, beat, monkeypatch):
    monkeypatch.setattr(readiness, "FRESH", 60)
    client.get("/readyz")
    monkeypatch.setattr(readiness, "_look", lambda: 1 / 0)
    assert client.get("/readyz").status_code == 200
