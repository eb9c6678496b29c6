"""What becomes of a search: an entry is opened, or nothing fits; after 400 days only numbers are left."""

from datetime import datetime, time, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from ..models import Entry, LoggedSearch, SearchDay
from ..querysets.searching import OPENED_WITHIN
from ..text import fold

KEPT = timedelta(days=400)
SALT = "faq.search"
TOKEN_LIVES = timedelta(days=1)


def search_token(search: LoggedSearch | None) -> str:
    """Return what stands for a search in the links of its results page, so that nobody marks another's; empty if it
    was not logged."""
    return signing.dumps(search.pk, salt=SALT) if search else ""


def open_from_search(token: str, entry: Entry) -> None:
    """Note that the search of `token` led to `entry`; the first one stays."""
    _searches(token).filter(opened=None).update(opened=entry)


def refuse_search(token: str) -> bool:
    """Note that nothing that the search of `token` found fits; tell whether there is such a search."""
    return bool(_searches(token).update(refused=True))


def judge_search(token: str, entry: Entry, *, helped: bool) -> None:
    """Note whether `entry`, to which the search of `token` led, helped. What helped is what it was opened for."""
    if helped:
        _searches(token).update(refused=False, helped=True, opened=entry)
    else:
        _searches(token).update(refused=True, helped=False)


def was_refused(phrase: str, language: str, category) -> bool:
    """Tell whether in the last half hour, while `phrase` was typed there, somebody said that nothing fits."""
    recent = LoggedSearch.objects.refused_since(timezone.now() - OPENED_WITHIN, language=language, category=category)
    folded = fold(phrase)
    return any(folded.startswith(begun) for begun in recent.values_list("folded", flat=True))


def _searches(token):
    try:
        pk = signing.loads(token, salt=SALT, max_age=TOKEN_LIVES) if token else None
    except signing.BadSignature:
        pk = None
    return LoggedSearch.objects.filter(pk=pk) if pk else LoggedSearch.objects.none()


@transaction.atomic
def fold_searches() -> int:
    """Add the searches of days more than 400 days ago up and delete them; return how many there were. Of earlier days
    nothing says any more who asked."""
    LoggedSearch.objects.forget_who(timezone.make_aware(datetime.combine(timezone.localdate(), time.min)))
    last_day = timezone.localdate() - KEPT
    searches = LoggedSearch.objects.before(timezone.make_aware(datetime.combine(last_day, time.min)))
    for row in searches.added_up():
        SearchDay.objects.add(**row)
    return searches.delete()[0]
