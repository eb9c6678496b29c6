"""Whether a server beside us is asked at all: while it hangs, no page waits for it again and again."""

import threading
import time

OPENS_AFTER = 3  # failures, one after the other
PROBES_EVERY = 5  # seconds


class Breaker:
    """One for each process. Open after some failures; then it lets one caller through now and then, to find out."""

    def __init__(self, *, opens_after=OPENS_AFTER, probes_every=PROBES_EVERY):
        self._opens_after, self._probes_every = opens_after, probes_every
        self._lock = threading.Lock()
        self._failures = 0
        self._probe_at = 0.0

    def allows(self) -> bool:
        """Tell whether to ask now. Whoever is told so says afterwards how it went."""
        with self._lock:
            if self._failures < self._opens_after:
                return True
            now = time.monotonic()
            if now < self._probe_at:
                return False
            self._probe_at = now + self._probes_every
            return True

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._probe_at = time.monotonic() + self._probes_every


# Shared by the cache and by what is published. The connection that listens waits by design, and asks nobody.
redis_breaker = Breaker()
