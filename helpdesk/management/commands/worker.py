"""`manage.py worker`: the background work in a process of its own, beside web processes that share Redis."""

import signal
import threading

from django.core.management.base import BaseCommand, CommandError

from helpdesk.startup import Refused, refuse_worker
from tickets import worker


class Command(BaseCommand):
    help = "Send mail and do all other background work until Ctrl-C or SIGTERM. Any number may run."

    def handle(self, **options):
        try:
            refuse_worker()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        stop = threading.Event()
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, lambda *_: stop.set())
        worker.run(stop)
