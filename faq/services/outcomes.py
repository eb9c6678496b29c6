"""What came of a visit: it helped, it did not, it made a ticket needless, or a ticket followed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ..models import Entry, Visit
from .searching import judge_search

FILED_WITHIN = timedelta(minutes=30)  # of reading: then the entry did not spare the ticket


@transaction.atomic
def say_helped(*, entry: Entry, visitor: str, helped: bool, search: str = "") -> None:
    """Note what `visitor` says of `entry`, instead of what they said before today; counted as a view if none was.

    It is noted on the search that led there, too: `search` is its token. One "yes" a visitor and day, so that nobody
    teaches the search alone.
    """
    now = timezone.now()
    said = Visit.objects.of(entry=entry, day=timezone.localdate(), visitor=visitor).filter(helped=True)
    if not (helped and said.exists()):
        judge_search(search, entry, helped=helped)
    source = Visit.Source.SEARCH if search else Visit.Source.ELSEWHERE
    Visit.objects.add(entry=entry, day=timezone.localdate(), visitor=visitor, at=now, source=source, helped=helped)


@transaction.atomic
def say_solved(*, entry: Entry, visitor: str) -> bool:
    """Note that `entry`, offered before sending, made the ticket needless; False if that was noted today already."""
    day = timezone.localdate()
    Visit.objects.add(entry=entry, day=day, visitor=visitor, at=timezone.now(), source=Visit.Source.FORM)
    return bool(Visit.objects.of(entry=entry, day=day, visitor=visitor).filter(solved=False).update(solved=True))


def note_filed(visitor: str) -> None:
    """Note on what `visitor` has read in the last half an hour that a ticket followed: so it was not solved."""
    Visit.objects.by(visitor, since=timezone.now() - FILED_WITHIN).update(filed=True, solved=False)
