"""What changed in an entry, from one revision to the next."""

from dataclasses import dataclass
from difflib import ndiff
from itertools import pairwise

from django.conf import settings
from django.utils.translation import gettext as _

from .models import Entry, Revision, visible_categories
from .services import texts_of

SHOWN = 50


@dataclass(frozen=True)
class Change:
    """A field with the lines that went ("-") and came ("+"); those that stayed (" ") are around them."""

    label: str
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class Step:
    revision: Revision
    changes: list[Change]
    is_current: bool


def steps(entry: Entry, user) -> list[Step]:
    """List the newest 50 revisions of an entry, each with what it changed. Three queries."""
    revisions = list(entry.revisions.select_related("saved_by")[: SHOWN + 1])
    if not revisions:
        return []
    words = _Words(user)
    found = [
        Step(newer, words.changes(older.texts, newer.texts), newer is revisions[0])
        for newer, older in pairwise(revisions)
    ]
    if len(revisions) <= SHOWN:
        first = revisions[-1]
        found.append(Step(first, words.changes({}, first.texts), first is revisions[0]))
    return found


def as_it_stands(entry: Entry, user) -> list[Change]:
    """List the fields of an entry that hold something."""
    return _Words(user).changes({}, texts_of(entry))


class _Words:
    """Says the values of a revision in words, of categories and entries only what `user` may know of."""

    def __init__(self, user):
        self.categories = {category.pk: category.name for category in visible_categories(user)}
        self.entries = {entry.pk: entry.question for entry in Entry.objects.visible_to(user).questions()}
        self.labels = {"category": _("Category"), "state": _("State"), "is_pinned": _("Pinned")}
        self.labels |= {"phrasings": _("Also asked as"), "related": _("Related entries")}
        for name, label in (
            ("question", _("Question")),
            ("answer", _("Short answer")),
            ("body", _("Steps and pictures")),
        ):
            self.labels |= {f"{name}_{code}": f"{label} ({language})" for code, language in settings.LANGUAGES}

    def changes(self, older: dict, newer: dict) -> list[Change]:
        found = []
        for name, label in self.labels.items():
            before, after = self.lines(name, older.get(name)), self.lines(name, newer.get(name))
            if before != after:
                compared = [(line[0], line[2:]) for line in ndiff(before, after) if line[0] in "+- "]
                found.append(Change(label, _near(compared)))
        return found

    def lines(self, name: str, value) -> list[str]:
        if value is None or value == "" or value is False:
            return []
        if name == "category":
            return [self.categories.get(value, "–")]
        if name == "state":
            return [str(dict(Entry.State.choices).get(value, value))]
        if name == "is_pinned":
            return [_("Yes")]
        if name == "related":
            return [self.entries[pk] for pk in value if pk in self.entries]
        return list(value) if isinstance(value, list) else value.splitlines()


def _near(lines: list[tuple[str, str]], around: int = 1) -> list[tuple[str, str]]:
    """Keep what changed and the lines next to it."""
    changed = [number for number, (sign, _text) in enumerate(lines) if sign != " "]
    kept = {number + step for number in changed for step in range(-around, around + 1)}
    return [line for number, line in enumerate(lines) if number in kept]
