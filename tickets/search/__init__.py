"""Finding tickets. Whatever adds a message to a ticket calls `add`, whatever changes or takes
away something it is found by calls `reindex`."""

from .finding import Found, find
from .indexing import add, index, rebuild, reindex
from .suggesting import suggestions

__all__ = ["Found", "add", "find", "index", "rebuild", "reindex", "suggestions"]
