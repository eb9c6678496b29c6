"""The log is JSON lines that tell what happened, and never a private link."""

import json
import logging
import sys

import pytest
from django.test import Client

from helpdesk import logs

pytestmark = pytest.mark.django_db

TOKEN = "s3cr3t-t0ken-of-a-customer"


class Lines(logging.Handler):
    def __init__(self):
        super().__init__()
        self.setFormatter(logs.JsonFormatter())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def lines():
    """Collect what the process would write to stderr."""
    handler = Lines()
    logging.getLogger().addHandler(handler)
    yield handler.lines
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    "path",
    ["/t/{}/", "/tr/t/{}/", "/sent/{}/", "/not-me/{}/", "/no/such/page/{}/", "/t/{}", "/?token={}", "/t/\udc80{}/"],
)
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_a_token_in_an_address_never_reaches_the_log(lines, path, method):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    getattr(client, method)(path.format(TOKEN).encode("utf-8", "surrogateescape").decode("latin1"))
    assert lines
    assert TOKEN not in "".join(lines)


def test_a_token_does_not_reach_the_log_when_the_page_breaks(lines, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("out of order")

    monkeypatch.setattr("django.core.handlers.base.BaseHandler.resolve_request", broken)
    response = Client(raise_request_exception=False).get(f"/t/{TOKEN}/")
    assert response.status_code == 500
    failures = [json.loads(line) for line in lines if "out of order" in line]
    assert failures
    assert "Traceback" in failures[0]["exception"]
    assert TOKEN not in "".join(lines)


def test_each_request_is_one_line_with_the_id_the_client_was_told(lines, client):
    response = client.get("/faq/", headers={"X-Request-ID": "chosen-by-the-client"})
    requests = [entry for entry in map(json.loads, lines) if entry["logger"] == "helpdesk.request"]
    assert len(requests) == 1
    entry = requests[0]
    assert entry["request_id"] == response["X-Request-ID"] != "chosen-by-the-client"
    assert (entry["method"], entry["route"], entry["status"], entry["user"]) == ("GET", "faq/", 200, None)
    assert entry["ms"] > 0


def test_what_is_logged_during_a_request_carries_its_id(lines, client):
    response = client.get("/no/such/page/")
    ids = {json.loads(line)["request_id"] for line in lines}
    assert ids == {response["X-Request-ID"]}


class Unprintable:
    def __str__(self):
        raise ValueError

    __repr__ = __str__


def formatted(message, *args, **extra):
    record = logging.LogRecord("x", logging.INFO, "", 0, message, args, None)
    record.__dict__.update(extra)
    line = logs.JsonFormatter().format(record)
    assert "\n" not in line
    line.encode("ascii")
    return json.loads(line)


def test_odd_input_is_logged_and_does_not_raise():
    assert formatted("a\udc80b\nc")["message"] == "a\udc80b\nc"
    assert formatted("%d items", "three")["message"]
    assert formatted("%s", Unprintable())["message"]
    assert formatted(Unprintable())["message"]
    assert formatted("x", fields={"odd": Unprintable()})["odd"]


def test_an_exception_is_logged_with_its_traceback():
    try:
        raise ValueError("boom \udc80")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), sys.exc_info())
    entry = json.loads(logs.JsonFormatter().format(record))
    assert "ValueError: boom" in entry["exception"]
    assert entry["time"].endswith("+00:00")


def test_a_source_that_repeats_itself_is_heard_once_a_minute():
    often = logs.OnceAMinute()
    times = [0.0, 1.0, 59.0, 61.0, 62.0, 130.0]
    records = [logging.makeLogRecord({"created": 1000 + at}) for at in times]
    assert [often.filter(record) for record in records] == [True, False, False, True, False, True]
