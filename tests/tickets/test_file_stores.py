"""Where files go: past a scanner, into a bucket."""

import contextlib
import socket
import threading
from datetime import timedelta
from urllib.request import urlopen

import boto3
import pytest
from django.utils import timezone

from tickets import services
from tickets.models import Attachment

from .files import picture, stored, upload

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def clamd(settings, tmp_path):
    """A clamd that knows one virus; returns what it was sent."""
    heard = []
    path = str(tmp_path / "clamd")
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()

    def serve():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                data = b""
                while size := int.from_bytes(stream.read(4), "big"):
                    data += stream.read(size)
                heard.append(data)
                connection.sendall(b"stream: Eicar FOUND\0" if b"EICAR" in data else b"stream: OK\0")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    settings.CLAMD_URL = f"unix://{path}"
    yield heard
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


def test_each_upload_is_scanned_where_a_scanner_is_set(add, clamd):
    assert add(upload("log.txt", b"fine" * 50_000)) == {}
    assert clamd == [b"fine" * 50_000]
    [sentence] = add(upload("bad.txt", b"EICAR"))[""]
    assert "virus" in sentence
    assert len(stored()) == 1


def test_what_cannot_be_scanned_is_not_taken(add, settings, tmp_path):
    settings.CLAMD_URL = f"unix://{tmp_path}/nothing"
    [sentence] = add(upload())[""]
    assert "later" in sentence
    assert not stored()


@pytest.fixture
def bucket(settings, monkeypatch):
    """A bucket of a server that speaks S3, set as the environment would set it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    moto = pytest.importorskip("moto.server", reason="the S3 server is a development tool: make check installs it")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    urlopen(f"{address}/moto-api/reset", data=b"")  # its buckets are the process's
    boto3.client("s3", endpoint_url=address, region_name="us-east-1").create_bucket(Bucket="uploads")
    options = {"bucket_name": "uploads", "endpoint_url": address, "region_name": "us-east-1", "default_acl": None}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    }
    yield server
    with contextlib.suppress(Exception):
        server.stop()


def test_uploads_lie_in_a_bucket_where_one_is_set(bucket, visitor, filed, add, tmp_path):
    services.draw_previews()
    attachment = Attachment.objects.get(name="photo.png")
    path = f"/tickets/{filed.reference_text}/files/{attachment.pk}/"
    assert b"".join(visitor.get(path).streaming_content) == picture()
    assert visitor.get(f"{path}preview/").status_code == 200
    assert not any(tmp_path.iterdir())
    add(upload("b.png"))
    Attachment.objects.pending(add.key).update(created_at=timezone.now() - timedelta(hours=25))
    services.sweep_files()
    assert not Attachment.objects.pending(add.key).exists()


def test_a_store_that_does_not_answer_costs_no_word(bucket, visitor, filled_in):
    bucket.stop()
    page = visitor.post("/help/downloads/", filled_in(attachments=upload()))
    assert page.status_code == 422
    assert "could not be stored" in page.text
    assert "It says it is damaged." in page.text
