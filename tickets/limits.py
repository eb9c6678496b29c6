"""A small limiter on the cache: so many tries in a window of time, counted per network."""

import ipaddress
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from .models import HelpDesk


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


class Limit:
    """`tries` in `seconds`, beginning with the first one."""

    def __init__(self, name, *, tries, seconds):
        self.name, self.tries, self.seconds = name, tries, seconds

    def is_reached(self, who) -> bool:
        return cache.get(self._key(who), 0) >= self.tries

    def count(self, who) -> None:
        cache.add(self._key(who), 0, self.seconds)
        try:
            cache.incr(self._key(who))
        except ValueError:  # the window ended in between
            cache.add(self._key(who), 1, self.seconds)

    def _key(self, who):
        return f"limit:{self.name}:{who}"


def submissions() -> Limit:
    """Return how many tickets one connection may file, as the owner set it."""
    return Limit("tickets", tries=HelpDesk.current().tickets_a_network, seconds=60 * 60)


def too_many_tries(limit) -> str:
    """Say when to try again, at the latest."""
    then = timezone.localtime(timezone.now() + timedelta(seconds=limit.seconds))
    return _("Too many tries from this connection. Try again after %(time)s.") % {"time": time_format(then)}


STATUS_TRIES = Limit("status", tries=10, seconds=60 * 60)
UPLOADS = Limit("uploads", tries=300, seconds=60 * 60)  # requests that bring files
LINKS_ASKED = Limit("links-asked", tries=20, seconds=60 * 60)  # by one connection
LINKS_TO_ADDRESS = Limit("links-to", tries=3, seconds=60 * 60)
