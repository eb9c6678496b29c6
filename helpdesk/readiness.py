"""What a monitor is told: which parts are down, and which only want somebody to look before they are.

Down is only that without which the desk does not work. All the rest warns: a probe must not take a desk out of service
that still files tickets.
"""

import shutil
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from notifications import clock, push
from tickets.files import unseen
from tickets.models import Backup, OutboxMail, Ticket
from tickets.worker import is_silent

from .startup import lacks_static_files

PATIENCE = 2  # seconds for all parts together, which are asked side by side
MAIL_WAITS = timedelta(minutes=10)
DISK_FREE = 500  # MB
CONNECTIONS_USED = 0.8  # of what PostgreSQL allows
FRESH = 2  # seconds a report is given out again

OK, WARN, DOWN = "ok", "warn", "down"

_asking = threading.Lock()
_last: tuple[float, "Report"] | None = None  # until when it is fresh
_asked: dict[str, Future] = {}  # by name; a part that hangs is not asked again by every probe


@dataclass
class Report:
    """The state of each part, and a sentence for each that warns."""

    states: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        return DOWN not in self.states.values()

    def say(self, name, is_up) -> None:
        self.states[name] = OK if is_up else DOWN

    def warn(self, name, sentence) -> None:
        """Note the part as fine where there is nothing to say of it."""
        self.states[name] = WARN if sentence else OK
        if sentence:
            self.warnings.append(sentence)


def look() -> Report:
    """Return how the parts are, or were a moment ago: strangers can ask as well, and must not keep us busy with it."""
    global _last
    if _last and (time.monotonic() < _last[0] or _asking.locked()):
        return _last[1]
    with _asking:
        report = _look()
        _last = time.monotonic() + FRESH, report
    return report


def _look() -> Report:
    """Ask all parts at once; whatever fails or takes too long counts as down, or as worth a warning."""
    told = _ask(database=_ask_database, channel_layer=push.reachable, disk=_disk, static=_static, files=_files)
    report, database = Report(), told["database"]
    report.say("database", database is not None)
    report.say("channel_layer", told["channel_layer"])
    report.say("worker", database and database["beats"])
    report.say("static", told["static"])
    if database:
        for name in ("mail", "connections", "backup"):
            report.warn(name, database[name])
    report.warn("disk", "The disk does not answer." if told["disk"] is None else told["disk"])
    report.warn("files", told["files"])
    return report


def _ask_database() -> dict:
    try:
        return {"beats": not is_silent(), "mail": _mail(), "connections": _connections(), "backup": _backup()}
    finally:
        connection.close()


def _mail() -> str:
    since = OutboxMail.objects.oldest_unsent()
    waits = clock.now() - since if since else timedelta()
    minutes = waits // timedelta(minutes=1)
    return f"The oldest unsent mail has waited for {minutes} minutes." if waits > MAIL_WAITS else ""


def _connections() -> str:
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), current_setting('max_connections')::int FROM pg_stat_activity")
        used, most = cursor.fetchone()
    is_near = used > most * CONNECTIONS_USED
    return f"{used} of the {most} connections that PostgreSQL allows (max_connections) are used." if is_near else ""


def _backup() -> str:
    wanted, newest, now = timedelta(days=settings.BACKUP_WANTED_DAYS), Backup.newest(), clock.now()
    if not wanted:
        return ""
    if newest is None:
        is_missing = Ticket.objects.filter(created_at__lt=now - wanted).exists()
        return "There was no backup yet." if is_missing else ""
    age = now - newest.ended_at
    return f"The last backup is {age.days} days old." if age > wanted else ""


def _static() -> bool:
    return not lacks_static_files()


def _disk() -> str:
    folders = [settings.VAR_DIR, Path(settings.MEDIA_ROOT)]
    free = min(shutil.disk_usage(folder).free for folder in folders if folder.exists()) // 1024**2
    return f"Only {free} MB are free on the disk." if free < DISK_FREE else ""


def _files() -> str:
    return "The worker does not find files that it should: see its log." if unseen.are_there_any() else ""


def _ask(**checks) -> dict:
    """Call the checks side by side and map each name to its answer: None where it failed or took too long."""
    pool = ThreadPoolExecutor(max_workers=len(checks))
    for name, check in checks.items():
        if name not in _asked or _asked[name].done():
            _asked[name] = pool.submit(check)
    pool.shutdown(wait=False)
    until = time.monotonic() + PATIENCE
    return {name: _answer(_asked[name], until) for name in checks}


def _answer(future, until):
    try:
        return future.result(timeout=max(0, until - time.monotonic()))
    except Exception:  # whatever it is, the part is down
        return None
