"""A view of an FAQ entry is a row of its visitor's own: 200 a second on one entry wait for nothing, on both
databases with the settings of production."""

import json
import subprocess
import sys

import pytest

from tests.helpdesk.processes import ROOT, manage

from .test_requests import postgresql, sqlite


@pytest.mark.parametrize("database", [sqlite, postgresql])
def test_200_views_a_second_on_one_entry_do_not_block(database, tmp_path, tell):
    with database(tmp_path) as env:
        done = manage("migrate", "--verbosity", "0", env=env)
        assert done.returncode == 0, done.stderr
        command = [sys.executable, "-m", "tests.bench.reading"]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
    line, last = done.stdout.splitlines()
    tell(line)
    figures = json.loads(last)
    assert figures["counted"] == figures["asked"]
    assert figures["blocked"] == 0
