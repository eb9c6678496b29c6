"""What other hosts of the domain, other users of the machine and other machines do not get at."""

import json
import os
import re
import stat
from email import utils

import pytest
from django.core import checks

from helpdesk.checks import mail_parser_is_mended, runtime_data_is_private

from .processes import environment, manage, run
from .test_serving import gunicorn

# Signs in, opens a ticket's link, files one with a picture and mails it; prints the cookies as they were set.
SCRIPT = """
import io, json, re, django
django.setup()
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.mail import send_mail
from django.test import Client
from accounts.models import User
from helpdesk.startup import refuse_web
from tickets import links, services
from tickets.models import Attachment, Category
refuse_web()
category = Category.objects.create(slug="downloads", name="Downloads")
filed = dict(category=category, email="a@example.org", name="A", language="en", subject="S", text="T", answers=[])
ticket = services.open_ticket(**filed, form_key="5a4f0b9e-8f0a-4f0e-9a39-3a44a1c7f2d1")
file = Attachment(message=ticket.messages.get(), name="a.txt", size=1, content_type="text/plain")
file.file.save("a.txt", ContentFile(b"a"))
send_mail("s", "b", "help@example.com", ["a@example.org"])
User.objects.create_user("ana@example.com", "a long pass phrase", name="Ana")
client = Client(HTTP_HOST="localhost")
options = {"secure": settings.OVER_HTTPS}
client.get("/accounts/login/", **options)
typed = {"login": "ana@example.com", "password": "a long pass phrase"}
assert client.post("/accounts/login/", typed, **options).status_code == 302
assert client.get(links.private_url(ticket).split("localhost")[1].lstrip(":0123456789"), **options).status_code == 302
print(json.dumps([cookie.OutputString() for cookie in client.cookies.values()]))
client.post("/my/forget/", **options)
print(json.dumps([cookie.OutputString() for name, cookie in client.cookies.items() if not cookie.value]))
"""
KNOWN = {"sessionid", "csrftoken", "messages", "tickets", "device_…"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A help desk's folder that is not there yet, on a machine that lets everybody read what is written."""
    return tmp_path_factory.mktemp("machine") / "var"


@pytest.fixture(scope="module", params=["https://localhost", "http://localhost:8000"])
def cookies(request, folder):
    """The scheme of a site, the cookies that it set, and those that it took back."""
    where = folder / request.param.partition(":")[0]
    env = environment(where, SITE_URL=request.param)
    before = os.umask(0o022)
    try:
        for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"]):
            done = manage(*command, env=env)
            assert done.returncode == 0, done.stderr
        answer = run("-c", SCRIPT, env=env)
    finally:
        os.umask(before)
    assert answer.returncode == 0, answer.stderr
    given, taken = answer.stdout.splitlines()[-2:]
    return request.param, json.loads(given), json.loads(taken)


def test_over_https_no_other_host_can_plant_a_cookie_of_ours(cookies):
    site, given, taken = cookies
    prefix = "__Host-" if site.startswith("https") else ""
    names = {re.sub("device_[0-9a-f]{16}", "device_…", cookie.partition("=")[0]) for cookie in given}
    assert names == {prefix + name for name in KNOWN}
    assert {cookie.partition("=")[0] for cookie in taken} == {prefix + n for n in ("tickets", "addresses", "filed")}
    for cookie in (*given, *taken):
        assert "Path=/" in re.split("; ", cookie)
        assert "domain" not in cookie.lower()
        assert ("Secure" in cookie) == bool(prefix), cookie


def test_what_is_written_is_its_users_alone(cookies, folder):
    assert cookies
    written = [folder, *folder.rglob("*")]
    names = " ".join(str(path.relative_to(folder)) for path in written)
    for part in ("db.sqlite3 ", "web.lock", "mail/", "media/", "static/"):
        assert part in names
    for path in written:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), (path, oct(mode))


def test_gunicorn_listens_to_this_machine_only(tmp_path):
    answer = run(*gunicorn("--print-config"), env=environment(tmp_path, PORT="8123"))
    assert re.search(r"^bind += \['127\.0\.0\.1:8123'\]$", answer.stdout, re.MULTILINE), answer.stdout[:2000]


@pytest.mark.parametrize(("value", "expected"), [(None, "False"), ("0", "False"), ("1", "True")])
def test_hosts_below_are_told_to_use_https_only_where_that_is_set(tmp_path, value, expected):
    env = environment(tmp_path, SITE_URL="https://localhost", SECURE_HSTS_INCLUDE_SUBDOMAINS=value)
    code = "from helpdesk import settings as s; print(s.SECURE_HSTS_SECONDS > 0, s.SECURE_HSTS_INCLUDE_SUBDOMAINS)"
    assert run("-c", code, env=env).stdout.split() == ["True", expected]


def test_a_folder_that_others_can_read_is_told(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "nowhere"
    assert not runtime_data_is_private(None)
    settings.VAR_DIR = tmp_path
    tmp_path.chmod(0o700)
    assert not runtime_data_is_private(None)
    tmp_path.chmod(0o750)
    [told] = runtime_data_is_private(None)
    assert told.level == checks.WARNING
    assert "VAR_DIR" in told.msg


def test_a_mail_parser_with_the_known_holes_is_told_by_what_it_does(monkeypatch):
    monkeypatch.setattr("helpdesk.checks.getaddresses", lambda fieldvalues, *, strict=True: None)
    assert not mail_parser_is_mended(None)
    monkeypatch.setattr("helpdesk.checks.getaddresses", lambda fieldvalues: None)
    [told] = mail_parser_is_mended(None)
    assert told.level == checks.WARNING
    assert "Python" in told.msg


def test_the_one_here_is_judged_rightly():
    """The example of CVE-2023-27043."""
    found = utils.getaddresses(["alice@example.org)bob@example.net"])
    is_fooled = found != [("", "")]
    assert bool(mail_parser_is_mended(None)) == is_fooled
