"""Files that nobody needs any more: out of the store, by way of its trash, and only out of a store that is ours.

A store may be shared or outlive its database: a staging desk on production's bucket, an older copy of the database put
beside newer files. So the store carries a mark, a small object named by the id of its desk and the generation of the
last sweep, and the database has the same in a row. Where the two do not fit, nothing is touched and owners are told.
Each sweep counts the row up first, then the mark: a crash in between leaves the mark behind by one.
"""

import logging
import re
import time
import uuid
from contextlib import suppress
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts import audit
from notifications import clock

from ..models import Attachment, FileStore
from .filing import drop_rows

logger = logging.getLogger(__name__)

KEPT = timedelta(hours=24)  # while their form is not sent
MARKS = "mark"
TRASH = "trash"  # below it, by day, each file under its own name: moved back, it is there again
IN_TRASH = timedelta(days=30)
FOLDER = re.compile("[0-9a-f]{2}")  # see `storage_name`
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MARK = re.compile(r"([0-9a-f]{32})\.(\d+)")
State = FileStore.State


def sweep_files() -> None:
    """Move to the trash files whose form was never sent and, in one folder of the store, what no row knows; empty the
    trash of what lay there for 30 days.

    Rows and files cannot be written in one step, so either can be left over from a crash. Each call looks into the
    next of the 256 folders.
    """
    if not _begin(FileStore.current()):
        return
    for file in drop_rows(Attachment.objects.never_sent(before=clock.now() - KEPT)):
        _trash(file.name)
    folder = f"{int(time.time() // 600) % 256:02x}"
    for path in _unknown(folder):
        if default_storage.get_modified_time(path) < clock.now() - KEPT:
            _trash(path)
    _empty_trash()


@transaction.atomic
def claim_files(*, by) -> None:
    """Take an owner's word that the files in the store are this desk's. It gets a new id, so that a copy of this
    database, which has the old one, keeps off from now on; the next sweep marks the store."""
    store = FileStore.current()
    if store.state not in FileStore.FINE:
        store.desk, store.generation, store.state = uuid.uuid4(), 0, State.CLAIMED
        store.save()
        audit.note(audit.Kind.SETTINGS, "files-claimed", actor=by)


@transaction.atomic
def disown_files() -> None:
    """Make this desk another one than that whose database it has, and sweep nothing until an owner claims the files."""
    store = FileStore.current()
    store.desk, store.generation, store.state = uuid.uuid4(), 0, State.RESTORED
    store.save()


def _begin(store) -> bool:
    """Tell whether the store is ours to sweep; if so, the sweep is written down in the row and in the store."""
    if store.state == State.RESTORED:
        return False
    marks = _marks()
    state = State.OURS if store.state == State.CLAIMED else _state(store, marks)
    if state != State.OURS:
        logger.warning("files are not swept: %s", State(state).name.lower())
        if state != store.state:
            store.state = state
            store.save(update_fields=["state"])
        return False
    if store.state == State.CLAIMED:
        _mark(store.desk, 1, marks)
        store.generation, store.state = 1, State.OURS
        store.save()
        return True
    return _count(store, marks)


def _state(store, marks):
    newest = max((generation for desk, generation in marks if desk == store.desk.hex), default=None)
    if any(desk != store.desk.hex for desk, _generation in marks):
        return State.FOREIGN
    if newest is None:
        if store.generation:
            return State.UNMARKED
        return State.OURS if _knows_every_file() else State.UNKNOWN
    if newest > store.generation:
        return State.NEWER
    return State.OURS if newest >= store.generation - 1 else State.OLDER


def _count(store, marks) -> bool:
    """Write the next generation into the row and the store; False where another worker just does so."""
    generation = store.generation
    is_behind = (
        bool(generation) and (store.desk.hex, generation) not in marks
    )  # a crash, or another worker's first half
    if not is_behind:
        generation += 1
        counted = FileStore.objects.filter(desk=store.desk, generation=store.generation)
        if not counted.update(generation=generation):
            return False
    try:
        _mark(store.desk, generation, marks)
    except Exception:
        FileStore.objects.filter(desk=store.desk, generation=generation).update(generation=store.generation)
        raise
    if store.state != State.OURS:
        store.refresh_from_db()
        store.state = State.OURS
        store.save(update_fields=["state"])
    return True


def _marks() -> list[tuple[str, int]]:
    """Return ids of desks, in hexadecimal, and generations."""
    found = filter(None, map(MARK.fullmatch, _files(MARKS)))
    return [(mark[1], int(mark[2])) for mark in found]


def _mark(desk, generation, marks) -> None:
    """Put the mark beside the old `marks`, then take those away: the store is never without one."""
    name = f"{MARKS}/{desk.hex}.{generation}"
    if (desk.hex, generation) not in marks:
        default_storage.save(
            name, ContentFile(b"The files beside this folder belong to a help desk. Leave this here.\n")
        )
    for old in marks:
        if old != (desk.hex, generation):
            default_storage.delete(f"{MARKS}/{old[0]}.{old[1]}")


def _knows_every_file() -> bool:
    return not any(_unknown(folder) for folder in _folders("") if FOLDER.fullmatch(folder))


def _unknown(folder) -> set[str]:
    """Return the paths of the files in the folder that no row knows."""
    paths = {f"{folder}/{name}" for name in _files(folder)}
    return paths - Attachment.objects.stored_as(paths)


def _trash(path) -> None:
    with suppress(FileNotFoundError):
        with default_storage.open(path) as file:
            default_storage.save(f"{TRASH}/{clock.now():%Y-%m-%d}/{path}", file)
        default_storage.delete(path)


def _empty_trash() -> None:
    for day in filter(DAY.fullmatch, _folders(TRASH)):
        if date.fromisoformat(day) > (clock.now() - IN_TRASH).date():
            continue
        for folder in (f"{TRASH}/{day}/{name}" for name in _folders(f"{TRASH}/{day}")):
            for name in _files(folder):
                default_storage.delete(f"{folder}/{name}")
            default_storage.delete(folder)  # where there is such a thing
        default_storage.delete(f"{TRASH}/{day}")


def _files(folder) -> list[str]:
    return _listed(folder)[1]


def _folders(folder) -> list[str]:
    return _listed(folder)[0]


def _listed(folder):
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
