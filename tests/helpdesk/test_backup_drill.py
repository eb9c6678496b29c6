"""A backup that is made while customers file is a help desk again: every confirmed ticket, every file."""

import hashlib
import http.client
import json
import threading
import time
import uuid
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core import signing
from django.db import connection

from tickets import links
from tickets.models import Attachment, Ticket

from .databases import rows, url_of_tests
from .processes import TICK, environment, fetch, manage, restore, running, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media")]


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
    [(desk, generation, state)] = rows(database, "SELECT desk, generation, state FROM tickets_filestore")
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
    """Return what the browser keeps that opens the link."""
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 302
        return "; ".join(cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie"))
