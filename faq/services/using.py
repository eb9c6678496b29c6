"""What staff do with entries: they answer tickets with them, and say where an answer stood all along."""

import re
from datetime import date

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from ..models import DailyCount, Entry


def entry_url(entry: Entry, language: str) -> str:
    """Return the whole address of the entry for an answer to a customer, in `language`."""
    with override(language):
        return f"{settings.SITE_URL}{entry.get_absolute_url()}?from=staff"


def entries_linked_in(text: str) -> list[Entry]:
    """List the published entries whose address stands in `text`. One query, none where there is no such address."""
    with override(settings.LANGUAGE_CODE):
        root = re.escape(reverse("faq:index"))
    address = re.compile(rf"{re.escape(settings.SITE_URL)}(?:/[a-z]{{2}})?{root}([-\w]{{1,100}})/", re.ASCII)
    slugs = set(address.findall(text))
    return list(Entry.objects.published().filter(slug__in=slugs).order_by("pk")) if slugs else []


def count_use(*, entry_id: int, what: str) -> None:
    """Count today that a ticket was ``answered`` with the entry, or that it was ``unfound``: the answer stood there all
    along. One write."""
    DailyCount.objects.add(entry_id=entry_id, day=timezone.localdate(), **{what: 1})


def take_back_use(*, entry_id: int, what: str, day: date) -> None:
    """Count one less of what `count_use` counted on `day`. One write."""
    counted = DailyCount.objects.filter(entry_id=entry_id, day=day, **{f"{what}__gt": 0})
    counted.update(**{what: F(what) - 1})
