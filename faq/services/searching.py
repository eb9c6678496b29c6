"""What becomes of a search: an entry is opened, or nothing fits; after 400 days only numbers are left."""

from datetime import datetime, time, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from ..models import Entry, LoggedSearch, SearchDay

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


def refuse_search(token: str, *, refused: bool = True) -> bool:
    """Note that nothing that the search of `token` found fits; tell whether there is such a search."""
    return bool(_searches(token).update(refused=refused))


def _searches(token):
    try:
        pk = signing.loads(token, salt=SALT, max_age=TOKEN_LIVES) if token else None
    except signing.BadSignature:
        pk = None
    return LoggedSearch.objects.filter(pk=pk) if pk else LoggedSearch.objects.none()


@transaction.atomic
def fold_searches() -> int:
    """Add the searches of days more than 400 days ago up and delete them; return how many there were."""
    last_day = timezone.localdate() - KEPT
    searches = LoggedSearch.objects.before(timezone.make_aware(datetime.combine(last_day, time.min)))
    for row in searches.added_up():
        SearchDay.objects.add(**row)
    return searches.delete()[0]
