"""What may be done with the FAQ: a function for each use case."""

from .counting import add_up_visits, log_search, record_view
from .offering import index_sections, most_read, top_entries
from .using import count_use, entries_linked_in, entry_url, take_back_use
from .writing import add_phrasings, remove_phrasings, restore, save_entry, texts_of

__all__ = [
    "add_phrasings",
    "add_up_visits",
    "count_use",
    "entries_linked_in",
    "entry_url",
    "index_sections",
    "log_search",
    "most_read",
    "record_view",
    "remove_phrasings",
    "restore",
    "save_entry",
    "take_back_use",
    "texts_of",
    "top_entries",
]
