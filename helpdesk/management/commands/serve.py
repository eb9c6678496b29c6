"""`manage.py serve`: the whole help desk in one process."""

import logging
import signal
import sys
import threading
from contextlib import suppress

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from accounts.models import User
from helpdesk.application import build
from helpdesk.server import UVICORN
from helpdesk.startup import Refused, refuse_web
from tickets import worker

logger = logging.getLogger(__name__)

DEMO_PEOPLE = ("owner@example.com", "ana@example.com", "bora@example.com", "nil@example.com")


class Command(BaseCommand):
    help = "Serve the help desk, WebSocket and worker included, in one process. Ctrl-C or SIGTERM stops it."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *, host, port, **options):
        try:
            refuse_web()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._introduce(host, port)
        run(host, port)

    def _introduce(self, host, port):
        self.stdout.write(f"{settings.SITE_NAME}: {settings.SITE_URL} (listening on {host}, port {port})")
        self.stdout.write(f"Mail: {_where_mail_goes()}")
        if settings.DEBUG and (present := _demo_people()):
            self.stdout.write(f"Admin panel: {settings.SITE_URL}/desk/, password help-desk-demo:")
            for email in DEMO_PEOPLE:
                if email in present:
                    self.stdout.write(f"  {email}")
        self.stdout.flush()


def _demo_people() -> set[str]:
    with suppress(DatabaseError):  # it may be away still
        return set(User.objects.filter(email__in=DEMO_PEOPLE).values_list("email", flat=True))
    return set()


def run(host: str, port: int):
    """Serve until a signal comes; returns once web and worker have ended."""
    # The worker takes its turns beside the requests, and between sending a mail and noting it there are several.
    sys.setswitchinterval(0.001)
    stop = threading.Event()
    server = uvicorn.Server(uvicorn.Config(build(), host=host, port=port, **UVICORN))

    def stop_all(signum, frame):
        stop.set()
        server.should_exit = True

    # uvicorn puts its own handlers in front and raises the signal again at its end: with the default action
    # nothing below would run.
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, stop_all)
    sweeping = threading.Thread(target=_keep_working, args=[stop], name="worker", daemon=True)
    sweeping.start()
    try:
        server.run()
    finally:
        stop.set()
        worker.end(sweeping)


def _keep_working(stop):
    while not stop.is_set():
        try:
            worker.run(stop)
        except Exception:
            logger.exception("The worker failed and starts again")
            stop.wait(5)


def _where_mail_goes() -> str:
    backend = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    return {
        "filebased": f"files in {settings.EMAIL_FILE_PATH}",
        "console": "this console",
        "smtp": f"{settings.EMAIL_HOST}, port {settings.EMAIL_PORT}",
    }.get(backend, backend)
