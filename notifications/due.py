"""What is to be pushed to browsers while the desk is closed: durable rows, which a worker sends.

The unit of work is a subscription: claimed by a conditional update for the length of a lease, and left in peace for a
growing pause after a failure. Any number of workers may run.
"""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

from . import clock, webpush
from .models import PushDue, PushSubscription
from .watching import last_seen

logger = logging.getLogger(__name__)

TOGETHER = 8  # subscriptions; each has a thread, so that a slow push service holds up nobody else's
LEASE = timedelta(seconds=110)
SENDS_FOR = 80  # seconds for all topics of a browser; the last may take `webpush.TIMEOUT` twice, within the lease
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)  # doubled after each failure
GIVEN_UP_AFTER = timedelta(hours=1)  # people were told by mail meanwhile
LOOK_AGAIN = timedelta(seconds=10)
GONE = {404, 410}


@dataclass
class Job:
    """What one browser is to be told. `undecided` are topics of which it is not certain yet whether the person saw
    them on the desk; the outcome of the sending is `sent` and the last `status` (0: no answer)."""

    subscription: PushSubscription
    rows: list[PushDue]
    undecided: set[str] = field(default_factory=set)
    messages: dict[str, dict] = field(default_factory=dict)  # by topic
    sent: set[str] = field(default_factory=set)
    status: int = 201


def put(user_ids, *, topic: str) -> None:
    """Write, in the caller's transaction, that the browsers of these people are to be told of the topic."""
    subscriptions = PushSubscription.objects.filter(user__in=user_ids)
    PushDue.objects.bulk_create(
        PushDue(subscription=subscription, topic=topic, created_at=clock.now()) for subscription in subscriptions
    )


def send(messages_for, *, stop=lambda: False, connect=webpush.public_connection) -> int:
    """Push what is due until nothing is left or `stop()`; returns how many pushes were taken.

    `messages_for(user_ids) -> {user id: {topic: message}}` says what there is to tell each of them now; what it leaves
    out is dropped. Whoever had the desk open after it happened needs no push; who was last seen shortly before is left
    until that is certain. A browser that its push service no longer knows is forgotten; after any other failure it is
    tried again for an hour. `connect` as for `webpush.deliver`.
    """
    taken = 0
    while not stop() and (subscriptions := _claim()):
        jobs = _jobs(subscriptions, messages_for)
        with ThreadPoolExecutor(TOGETHER) as threads:
            list(threads.map(lambda job: _push(job, connect), jobs))
        for job in jobs:
            _settle(job)
            taken += len(job.sent)
    return taken


def _claim():
    now = clock.now()
    ready = PushSubscription.objects.filter(due__isnull=False, rests_until__lte=now).distinct()
    return [
        subscription
        for subscription in ready.order_by("rests_until", "pk")[:TOGETHER]
        if PushSubscription.objects.filter(pk=subscription.pk, rests_until=subscription.rests_until).update(
            rests_until=now + LEASE
        )
    ]


def _jobs(subscriptions, messages_for) -> list[Job]:
    jobs = [Job(subscription, list(subscription.due.all())) for subscription in subscriptions]
    seen, too_old = last_seen(), clock.now() - GIVEN_UP_AFTER
    messages = messages_for({job.subscription.user_id for job in jobs})
    for job in jobs:
        seen_at = seen.get(job.subscription.user_id)
        known = messages.get(job.subscription.user_id, {})
        for row in job.rows:
            if row.created_at < too_old or row.topic not in known:
                continue
            if seen_at is None:
                job.messages[row.topic] = known[row.topic]
            elif seen_at < row.created_at:
                job.undecided.add(row.topic)
    return jobs


def _push(job, connect):
    """Deliver what the job has to say until something fails; runs in a thread and uses no database."""
    until = time.monotonic() + SENDS_FOR
    for topic, message in job.messages.items():
        if time.monotonic() > until:
            return
        try:
            job.status = webpush.deliver(job.subscription, message, topic=topic, connect=connect)
        except Exception as error:  # no text of it: that may hold the endpoint
            job.status = 0
            logger.warning("push to %s failed: %s", job.subscription, type(error).__name__)
            return
        if not 200 <= job.status < 300:
            logger.warning("push to %s was answered %d", job.subscription, job.status)
            return
        job.sent.add(topic)


def _settle(job):
    if job.status in GONE:
        job.subscription.delete()
        return
    unsent = job.undecided | (set(job.messages) - job.sent)
    PushDue.objects.filter(pk__in=[row.pk for row in job.rows if row.topic not in unsent]).delete()
    now = clock.now()
    failures = job.subscription.failures
    if set(job.messages) - job.sent:
        rest = min(FIRST_PAUSE * 2 ** min(failures, 10), LONGEST_PAUSE)
        failures += 1
    else:
        rest = LOOK_AGAIN if job.undecided else timedelta()
        failures = 0 if job.sent else failures
    PushSubscription.objects.filter(pk=job.subscription.pk).update(rests_until=now + rest, failures=failures)
