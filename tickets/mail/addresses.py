"""What an address tells: who it is counted as by the caps, and whether it is our own. Pure, but for the settings."""

import re
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from django.conf import settings

WRITTEN_OTHERWISE = re.compile(r'["\\.]')  # dots, and the quotes of RFC 5321: '"ay.se"' may be ayse


def capped_as(email) -> str:
    """Return the address under which mail to `email` is counted: in lower case, without a ``+tag`` and without dots
    before the @, since many servers deliver those alike.

    For caps and for knowing our own only, never to tell customers apart: elsewhere two people may differ by a dot.
    """
    local, _at, domain = email.lower().rpartition("@")
    return f"{WRITTEN_OTHERWISE.sub('', local.partition('+')[0])}@{domain}"


def is_literal(email) -> bool:
    """Tell whether the address names a machine by its number, ``a@[127.0.0.1]``, instead of a domain."""
    return email.rpartition("@")[2].startswith("[")


def is_ours(email) -> bool:
    """Tell whether mail to this address would come back to the help desk: the sender's, a mailbox's, any that replies
    are led to. Those of staff are not."""
    if settings.REPLY_DOMAIN and email.lower().rpartition("@")[2] == settings.REPLY_DOMAIN.lower():
        return True
    senders = [parseaddr(sender)[1] for sender in (settings.DEFAULT_FROM_EMAIL, settings.SERVER_EMAIL)]
    mailbox = unquote(urlsplit(settings.INBOUND_IMAP_URL).username or "")
    return capped_as(email) in {capped_as(own) for own in (*senders, mailbox) if "@" in own}
