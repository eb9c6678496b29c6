"""The cache where there is no Redis: in the memory of the one process that serves and works."""

import time

from django.core.cache.backends.locmem import LocMemCache


class MemoryCache(LocMemCache):
    """Django's, which by itself forgets what has expired only when the same key is asked for."""

    def drop_expired(self) -> None:
        """Forget what has expired."""
        now = time.time()
        with self._lock:
            for key in [key for key, ends in self._expire_info.items() if ends is not None and ends <= now]:
                self._delete(key)
