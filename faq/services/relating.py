"""Which entries stand below another."""

from django.core.cache import cache

from ..models import Entry
from ..search import search

KEPT = 10 * 60  # seconds: to search for what is alike is the dearest part of the page


def related_entries(entry: Entry, count: int = 3) -> list[Entry]:
    """List the published entries the owner put beside `entry`, filled up with those that answer its own question."""
    chosen = list(entry.related.published().questions()[:count])
    if len(chosen) == count:
        return chosen
    key = f"faq.alike:{entry.pk}:{entry.updated_at.timestamp()}"
    alike = cache.get(key)
    if alike is None:
        hits = search(entry.question, category=entry.category, limit=2 * count + 1)
        alike = [hit.entry.pk for hit in hits if hit.entry.pk != entry.pk]
        cache.set(key, alike, KEPT)
    wanted = [pk for pk in alike if pk not in {other.pk for other in chosen}]
    found = Entry.objects.published().questions().in_bulk(wanted) if wanted else {}
    return [*chosen, *(found[pk] for pk in wanted if pk in found)][:count]
