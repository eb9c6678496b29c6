"""Entries as people write them; of each a history is kept."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from ..models import LANGUAGES, LONGEST_PHRASING, RESERVED_SLUGS, Entry, Phrasing, Revision
from ..text import fold, words

TEXTS = [f"{name}_{code}" for name in ("question", "answer", "body") for code in LANGUAGES]
LONGEST_SLUG = 80


@transaction.atomic
def save_entry(
    *, entry: Entry, saved_by, phrasings: Iterable[str] | None = None, related: Iterable[Entry] | None = None
) -> Entry:
    """Save a new or changed entry, with an address made from its question where it has none.

    `phrasings` and `related` take the place of those it has, where they are given. What it was and what it is now are
    kept in its history; where nothing changed, nothing is written. Of two calls at once for one `form_key` the second
    returns what the first has made.
    """
    before = _locked(entry)
    was = texts_of(before) if before else {}
    if before is None:
        entry.slug = entry.slug or _free_slug(entry)
        try:
            with transaction.atomic():
                entry.save()
        except IntegrityError:
            if made := Entry.objects.made_with(entry.form_key):
                return made
            raise
    elif _written(entry) != _written(before) or entry.personal != before.personal:
        entry.save()
    if phrasings is not None:
        wanted = _by_folded(phrasings)
        for gone in entry.phrasings.exclude(folded__in=wanted):
            gone.delete()
        _add(entry, wanted)
    if related is not None:
        entry.related.set(related)
    _keep(entry, was, saved_by)
    return entry


@transaction.atomic
def add_phrasings(*, entry: Entry, texts: Iterable[str], saved_by) -> list[Phrasing]:
    """Add the texts as phrasings, those that are not there yet; return the new ones."""
    _locked(entry)
    was = texts_of(entry)
    added = _add(entry, _by_folded(texts))
    _keep(entry, was, saved_by)
    return added


@transaction.atomic
def remove_phrasings(*, entry: Entry, texts: Iterable[str], saved_by) -> None:
    """Take these phrasings away again."""
    _locked(entry)
    was = texts_of(entry)
    entry.phrasings.filter(folded__in=_by_folded(texts)).delete()
    _keep(entry, was, saved_by)


@transaction.atomic
def restore(*, revision: Revision, saved_by) -> Entry:
    """Give the entry the words, phrasings and related entries of a revision. Its category and state stay as they are:
    what is public is not decided by going back."""
    entry = revision.entry
    for name in TEXTS:
        setattr(entry, name, revision.texts.get(name, ""))
    related = Entry.objects.filter(pk__in=revision.texts.get("related", []))
    return save_entry(entry=entry, saved_by=saved_by, phrasings=revision.texts.get("phrasings", []), related=related)


def texts_of(entry: Entry) -> dict:
    """Return what a revision keeps of the entry as it is now: its fields, "phrasings" and "related"."""
    return _written(entry) | {
        "phrasings": list(entry.phrasings.values_list("text", flat=True)),
        "related": sorted(entry.related.values_list("pk", flat=True)),
    }


def _locked(entry: Entry) -> Entry | None:
    """Return the entry as it is in the database, so that nobody else writes it meanwhile."""
    return Entry.objects.select_for_update().filter(pk=entry.pk).first() if entry.pk else None


def _written(entry: Entry) -> dict:
    texts = {name: getattr(entry, name) or "" for name in TEXTS}
    return texts | {"category": entry.category_id, "state": entry.state, "is_pinned": entry.is_pinned}


def _by_folded(texts: Iterable[str]) -> dict[str, str]:
    """Map what makes phrasings the same to the first of them; what holds no word is dropped."""
    found: dict[str, str] = {}
    for text in texts:
        tidy = " ".join(text.split())[:LONGEST_PHRASING]
        if words(tidy):
            found.setdefault(fold(tidy)[:LONGEST_PHRASING], tidy)
    return found


def _add(entry: Entry, wanted: dict[str, str]) -> list[Phrasing]:
    there = set(entry.phrasings.filter(folded__in=wanted).values_list("folded", flat=True))
    added = [Phrasing(entry=entry, text=text) for folded, text in wanted.items() if folded not in there]
    for phrasing in added:
        phrasing.save()
    return added


def _keep(entry: Entry, was: dict, saved_by) -> None:
    now = texts_of(entry)
    if now == was:
        return
    if was and not entry.revisions.exists():  # written before there was a history
        Revision.objects.create(entry=entry, texts=was)
    Revision.objects.create(entry=entry, texts=now, saved_by=saved_by)


def _free_slug(entry: Entry) -> str:
    question = next(iter(entry.texts("question")), "")
    slug = ""
    for word in words(question):
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    # An address of letters that a slug may not hold, as in most scripts, is none.
    slug = "".join(character for character in slug if character.isascii()).strip("-") or "entry"
    taken = {*RESERVED_SLUGS, *Entry.objects.filter(slug__startswith=slug).values_list("slug", flat=True)}
    number = 1
    while (free := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return free
