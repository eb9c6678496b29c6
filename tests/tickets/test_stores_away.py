"""A bucket or a scanner that does not answer holds nobody up for long, and costs nobody their words."""

import json
import socket
import threading
import uuid

import pytest
from botocore.config import Config

from faq.models import Picture
from tests.faq.entry_forms import NEW, typed
from tests.helpdesk.processes import environment, run
from tickets.models import Attachment
from tickets.services.canned import drop_files

from .files import upload

SOON = 0.2  # seconds, in place of those of the settings


@pytest.fixture
def silence():
    """Return the port of a server that takes everybody's connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        yield server.getsockname()[1]


@pytest.fixture
def frozen_bucket(settings, monkeypatch, silence):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    options = {
        "bucket_name": "uploads",
        "endpoint_url": f"http://127.0.0.1:{silence}",
        "region_name": "us-east-1",
        "client_config": Config(connect_timeout=SOON, read_timeout=SOON, retries={"total_max_attempts": 1}),
    }
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    }


def test_the_settings_give_a_bucket_little_time(tmp_path):
    script = (
        "import json; from helpdesk.settings import STORAGES as s; c = s['default']['OPTIONS']['client_config'];"
        "print(json.dumps([c.connect_timeout, c.read_timeout, c.retries]))"
    )
    done = run("-c", script, env=environment(tmp_path, S3_BUCKET="uploads"))
    assert json.loads(done.stdout) == [2, 5, {"total_max_attempts": 2}], done.stderr


@pytest.mark.parametrize("answers", ["nothing", "a byte now and then"])
def test_a_scanner_that_does_not_answer_is_asked_once_a_request(visitor, filled_in, settings, monkeypatch, answers):
    monkeypatch.setattr("tickets.services.filing.SECONDS", SOON)
    asked, ending = [], threading.Event()

    def drip(connection):
        with connection:
            while answers != "nothing" and not ending.wait(SOON / 4):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return
            ending.wait(60)

    def serve(server):
        while True:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            asked.append(connection)
            threading.Thread(target=drip, args=[connection], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        threading.Thread(target=serve, args=[server], daemon=True).start()
        page = visitor.post("/help/downloads/", filled_in(attachments=[upload(f"{n}.png") for n in range(5)]))
        ending.set()
        visitor.post("/help/downloads/", filled_in(attachments=upload("later.png")))
        server.shutdown(socket.SHUT_RDWR)
    assert page.status_code == 422
    assert len(asked) == 1  # nor by the next request, which others wait behind
    errors = page.context["form"].errors["attachments"]
    ending_words = "cannot be checked for viruses now. Your text is kept: add the file again later."
    assert errors == [f"{number}.png {ending_words}" for number in range(5)]
    assert "It says it is damaged." in page.text


def test_a_frozen_bucket_is_asked_once_a_request_and_costs_no_word(frozen_bucket, visitor, filled_in, monkeypatch):
    tries = []
    monkeypatch.setattr("tickets.services.filing.logger.exception", lambda *_: tries.append(1))
    page = visitor.post("/help/downloads/", filled_in(attachments=[upload(f"{number}.png") for number in range(5)]))
    assert page.status_code == 422
    assert page.text.count("could not be stored. Your text is kept: add the file again later.") == 2 * 5
    assert "It says it is damaged." in page.text
    assert len(tries) == 1


def test_a_kept_file_can_be_removed_while_the_bucket_is_frozen(frozen_bucket, visitor, filled_in, add):
    fields = filled_in(subject="")
    key = visitor.post("/help/downloads/", fields).context["form"].key
    file = Attachment.objects.create(form_key=key, name="a.txt", size=1, content_type="text/plain", file="ab/ab")
    page = visitor.post("/help/downloads/", fields | {"remove_file": [file.pk]})
    assert page.status_code == 422
    assert not Attachment.objects.exists()


def test_pages_with_files_say_that_the_bucket_is_away(frozen_bucket, holder, ticket, sign_in, cast, canned):
    message = ticket.messages.get()
    file = Attachment.objects.create(message=message, name="a.txt", size=1, content_type="text/plain", file="ab/ab")
    Attachment.objects.create(canned=canned, name="b.txt", size=1, content_type="text/plain", file="cd/cd")
    ana = sign_in(cast.ana)
    paths = {
        f"/tickets/{ticket.reference_text}/files/{file.pk}/": holder,
        f"/desk/tickets/{ticket.reference_text}/files/{file.pk}/": ana,
    }
    for path, browser in paths.items():
        page = browser.get(path)
        assert (page.status_code, "does not answer right now" in page.text) == (503, True)
    fields = {"form_key": uuid.uuid4(), "last_event": ticket.events.get().pk, "body": "Words of mine."}
    page = ana.post(f"/desk/tickets/{ticket.reference_text}/reply/", fields | {"insert": canned.pk})
    assert page.status_code == 503
    assert "Words of mine." in page.text


def test_pictures_that_cannot_be_stored_give_the_text_back(frozen_bucket, sign_in, cast, categories):
    files = {"picture0-file": upload(), "picture0-alt": "What is to be seen"}
    page = sign_in(cast.owner).post(NEW, typed(categories.downloads, answer_en="Words of the owner.") | files)
    assert page.status_code == 503
    assert "Words of the owner." in page.text
    assert not Picture.objects.exists()


def test_a_response_loses_its_file_while_the_bucket_is_frozen(frozen_bucket, canned):
    file = Attachment.objects.create(canned=canned, name="b.txt", size=1, content_type="text/plain", file="cd/cd")
    drop_files(response=canned, ids=[file.pk])
    assert not Attachment.objects.exists()


def test_what_else_goes_wrong_is_not_put_down_to_the_store(client, monkeypatch):
    def fails(*_):
        raise OSError("a full disk")

    monkeypatch.setattr("faq.services.index_sections", fails)
    client.raise_request_exception = False
    assert client.get("/faq/").status_code == 500
