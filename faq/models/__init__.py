"""What the FAQ holds: entries, who read them and what came of it, and what was searched for."""

from .entries import (
    LANGUAGES,
    LONGEST_PHRASING,
    RESERVED_SLUGS,
    Entry,
    IndexVersion,
    Phrasing,
    Picture,
    Revision,
    Synonyms,
    find_category,
    open_categories,
    visible_categories,
)
from .reading import DailyCount, Visit
from .searching import Fix, IgnoredPhrase, LoggedSearch, SearchDay

__all__ = [
    "LANGUAGES",
    "LONGEST_PHRASING",
    "RESERVED_SLUGS",
    "DailyCount",
    "Entry",
    "Fix",
    "IgnoredPhrase",
    "IndexVersion",
    "LoggedSearch",
    "Phrasing",
    "Picture",
    "Revision",
    "SearchDay",
    "Synonyms",
    "Visit",
    "find_category",
    "open_categories",
    "visible_categories",
]
