"""Who has the desk open just now. In the database, not the cache: who is told when nobody watches depends on it."""

from datetime import datetime, timedelta

from . import clock
from .models import Watch

NOTED_EVERY = timedelta(seconds=20)  # a desk reports every 25 seconds by its socket, every 30 by asking
GONE_AFTER = timedelta(seconds=90)  # three reports that did not come


def noted(user_id: int) -> None:
    """Note that a desk of the person is open; writes at most every 20 seconds."""
    now = clock.now()
    if not Watch.objects.filter(user=user_id, seen_at__gt=now - NOTED_EVERY).exists():
        Watch.objects.update_or_create(user_id=user_id, defaults={"seen_at": now})


def watching() -> set[int]:
    """Return the ids of those whose desk is open."""
    return set(last_seen())


def last_seen() -> dict[int, datetime]:
    """Map the ids of those whose desk is open to when it last reported."""
    since = clock.now() - GONE_AFTER
    return dict(Watch.objects.filter(seen_at__gt=since).values_list("user_id", "seen_at"))
