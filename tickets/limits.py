"""How much one connection, or one address, may cause here."""

from accounts.limits import Limit
from accounts.quotas import Quota

from .models import HelpDesk

MB = 1024**2
STATUS_TRIES = Limit("status", tries=10, seconds=60 * 60)
UPLOADS = Limit("uploads", tries=300, seconds=60 * 60)  # requests that bring files
LINKS_ASKED = Limit("links-asked", tries=20, seconds=60 * 60)  # by one connection
LINKS_TO_ADDRESS = Limit("links-to", tries=3, seconds=60 * 60)


def submissions() -> Limit:
    """Return how many tickets one connection may file, as the owner set it."""
    return Limit("tickets", tries=HelpDesk.current().tickets_a_network, seconds=60 * 60)


def drafts() -> Quota:
    """Return how many forms one connection may leave unsent: half as many as it may send."""
    return Quota("drafts", tries=max(HelpDesk.current().tickets_a_network // 2, 1), seconds=60 * 60)


def uploaded_bytes() -> Quota:
    """Return how many bytes of files one connection may add to forms, as the owner set it."""
    return Quota("bytes", tries=HelpDesk.current().upload_mb_a_network * MB, seconds=60 * 60)
