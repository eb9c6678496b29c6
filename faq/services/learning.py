"""What readers teach the search: the words in which they found an answer become a phrasing of it."""

from collections import defaultdict

from django.db import transaction

from ..models import Entry, LoggedSearch
from .writing import add_phrasings

LEAST = 3  # readers who were helped; fewer may be chance, or one person's doing


@transaction.atomic
def learn_phrasings() -> int:
    """Make a phrase that led readers to an entry which helped them, and more of them than it failed, a phrasing of that
    entry; return how many are new.

    A search teaches once: a phrasing that the owner takes away comes back only if as many other readers say so.
    """
    taught: dict[int, list[dict]] = defaultdict(list)
    for row in LoggedSearch.objects.unsettled().taught(LEAST):
        taught[row["opened_id"]].append(row)
    learnt = 0
    for entry in Entry.objects.published().filter(pk__in=taught).order_by("pk"):
        rows = taught[entry.pk]
        learnt += len(add_phrasings(entry=entry, texts=[row["phrase"] for row in rows], saved_by=None))
        searches = LoggedSearch.objects.unsettled().of_phrases([row["folded"] for row in rows])
        searches.filter(opened=entry, helped=True).update(settled=True)
    return learnt
