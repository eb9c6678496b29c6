"""Whether Redis is asked at all: while it hangs, no page waits for it again and again.

One for each process, shared by the cache and by what is published. The connection that listens is none of its business:
that one waits by design.
"""

import threading
import time

OPENS_AFTER = 3  # failures, one after the other
PROBES_EVERY = 5  # seconds


class Breaker:
    """Open after some failures; then it lets one caller through every few seconds, to find out."""

    def __init__(self):
        self._lock = threading.Lock()
        self._failures = 0
        self._probe_at = 0.0

    def allows(self) -> bool:
        """Tell whether to ask now. Whoever is told so says afterwards how it went."""
        with self._lock:
            if self._failures < OPENS_AFTER:
                return True
            now = time.monotonic()
            if now < self._probe_at:
                return False
            self._probe_at = now + PROBES_EVERY
            return True

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._probe_at = time.monotonic() + PROBES_EVERY


redis_breaker = Breaker()
