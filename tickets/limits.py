"""How much one connection, or one address, may cause here."""

from accounts.limits import Limit

from .models import HelpDesk

STATUS_TRIES = Limit("status", tries=10, seconds=60 * 60)
UPLOADS = Limit("uploads", tries=300, seconds=60 * 60)  # requests that bring files
LINKS_ASKED = Limit("links-asked", tries=20, seconds=60 * 60)  # by one connection
LINKS_TO_ADDRESS = Limit("links-to", tries=3, seconds=60 * 60)


def submissions() -> Limit:
    """Return how many tickets one connection may file, as the owner set it."""
    return Limit("tickets", tries=HelpDesk.current().tickets_a_network, seconds=60 * 60)
