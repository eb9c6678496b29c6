"""The worker: a loop of sweeps over durable rows, run by `manage.py worker` or as a thread of `manage.py serve`."""

import logging
import os
import threading
import time
from datetime import timedelta

from django.core.cache import cache
from django.db import close_old_connections, connection
from django.utils import timezone

from accounts.sessions import forget_ended_sessions
from faq.services import add_up_visits, fold_searches, learn_phrasings
from notifications import clock, webpush
from notifications.away import is_away

from .models import SubmissionDraft, WorkerBeat
from .services import (
    draw_previews,
    forget_askers,
    forget_reminders,
    push_overdue,
    send_pushes,
    sweep_files,
    tell_askers,
    tell_where_nobody_watches,
    wake_due,
)
from .services.delivering import send_due

logger = logging.getLogger(__name__)

PAUSE = 0.5  # seconds between two looks into the outbox
BEAT_EVERY = 20  # seconds
SILENT_AFTER = timedelta(minutes=2)
TIDY_EVERY = 600  # seconds
PREVIEWS_EVERY = 2  # seconds
WAKE_EVERY = 5  # seconds
TELL_EVERY = 30  # seconds
OVERDUE_EVERY = 15  # seconds
WATCH_EVERY = 10  # seconds
PUSHES_EVERY = 1  # second
ENDS_WITHIN = 4  # seconds
DRAFTS_LIVE = timedelta(hours=24)


def run(stop: threading.Event) -> None:
    """Sweep until `stop` is set. A sweep that fails is logged and tried again; the worker itself does not end."""

    def send():
        until = time.monotonic() + BEAT_EVERY  # a long queue must not make the worker look dead
        send_due(lambda: stop.is_set() or time.monotonic() > until)

    looked_at = clock.now()  # of the first look; each begins where the one before ended

    def look_for_overdue():
        nonlocal looked_at
        since, looked_at = looked_at, clock.now()
        push_overdue(since)

    every = {
        clock.measure: clock.MEASURED_EVERY,
        beat: BEAT_EVERY,
        tidy: TIDY_EVERY,
        send: 0,
        wake_due: WAKE_EVERY,
        tell_askers: TELL_EVERY,
        tell_where_nobody_watches: WATCH_EVERY,
        look_for_overdue: OVERDUE_EVERY,
    }
    # In threads of their own: a large picture, a slow store or push service must not hold up mail.
    beside: dict[str, dict] = {"files": {lambda: draw_previews(stop.is_set): PREVIEWS_EVERY, sweep_files: TIDY_EVERY}}
    if webpush.is_on():
        beside["pushes"] = {lambda: send_pushes(stop.is_set): PUSHES_EVERY}
    threads = [
        threading.Thread(target=_sweep, args=[sweeps, stop], name=name, daemon=True) for name, sweeps in beside.items()
    ]
    for thread in threads:
        thread.start()
    _sweep(every, stop)
    for thread in threads:
        thread.join(webpush.TIMEOUT)


def _sweep(every, stop) -> None:
    """Call each of the functions again and again, so many seconds apart, until `stop` is set."""
    due = dict.fromkeys(every, 0.0)
    while not stop.is_set():
        close_old_connections()
        for sweep, seconds in every.items():
            if time.monotonic() >= due[sweep]:
                due[sweep] = time.monotonic() + seconds
                _try(sweep)
        stop.wait(PAUSE)
    connection.close()


def beat() -> None:
    """Leave a sign of life."""
    WorkerBeat.objects.update_or_create(pk=1, defaults={"beat_at": clock.now()})


def is_silent() -> bool:
    """Tell whether no worker has left a sign of life for two minutes."""
    return not WorkerBeat.objects.filter(beat_at__gte=clock.now() - SILENT_AFTER).exists()


def tidy() -> None:
    """Drop what is kept for a day only; of the FAQ's visits and old searches the numbers stay, and what they teach."""
    if hasattr(cache, "drop_expired"):  # Redis does so itself
        cache.drop_expired()
    SubmissionDraft.objects.filter(created_at__lt=clock.now() - DRAFTS_LIVE).delete()
    add_up_visits(timezone.localdate())
    forget_askers()
    forget_reminders()
    forget_ended_sessions()
    fold_searches()
    learn_phrasings()


def end(working: threading.Thread) -> None:
    """Wait a little for the thread in which `run` was told to stop; else end the whole process in the middle of it.

    Whatever it was doing is claimed for the length of a lease only, and then goes on elsewhere.
    """
    working.join(ENDS_WITHIN)
    if working.is_alive():
        logger.warning("the worker ends while a server keeps it waiting")
        logging.shutdown()
        os._exit(0)  # a thread that waits for the network keeps Python from ending


def _try(sweep) -> None:
    try:
        sweep()
    except Exception as error:
        if is_away(error):
            logger.warning("a sweep of the worker waits for the database: %s", error)
        else:
            logger.exception("a sweep of the worker failed")
        close_old_connections()
