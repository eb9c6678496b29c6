"""The help desk as it runs in production, for what can only be measured on real processes."""

import logging
import os
import sys

import pytest

from tests.e2e import servers

from .books import ask_books

# Not that of the browser tests, which may run beside.
REDIS = os.environ.get("BENCH_REDIS", "redis://127.0.0.1:6379/14")

logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every word
sys.setswitchinterval(0.0005)  # the clients share a process with the mail server, whose word they must not hold up


@pytest.fixture
def tell(capsys):
    """Return tell(line): print a figure at once, whatever pytest captures."""

    def tell(line):
        with capsys.disabled():
            print(f"\n{line}", end="", flush=True)

    return tell


@pytest.fixture(scope="module", params=list(servers.SETUPS))
def desk_server(request, tmp_path_factory):
    """One help desk for each file and set-up, whose owner lets everybody file and get as much as they like."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(servers, "REDIS", REDIS)
        with servers.SETUPS[request.param](tmp_path_factory.mktemp(request.param)) as server:
            ask_books(server, "raise_caps")
            server.stop_web()  # a web process without Redis keeps the caps it has read for a minute
            server.start_web()
            yield server
