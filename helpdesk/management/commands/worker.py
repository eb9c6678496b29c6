"""`manage.py worker`: the background work in a process of its own, beside web processes that share Redis."""

import signal
import threading

from django.core.management.base import BaseCommand, CommandError

from helpdesk.startup import Refused, refuse_worker
from tickets import worker

ENDING = {signal.SIGINT, signal.SIGTERM}


class Command(BaseCommand):
    help = "Send mail and do all other background work until Ctrl-C or SIGTERM. Any number may run."

    def handle(self, **options):
        try:
            refuse_worker()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        # Waited for, not handled: a handler that sets an event its own thread is waiting on can lock itself out.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        stop = threading.Event()
        sweeping = threading.Thread(target=worker.run, args=[stop], name="worker", daemon=True)
        sweeping.start()
        signal.sigwait(ENDING)
        stop.set()
        worker.end(sweeping)
