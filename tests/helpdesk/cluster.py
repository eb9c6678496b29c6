"""A PostgreSQL of a test's own, on its own port, that may be stopped and started as the test likes."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from .processes import free_port

POSTGRES = next((str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), "")


class Cluster:
    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        self._run("initdb", "--username=postgres", "--auth=trust", "--no-sync", "-D", folder)

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=50"
        self._run("pg_ctl", "-D", self.folder, "-w", "-o", options, "-l", f"{self.folder}/log", "start")

    def stop(self, mode="fast"):
        """End all connections at once, as a restart for an update does."""
        self._run("pg_ctl", "-D", self.folder, "-m", mode, "-w", "stop")

    def _run(self, program, *arguments):
        # PostgreSQL refuses to run as root.
        user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        command = [f"{POSTGRES}/{program}", *map(str, arguments)]
        done = subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, check=False, **user)
        assert done.returncode == 0, command


@contextmanager
def own_cluster():
    """A cluster that is not started yet."""
    if not POSTGRES:
        pytest.skip("no PostgreSQL to start here")
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-cluster-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    cluster = Cluster(folder / "data")
    try:
        yield cluster
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            cluster.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)
