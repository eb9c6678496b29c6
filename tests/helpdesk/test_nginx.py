"""The proxy of the README: what is too large for the help desk meets its page, not the proxy's."""

import os
import re
import shutil
import subprocess

import pytest

from .processes import ROOT, environment, fetch, free_port, manage, running, until

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
LOCATION = re.search(r"^location / \{.*?^\}", (ROOT / "README.md").read_text(), re.DOTALL | re.MULTILINE)[0]
MB = 1024**2


def test_the_example_leaves_the_limit_to_the_help_desk():
    assert "client_max_body_size 0;" in LOCATION
    assert "proxy_request_buffering off;" in LOCATION


@pytest.fixture(scope="module")
def through_nginx(tmp_path_factory):
    """The address of a help desk behind the example."""
    if not NGINX:
        pytest.skip("needs nginx")
    folder = tmp_path_factory.mktemp("proxied")
    port, front = free_port(), free_port()
    env = environment(folder, PORT=str(port), SITE_URL=f"http://localhost:{front}", TRUSTED_PROXIES="127.0.0.1")
    for command in (["migrate"], ["collectstatic", "--no-input"]):
        assert manage(*command, "--verbosity", "0", env=env).returncode == 0
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    server = f"server {{ listen 127.0.0.1:{front}; {LOCATION.replace(':8000', f':{port}')} }}"
    user = "user root;" if folder.owner() == "root" else ""
    (folder / "nginx.conf").write_text(
        f"daemon off; {user} pid {folder}/pid; events {{}} http {{ access_log off; {temporary} {server} }}"
    )
    proxy = subprocess.Popen([NGINX, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"])
    try:
        with running("manage.py", "serve", env=env) as process:
            until(lambda: fetch(f"http://localhost:{front}/readyz")[0] == 200, process)
            yield f"http://localhost:{front}"
    finally:
        proxy.terminate()
        proxy.wait()


@pytest.mark.parametrize("size", [53, 60])
@pytest.mark.parametrize("is_chunked", [False, True])
def test_what_is_too_large_meets_the_help_desks_own_page(through_nginx, size, is_chunked):
    body = iter([b"x" * MB] * size) if is_chunked else b"x" * (size * MB)
    status, page = fetch(f"{through_nginx}/help/downloads/", data=body, method="POST")
    assert status == 413
    assert "more than this site takes at once" in page


def test_what_fits_gets_through(through_nginx):
    assert fetch(f"{through_nginx}/help/downloads/", data=b"x" * (13 * MB))[0] == 403  # no form of ours
