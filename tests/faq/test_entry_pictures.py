"""Pictures of entries."""

import pytest
from django.core.files.storage import default_storage

from faq.models import Entry, Picture
from faq.services import add_pictures, save_entry
from tests.tickets.files import picture, pixel_bomb, upload

from .entry_forms import NEW, as_shown, edit, text, typed


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def added(client, entry, data=None, alt="A [key]", name="key.png", do="pictures"):
    files = {"picture0-file": upload(name, data), "picture0-alt": alt}
    return client.post(edit(entry), as_shown(client, entry, answer_en="Typed.", do=do) | files, follow=True)


def test_a_picture_is_drawn_anew_and_its_markdown_shown_while_the_text_stays_typed(as_owner, make_entry):
    entry = make_entry(answer="Old.")
    page = added(as_owner, entry, picture("JPEG", (3000, 1500)))
    stored = Picture.objects.get()
    assert (stored.width, stored.height, stored.alt) == (1200, 600, "A [key]")
    assert stored.file.read(12)[8:] == b"WEBP"
    assert rf"![A \[key\]](/faq/pictures/{stored.key}/)" in text(page)
    assert page.context["form"]["answer_en"].value() == "Typed."
    entry.refresh_from_db()
    assert entry.answer_en == "Old."


def test_pictures_are_saved_together_with_a_new_entry(as_owner, downloads):
    files = {"picture0-file": upload(), "picture0-alt": "One", "picture2-file": upload(), "picture2-alt": "Three"}
    assert as_owner.post(NEW, typed(downloads) | files).status_code == 302
    assert [row.alt for row in Entry.objects.get().pictures.all()] == ["One", "Three"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"picture0-file": b"no picture", "picture0-alt": "A key"}, "is no picture that can be shown"),
        ({"picture0-file": b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture0-alt": "A key"}, "is no picture"),
        ({"picture0-file": pixel_bomb(), "picture0-alt": "A key"}, "has more than 40 million pixels. Make it smaller"),
        ({"picture0-file": picture(), "picture0-alt": " "}, "Say what is to be seen on the picture"),
        ({"picture0-alt": "A key"}, "Choose the picture that shows this"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_refused(as_owner, downloads, files, message):
    if "picture0-file" in files:
        files = files | {"picture0-file": upload("key.png", files["picture0-file"])}
    page = as_owner.post(NEW, typed(downloads) | files)
    assert page.status_code == 422
    assert message in text(page)
    assert not Entry.objects.exists()
    assert not Picture.objects.exists()


def test_a_picture_beside_a_new_entry_with_errors_is_asked_for_once_more(as_owner, downloads, make_entry):
    files = {"picture0-file": upload(), "picture0-alt": "A key"}
    page = as_owner.post(NEW, typed(downloads, answer_en="") | files)
    assert page.status_code == 422
    assert "Choose it once more" in text(page)
    assert 'value="A key"' in page.content.decode()
    entry = make_entry()
    page = as_owner.post(edit(entry), as_shown(as_owner, entry, answer_en="") | files | {"picture0-file": upload()})
    assert page.status_code == 422
    assert entry.pictures.get().alt == "A key"
    assert "Choose it once more" not in text(page)


def test_a_picture_too_large_is_refused(as_owner, downloads, settings):
    settings.MAX_UPLOAD_MB = 0
    page = as_owner.post(NEW, typed(downloads) | {"picture0-file": upload(), "picture0-alt": "A key"})
    assert "is too large" in text(page)


def test_a_picture_is_taken_away_with_its_file(as_owner, make_entry, django_capture_on_commit_callbacks):
    entry, other = make_entry(), make_entry()
    added(as_owner, entry)
    added(as_owner, other)
    mine, theirs = entry.pictures.get(), other.pictures.get()
    with django_capture_on_commit_callbacks(execute=True):
        data = as_shown(as_owner, entry, drop=[mine.pk, theirs.pk, "x"])
        as_owner.post(edit(entry), data)
    assert list(Picture.objects.all()) == [theirs]
    assert not default_storage.exists(mine.file.name)
    assert default_storage.exists(theirs.file.name)


def test_a_picture_is_public_only_while_its_entry_is(
    client, as_owner, as_named_owner, sign_in, cast, make_entry, named_only
):
    entry = make_entry(category=named_only)
    added(as_named_owner, entry)
    path = entry.pictures.get().get_absolute_url()
    for person in (client, sign_in(cast.ana), as_owner, as_named_owner):
        answer = person.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in answer["Cache-Control"]
    for state in ("draft", "archived"):
        Entry.objects.update(state=state)
        for person in (client, sign_in(cast.ana), as_owner):
            assert person.get(path).status_code == 404
        answer = as_named_owner.get(path)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_a_picture_whose_file_is_gone_is_not_found(client, as_owner, make_entry):
    entry = make_entry()
    added(as_owner, entry)
    stored = entry.pictures.get()
    default_storage.delete(stored.file.name)
    assert client.get(stored.get_absolute_url()).status_code == 404


def test_a_picture_stands_in_the_page_of_its_entry(reader, as_owner, make_entry):
    entry = make_entry()
    added(as_owner, entry)
    stored = entry.pictures.get()
    entry.answer_en = stored.markdown
    save_entry(entry=entry, saved_by=None)
    for prefix in ("", "/tr"):
        page = reader(prefix + entry.get_absolute_url()).content.decode()
        assert f'src="/faq/pictures/{stored.key}/" alt="A [key]"' in page


def test_several_pictures_are_kept_at_once(make_entry):
    from faq.pictures import draw

    entry = make_entry()
    drawn = [Picture(file=draw(upload()), alt=alt, width=1, height=1) for alt in "ab"]
    add_pictures(entry=entry, pictures=drawn)
    assert len({row.file.name for row in entry.pictures.all()}) == 2
