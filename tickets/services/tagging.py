"""Tags: words that mark tickets across categories."""

from django.db import transaction

from faq.text import fold

from .. import search
from ..models import Event, Tag
from .recording import lock, record

MOST_TAGS = 20  # on a ticket


class TooManyTags(Exception):
    """The ticket would have more than `MOST_TAGS` tags."""


@transaction.atomic
def change_tags(*, ticket, actor, add=(), remove=()) -> bool:
    """Add the tags of these names, made where there are none, and take away those of the ids `remove`.

    Words that differ by capitals or accents only are one tag. Returns False if that changes nothing; raises
    `TooManyTags` past the limit, changing nothing.
    """
    ticket = lock(ticket)
    present = {tag.pk: tag for tag in ticket.tags.all()}
    taken = [present[key] for key in remove if key in present]
    given = [tag for tag in tags_named(add) if tag.pk not in present]
    if len(present) - len(taken) + len(given) > MOST_TAGS:
        raise TooManyTags
    if not taken and not given:
        return False
    ticket.tags.remove(*taken)
    ticket.tags.add(*given)
    search.reindex(ticket)
    signs = [f"+ {tag.name}" for tag in given] + [f"− {tag.name}" for tag in taken]
    record(ticket, Event.Kind.TAGGED, actor=actor, detail=", ".join(signs))
    return True


def tags_named(names) -> list[Tag]:
    """Return the tags of these names, each once, in the caller's transaction; those that are missing are made."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(fold(name), name)
    if not wanted:
        return []
    known = {fold(tag.name): tag for tag in Tag.objects.all()}
    if missing := [Tag(name=name) for key, name in wanted.items() if key not in known]:
        Tag.objects.bulk_create(missing, ignore_conflicts=True)  # somebody may have been faster
        known = {fold(tag.name): tag for tag in Tag.objects.all()}
    return [known[key] for key in wanted]
