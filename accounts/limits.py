"""A small limiter on the cache: so many tries in a window of time, counted per network or whomever."""

import hashlib
import ipaddress
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _


def network(request) -> str:
    """Return whom to count together: an IPv4 address, or the /64 of an IPv6 one, which is one connection's."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def as_key(typed: str) -> str:
    """Return what stands for `typed` in a key of the cache, which must be short and printable, and tells nobody whom
    it is about."""
    return hashlib.sha256(typed.encode()).hexdigest()


class Limit:
    """`tries` in `seconds`, beginning with the first one."""

    def __init__(self, name, *, tries, seconds):
        self.name, self.tries, self.seconds = name, tries, seconds

    def is_reached(self, who) -> bool:
        return cache.get(self._key(who), 0) >= self.tries

    def count(self, who, amount=1) -> int:
        """Count one more try, or so many; return how many that makes in this window."""
        key = self._key(who)
        self._begin(key)
        try:
            return cache.incr(key, amount)
        except ValueError:  # the window ended in between
            self._begin(key, amount)
            return amount

    def take_back(self, who, amount=1) -> None:
        """Undo a count, if its window has not ended."""
        with suppress(ValueError):
            cache.decr(self._key(who), amount)

    def ends_at(self, who) -> datetime:
        """Return the last second of the minute in which the window ends, or would if it began now."""
        ends = cache.get(f"{self._key(who)}:ends") or self._from_now()
        return ends + timedelta(seconds=59 - ends.second)

    def seconds_left(self, who) -> int:
        """Return the seconds until `ends_at`, as Retry-After says them."""
        return int((self.ends_at(who) - timezone.now()).total_seconds()) + 1

    def _begin(self, key, count=0):
        if cache.add(key, count, self.seconds):
            cache.set(f"{key}:ends", self._from_now(), self.seconds)

    def _from_now(self):
        return timezone.now() + timedelta(seconds=self.seconds)

    def _key(self, who):
        return f"limit:{self.name}:{who}"


def hour_with_zone(moment) -> str:
    """Return the hour with its zone, for somebody of whom we know none: "14:05 (Europe/Istanbul)"."""
    return f"{time_format(timezone.localtime(moment))} ({settings.TIME_ZONE})"


def too_many_tries(limit, who) -> str:
    """Say when to try again."""
    return _("Too many tries from this connection. Try again after %(time)s.") % {
        "time": hour_with_zone(limit.ends_at(who))
    }
