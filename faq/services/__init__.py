"""What may be done with the FAQ: a function for each use case."""

from .counting import add_up_visits, log_search, record_view
from .offering import index_sections, most_read, top_entries

__all__ = ["add_up_visits", "index_sections", "log_search", "most_read", "record_view", "top_entries"]
