"""The owner's pages about the FAQ, under /desk/faq/."""

from collections.abc import Callable

from django.urls import path

from ..views import desk_entries, desk_misses, desk_statistics

app_name = "faq_desk"


def patterns(tickets_filed: Callable) -> list:
    """List the addresses. `tickets_filed(user, since)` counts tickets, of which this app knows nothing."""
    return [
        path("", desk_statistics.statistics, {"tickets_filed": tickets_filed}, name="statistics"),
        path("to-do/", desk_statistics.note, name="note_fix"),
        path("to-do/<int:pk>/", desk_statistics.finish, name="finish_fix"),
        path("misses/", desk_misses.misses, name="misses"),
        path("misses/add/", desk_misses.add, name="add_misses"),
        path("misses/ignore/", desk_misses.ignore, name="ignore_misses"),
        path("misses/undo/", desk_misses.undo, name="undo_misses"),
        path("entries/", desk_entries.entries, name="entries"),
        path("entries/new/", desk_entries.new, name="new_entry"),
        path("entries/<int:pk>/", desk_entries.edit, name="edit_entry"),
        path("entries/<int:pk>/history/", desk_entries.history, name="entry_history"),
        path("entries/<int:pk>/restore/", desk_entries.restore, name="restore_entry"),
        path("synonyms/", desk_entries.synonyms, name="synonyms"),
    ]
