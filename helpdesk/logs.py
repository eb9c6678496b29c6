"""One JSON line an event. Raw addresses never reach a log: they may carry a customer's private link."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from http.client import responses

from django.http import HttpRequest

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class JsonFormatter(logging.Formatter):
    """Format a record as one line of ASCII JSON.

    `extra={"fields": {...}}` adds members. The message of a record that carries a `request` is replaced:
    Django's own would name the raw path.
    """

    def format(self, record):
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "request_id": request_id.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=_text)


class OnceAMinute(logging.Filter):
    """Let one record through and hold the others back for a minute."""

    def __init__(self):
        super().__init__()
        self._again_at = 0.0

    def filter(self, record):
        if record.created < self._again_at:
            return False
        self._again_at = record.created + 60
        return True


def route_of(request) -> str | None:
    """Return the route pattern that answered `request`, e.g. ``t/<str:token>/``; None where nothing matched."""
    match = getattr(request, "resolver_match", None)
    return match.route if match else None


def _message(record) -> str:
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        reason = responses.get(getattr(record, "status_code", 0), record.levelname)
        return f"{reason}: {request.method} {route_of(request)}"
    try:
        return record.getMessage()
    except Exception:  # else logging prints the raw arguments to stderr
        return f"{_text(record.msg)} {_text(record.args)}"


def _text(value) -> str:
    try:
        return str(value)
    except Exception:
        return f"<{type(value).__name__}>"
