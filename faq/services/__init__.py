"""What may be done with the FAQ: a function for each use case."""

from .counting import add_up_visits, log_search, record_view
from .fixing import finish_fix, note_fix
from .learning import learn_phrasings
from .offering import index_sections, most_read, top_entries
from .outcomes import note_filed, say_helped, say_solved
from .pictures import add_pictures, drop_pictures
from .relating import related_entries
from .searching import fold_searches, open_from_search, refuse_search, search_token, was_refused
from .settling import Settled, add_misses_to, ignore_misses, settle_phrasings, undo
from .synonyms import save_synonyms
from .using import count_use, entries_linked_in, entry_url, take_back_use
from .writing import add_phrasings, remove_phrasings, restore, save_entry, texts_of

__all__ = [
    "Settled",
    "add_misses_to",
    "add_phrasings",
    "add_pictures",
    "add_up_visits",
    "count_use",
    "drop_pictures",
    "entries_linked_in",
    "entry_url",
    "finish_fix",
    "fold_searches",
    "ignore_misses",
    "index_sections",
    "learn_phrasings",
    "log_search",
    "most_read",
    "note_filed",
    "note_fix",
    "open_from_search",
    "record_view",
    "refuse_search",
    "related_entries",
    "remove_phrasings",
    "restore",
    "save_entry",
    "save_synonyms",
    "say_helped",
    "say_solved",
    "search_token",
    "settle_phrasings",
    "take_back_use",
    "texts_of",
    "top_entries",
    "undo",
    "was_refused",
]
