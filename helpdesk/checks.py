"""What is told at every `manage.py` command because nobody would notice it otherwise."""

import stat
from email.utils import getaddresses
from inspect import signature

from django.conf import settings
from django.core.checks import Warning, register


@register()
def mail_parser_is_mended(app_configs, **kwargs):
    """Ask Python's mail parser how it behaves, not which version it is: distributions mend without a new number.

    Without `strict` it takes an address out of the middle of a display name.
    https://docs.python.org/3/library/email.utils.html#email.utils.getaddresses
    """
    if "strict" in signature(getaddresses).parameters:
        return []
    return [
        Warning(
            "The mail parser of this Python mistakes parts of names for addresses: take a newer patch of Python, "
            "3.11.10 or 3.12.6 at least.",
            id="helpdesk.W001",
        )
    ]


@register()
def runtime_data_is_private(app_configs, **kwargs):
    """A folder that we made is; one that was there before stays as it is."""
    try:
        mode = settings.VAR_DIR.stat().st_mode
    except OSError:
        return []
    if not mode & (stat.S_IRWXG | stat.S_IRWXO):
        return []
    return [
        Warning(
            f"VAR_DIR can be read by other users of this machine, with all mail and files in it: "
            f"`chmod -R go= {settings.VAR_DIR}`.",
            id="helpdesk.W002",
        )
    ]
