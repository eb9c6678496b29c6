"""Files that the worker does not find: it runs where it cannot see them, or they are lost. Either is said, not hidden.

What is drawn waits for them meanwhile; whether there are any is kept in the cache, which web and worker share.
"""

import logging
import time
from uuid import UUID

from django.core.cache import cache

logger = logging.getLogger(__name__)

AGAIN_AFTER = 300  # seconds
KEY = "files-unseen"

_again_at: dict[UUID, float] = {}  # by the attachment's id


def note(attachment) -> None:
    """Note that its file is not here; it is left alone for a while, so that it keeps no other from its turn."""
    _again_at[attachment.pk] = time.monotonic() + AGAIN_AFTER
    cache.set(KEY, True, 2 * AGAIN_AFTER)
    logger.warning("this worker does not find file %s: several hosts need the same MEDIA_ROOT, or S3", attachment.pk)


def resting() -> list[UUID]:
    """Return the ids of those that are left alone just now."""
    now = time.monotonic()
    for key in [key for key, moment in _again_at.items() if moment <= now]:
        del _again_at[key]
    return list(_again_at)


def are_there_any() -> bool:
    return bool(cache.get(KEY))
