"""A worker that does not see the files: it runs on another host, with a disk of its own."""

import pytest

from tickets import services
from tickets.files import unseen
from tickets.models import Attachment

from .files import upload

pytestmark = pytest.mark.usefixtures("own_folder")
SENTENCE = "the worker does not find their files"


@pytest.fixture
def elsewhere(add, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(unseen, "_again_at", {})
    add(upload("a.png"))
    settings.MEDIA_ROOT, here = tmp_path / "elsewhere", settings.MEDIA_ROOT
    services.draw_previews()

    def back():
        settings.MEDIA_ROOT = here

    return back


def test_a_worker_says_so_and_leaves_the_drawing_to_one_that_does(elsewhere, cast, sign_in, caplog, monkeypatch):
    monkeypatch.setattr(unseen, "_again_at", {})  # it looks again after a while
    services.draw_previews()
    assert "does not find file" in caplog.text
    assert Attachment.objects.get().preview_due
    assert SENTENCE in sign_in(cast.owner).get("/desk/").text
    assert SENTENCE not in sign_in(cast.ana).get("/desk/").text
    elsewhere()
    monkeypatch.setattr(unseen, "_again_at", {})  # that one is another process
    services.draw_previews()
    assert Attachment.objects.get().preview


def test_so_it_does_of_what_it_may_not_read(add, settings, monkeypatch, cast, sign_in):
    add(upload("a.png"))

    def refuse(*args):
        raise PermissionError

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._open", refuse)
    services.draw_previews()
    assert Attachment.objects.get().preview_due
    assert SENTENCE in sign_in(cast.owner).get("/desk/").text


def test_what_it_does_not_see_keeps_no_other_from_being_drawn(elsewhere, add, monkeypatch):
    monkeypatch.setattr("tickets.services.filing.DRAWN_AT_ONCE", 1)
    add(upload("b.png"))
    services.draw_previews()
    assert Attachment.objects.get(name="b.png").preview
