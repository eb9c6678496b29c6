"""What nobody needs leaves the store by way of its trash, and only where the store is this desk's."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from tickets import services
from tickets.models import Attachment, Backup, CannedResponse, FileStore

from .files import stored, upload
from .test_file_stores import bucket  # noqa: F401

LATER = timedelta(hours=25)


@pytest.fixture(params=["folder", "bucket"])
def store(request, own_folder):
    """A folder, and a bucket."""
    if request.param == "bucket":
        request.getfixturevalue("bucket")


@pytest.fixture
def sweep(db, monkeypatch):
    """Return sweep(path=""): sweep as if a day had passed, with the folder of `path` the next one."""

    def sweep(path="00/"):
        with monkeypatch.context() as later:
            later.setattr("tickets.services.sweeping.time.time", lambda: int(path[:2], 16) * 600)
            later.setattr(default_storage, "get_modified_time", lambda path: timezone.now() - LATER)
            services.sweep_files()

    return sweep


@pytest.fixture
def orphan(add):
    """Return orphan(): the path of a new file that no row knows."""

    def orphan():
        name = uuid.uuid4().hex
        return default_storage.save(f"{name[:2]}/{name}", upload())

    return orphan


def marks():
    return default_storage.listdir("mark")[1]


def trash():
    return [
        f"{folder}/{name}"
        for day in default_storage.listdir("trash")[0]
        for folder in default_storage.listdir(f"trash/{day}")[0]
        for name in default_storage.listdir(f"trash/{day}/{folder}")[1]
    ]


def become(**fields):
    FileStore.objects.update(**fields)


@pytest.mark.usefixtures("store")
def test_what_is_swept_lies_in_the_trash_for_thirty_days(add, sweep, orphan):
    add(upload())
    kept = Attachment.objects.get().file.name
    sweep()
    lost = orphan()
    sweep(lost)
    assert not default_storage.exists(lost)
    assert trash() == [lost]
    with default_storage.open(f"trash/{timezone.now():%Y-%m-%d}/{lost}") as file:
        assert file.read() == upload().read()
    assert default_storage.exists(kept)
    Attachment.objects.update(created_at=timezone.now() - LATER)
    sweep()
    assert sorted(trash()) == sorted([lost, kept])
    assert not Attachment.objects.exists()


@pytest.mark.usefixtures("own_folder")
def test_the_trash_is_emptied(sweep, orphan, monkeypatch):
    sweep()
    sweep(orphan())
    monkeypatch.setattr("tickets.services.sweeping.IN_TRASH", timedelta(days=1))
    sweep()
    assert len(trash()) == 1
    monkeypatch.setattr("tickets.services.sweeping.IN_TRASH", timedelta(0))
    sweep()
    assert default_storage.listdir("trash") == ([], [])


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"desk": uuid.uuid4()}, "foreign"),
        ({"generation": 1}, "newer"),
        ({"generation": 5}, "older"),
        ({"state": "restored"}, "restored"),
    ],
)
def test_a_store_that_does_not_fit_the_database_is_left_alone(sweep, orphan, add, change, why, caplog):
    for _time in range(3):
        sweep()
    lost = orphan()
    add(upload())
    Attachment.objects.update(created_at=timezone.now() - LATER)
    before = [*stored(), *marks()]
    become(**change)
    sweep(lost)
    assert [*stored(), *marks()] == before
    assert FileStore.objects.get().state == why
    assert Attachment.objects.exists()  # production may have sent it
    assert why == "restored" or why in caplog.text


@pytest.mark.usefixtures("own_folder")
def test_a_store_that_lost_its_mark_is_left_alone_until_it_is_back(sweep, orphan):
    sweep()
    [name] = marks()
    default_storage.delete(f"mark/{name}")
    lost = orphan()
    sweep(lost)
    assert FileStore.objects.get().state == "unmarked"
    assert default_storage.exists(lost)
    default_storage.save(f"mark/{name}", upload())
    sweep(lost)
    assert FileStore.objects.get().state == "ours"
    assert not default_storage.exists(lost)


@pytest.mark.usefixtures("store")
def test_files_of_before_the_first_sweep_that_no_row_knows_are_left_alone(sweep, orphan):
    lost = orphan()
    sweep(lost)
    assert default_storage.exists(lost)
    assert FileStore.objects.get().state == "unknown"


@pytest.mark.usefixtures("own_folder")
def test_a_crash_between_row_and_store_is_made_good(sweep, orphan, monkeypatch):
    sweep()
    become(generation=2)
    sweep()
    store = FileStore.objects.get()
    assert (store.generation, store.state, marks()) == (2, "ours", [f"{store.desk.hex}.2"])


@pytest.mark.usefixtures("own_folder")
def test_a_store_that_does_not_answer_now_and_then_stays_ours(sweep, monkeypatch):
    sweep()
    with monkeypatch.context() as away:
        away.setattr(default_storage, "save", lambda *_arguments, **_more: 1 / 0)
        for _time in range(3):
            with pytest.raises(ZeroDivisionError):
                sweep()
    sweep()
    store = FileStore.objects.get()
    assert (store.state, marks()) == ("ours", [f"{store.desk.hex}.2"])


@pytest.mark.usefixtures("own_folder")
def test_a_file_of_a_canned_response_is_never_swept(db, sweep):
    guide = Attachment(canned=CannedResponse.objects.create(title="Guide", text_en="Here."), name="guide.txt", size=4)
    guide.created_at = timezone.now() - LATER
    guide.file.save("guide.txt", upload(), save=False)
    guide.save()
    sweep()
    assert Attachment.objects.exists()


@pytest.mark.usefixtures("own_folder")
class TestOwner:
    def test_owners_are_told_and_can_say_that_the_files_are_theirs(
        self, cast, sign_in, sweep, orphan, django_capture_on_commit_callbacks
    ):
        lost = orphan()
        sweep(lost)
        before = FileStore.objects.get().desk
        owner = sign_in(cast.owner)
        for page in ("/desk/", "/desk/mail/"):
            assert "no mark says whose" in owner.get(page).text
        assert "no mark says whose" not in sign_in(cast.ana).get("/desk/").text
        with django_capture_on_commit_callbacks(execute=True):
            owner.post("/desk/settings/files/ours/")
        page = owner.get("/desk/")
        assert "from now on" in page.text
        assert "no mark says whose" not in page.text
        assert default_storage.exists(lost)
        sweep(lost)
        store = FileStore.objects.get()
        assert not default_storage.exists(lost)
        assert store.desk != before  # a copy of this database keeps off from now on
        assert (store.state, marks()) == ("ours", [f"{store.desk.hex}.1"])

    def test_a_claim_puts_an_end_to_every_other_mark(self, cast, sign_in, sweep, orphan):
        sweep()
        become(desk=uuid.uuid4(), state="restored")
        sign_in(cast.owner).post("/desk/settings/files/ours/")
        sweep()
        assert marks() == [f"{FileStore.objects.get().desk.hex}.1"]

    def test_where_all_is_well_there_is_nothing_to_say(self, cast, sign_in, sweep):
        sweep()
        before = FileStore.objects.get().desk
        owner = sign_in(cast.owner)
        assert "These files are" not in owner.get("/desk/settings/files/").text
        owner.post("/desk/settings/files/ours/")
        assert FileStore.objects.get().desk == before

    def test_the_last_backup_is_told(self, cast, sign_in):
        owner = sign_in(cast.owner)
        assert "no backup yet" in owner.get("/desk/settings/files/").text
        now = timezone.now()
        Backup.objects.create(started_at=now, ended_at=now, size=3 * 1024**2, files=2)
        assert "3.0\xa0MB" in owner.get("/desk/settings/files/").text
