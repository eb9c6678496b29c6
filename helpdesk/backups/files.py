"""Bytes: copied, hashed, compared."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from tickets.services.sweeping import MARKS, TRASH

from .manifest import FILES, Impossible, Manifest

CHUNK = 1024**2


def describe(path: Path, name: str) -> dict:
    with open(path, "rb") as file:
        return {"name": name, **_hashed(iter(lambda: file.read(CHUNK), b""))}


def fetch(name: str, folder: Path) -> dict:
    """Copy a file out of the store; raises FileNotFoundError where it is not there."""
    target = folder / FILES / name
    with default_storage.open(name) as file:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "xb") as copy:
            return {"name": name, **_hashed(file.chunks(CHUNK), copy)}


def put(part: dict, folder: Path) -> None:
    """Copy a file into the store, and read it there again."""
    with open(folder / FILES / part["name"], "rb") as file:
        stored = default_storage.save(part["name"], File(file))
    if stored != part["name"]:
        default_storage.delete(stored)
        raise Impossible(f"The store already holds {part['name']}.")
    with default_storage.open(stored) as file:
        if {"name": stored, **_hashed(file.chunks(CHUNK))} != part:
            raise Impossible(f"The store does not give back what was put into it: {stored}.")


def verify(manifest: Manifest, folder: Path) -> None:
    """Raise `Impossible` where a part of the backup is missing or not what it was."""
    for path, part in (
        (folder / manifest.dump["name"], manifest.dump),
        *((folder / FILES / part["name"], part) for part in manifest.files),
    ):
        try:
            if describe(path, part["name"]) == part:
                continue
        except OSError as error:
            raise Impossible(f"The backup lacks {part['name']}: {error.strerror}.") from error
        raise Impossible(f"The backup is damaged: {part['name']} is not what it was.")


def first_stored(folder: str = "") -> str | None:
    """Return the name of some file in the store, None where it holds none; its mark and its trash do not count."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return None
    if names:
        return f"{folder}/{names[0]}".lstrip("/")
    inside = [f"{folder}/{name}".lstrip("/") for name in folders]
    found = (first_stored(path) for path in inside if path not in (MARKS, TRASH))
    return next(filter(None, found), None)


def _hashed(chunks: Iterable[bytes], copy=None) -> dict:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        if copy:
            copy.write(chunk)
    return {"size": size, "sha256": digest.hexdigest()}
