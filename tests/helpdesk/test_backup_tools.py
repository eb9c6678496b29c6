"""pg_dump and pg_restore: missing ones, old ones, old servers."""

import json
import os

import pytest
from django.conf import settings as configured

from helpdesk import backups

from .processes import restore

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media")]


@pytest.mark.skipif(not configured.ON_POSTGRESQL, reason="PostgreSQL's own tools")
class TestTools:
    @pytest.fixture
    def install(self, tmp_path, monkeypatch):
        """Return install(program, version): put it in front of the real ones; without a version, none is installed."""
        folder = tmp_path / "bin"
        folder.mkdir()

        def install(program=None, version=0):
            monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}" if program else str(folder))
            if program:
                (folder / program).write_text(f"#!/bin/sh\necho '{program} (PostgreSQL) {version}.1 (Debian)'\n")
                (folder / program).chmod(0o700)

        return install

    def test_a_pg_dump_older_than_the_server_is_told(self, target, install):
        install("pg_dump", 9)
        with pytest.raises(backups.Impossible, match=r"pg_dump is version 9, .* older than PostgreSQL \d\d: "):
            backups.take(target)
        assert not target.with_name("backup.partial").exists()

    def test_a_missing_one_too(self, target, install):
        install()
        with pytest.raises(backups.Impossible, match="pg_dump is not installed"):
            backups.take(target)

    def test_and_a_pg_restore(self, target, install, elsewhere):
        backups.take(target)
        install("pg_restore", 9)
        assert "pg_restore is version 9" in restore(target, elsewhere | {"PATH": os.environ["PATH"]}).stderr

    def test_a_server_older_than_the_backups_is_told(self, target, elsewhere):
        backups.take(target)
        said = json.loads((target / "manifest.json").read_text())
        (target / "manifest.json").write_text(json.dumps(said | {"server": 99}))
        assert "older than PostgreSQL 99" in restore(target, elsewhere).stderr
