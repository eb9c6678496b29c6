"""The owners' settings. Tickets, messages and mail are not here: it would go round the access policy."""

from . import categories, fields, staff

__all__ = ["categories", "fields", "staff"]
