"""What may be done with the FAQ: a function for each use case."""

from .counting import add_up_visits, log_search, record_view
from .offering import index_sections, most_read, top_entries
from .outcomes import note_filed, say_helped, say_solved
from .relating import related_entries
from .searching import fold_searches, open_from_search, refuse_search, search_token

__all__ = [
    "add_up_visits",
    "fold_searches",
    "index_sections",
    "log_search",
    "most_read",
    "note_filed",
    "open_from_search",
    "record_view",
    "refuse_search",
    "related_entries",
    "say_helped",
    "say_solved",
    "search_token",
    "top_entries",
]
