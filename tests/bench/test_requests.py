"""What a request costs at 1,000, 100,000 and 1,000,000 tickets, on SQLite and PostgreSQL: `make bench` prints it.

`BENCH_SIZES=1000,100000,1000000 make bench` takes the million too: about a quarter of an hour and 6 GB for each
database.
"""

import json
import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.e2e.servers import postgres_database
from tests.helpdesk.processes import ROOT, environment, manage

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000,100000").split(",")]
CPU_GOALS = {"queue": 25, "ticket": 25, "search": 30, "reply": 18}  # ms
SLACK = 3  # on a machine that has other things to do, too


@contextmanager
def sqlite(folder):
    yield environment(folder)


@contextmanager
def postgresql(folder):
    with postgres_database() as address:
        yield environment(folder, DATABASE_URL=address)


@pytest.mark.parametrize("database", [sqlite, postgresql])
def test_what_requests_cost(database, tmp_path, tell):
    with database(tmp_path) as env:
        for command in (("migrate", "--verbosity", "0"), ("collectstatic", "--noinput", "--verbosity", "0")):
            done = manage(*command, env=env)
            assert done.returncode == 0, done.stderr
        command = [sys.executable, "-m", "tests.bench.measure", *map(str, SIZES)]
        with (
            open(tmp_path / "errors", "w+") as errors,
            subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
        ):
            for line in process.stdout:
                if line[0] != "{":
                    tell(line.rstrip())
        assert process.returncode == 0, (tmp_path / "errors").read_text()[-3000:]
    costs = json.loads(line)
    for size, requests in costs.items():
        twice = 2 if int(size) > 100_000 else 1
        for name, milliseconds in requests.items():
            goal = CPU_GOALS.get(name.partition(":")[0])
            assert goal is None or milliseconds < SLACK * twice * goal, (size, name)
