"""What a backup says about itself."""

import json
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

FORMAT = 1
NAME = "manifest.json"
FILES = "files"  # the folder of the files, by their names in the store


class Impossible(Exception):
    """A backup cannot be made or restored; the text is a sentence that says why."""


@dataclass
class Manifest:
    """Everything committed before `snapshot_at` is in the backup. Times are ISO texts in UTC, sizes bytes."""

    database: str  # "sqlite" or "postgresql"
    server: int  # PostgreSQL's major version; 0 for SQLite
    snapshot_at: str
    desk: str  # the id in tickets.FileStore
    counts: dict[str, int]  # rows by table
    migrations: list[list[str]]  # app and name of those applied
    dump: dict  # name, size, sha256
    files: list[dict] = field(default_factory=list)  # the same of each file
    gone: list[str] = field(default_factory=list)  # removed on purpose between the snapshot and their turn
    missing: list[str] = field(default_factory=list)  # named by rows, but not in the store
    ended_at: str = ""
    secret_key: str = field(default_factory=lambda: make_password(settings.SECRET_KEY))  # a salted hash of it
    product: str = field(default_factory=lambda: product_version())
    format: int = FORMAT

    @property
    def size(self) -> int:
        return sum(part["size"] for part in (self.dump, *self.files))

    @property
    def has_our_secret_key(self) -> bool:
        return check_password(settings.SECRET_KEY, self.secret_key)

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1))

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Raises `Impossible` where the folder holds no backup that this version can read."""
        try:
            said = json.loads((folder / NAME).read_bytes())
            if said["format"] != FORMAT:
                raise Impossible(f"{folder} is in format {said['format']}, and this version reads {FORMAT}.")
            manifest = cls(**said)
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise Impossible(f"{folder} is not a whole backup: its {NAME} cannot be read.") from error
        for part in (manifest.dump, *manifest.files):
            path = PurePosixPath(part["name"])
            if path.is_absolute() or ".." in path.parts:
                raise Impossible(f"{folder} names a file outside of itself: {path}.")
        return manifest


def product_version() -> str:
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
