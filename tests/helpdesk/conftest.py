"""What the tests of backups share."""

import uuid

import pytest
from django.conf import settings as configured

from tests.tickets.files import upload
from tickets import services

from .databases import fresh_database
from .processes import environment, free_port


@pytest.fixture
def media(settings, tmp_path):
    """The folder of the files of this test's help desk."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def with_file(media, open_ticket):
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
    """Where a backup is to be."""
    return tmp_path / "backup"
