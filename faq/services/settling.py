"""What the owner does about search misses; each of it can be undone."""

from dataclasses import asdict, dataclass, field

from django.db import transaction

from ..models import Entry, IgnoredPhrase, LoggedSearch
from .writing import add_phrasings, remove_phrasings

MOST_PHRASINGS = 10  # that one group adds to an entry


@dataclass
class Settled:
    """What was done, so that it can be undone; JSON as `as_json`."""

    phrase: str
    language: str
    searches: list[int]
    entry: int | None = None
    phrasings: list[str] = field(default_factory=list)  # those that were not there before
    ignored: list[str] = field(default_factory=list)

    def as_json(self) -> dict:
        return asdict(self)


@transaction.atomic
def add_misses_to(*, entry: Entry, phrases: list[str], language: str, user) -> Settled | None:
    """Make these phrases, folded as in the log, phrasings of `entry` and settle their searches; None where `user`
    knows of no such miss."""
    done = _settle(phrases, language, user)
    if done:
        texts = _texts(phrases, language, user)[:MOST_PHRASINGS]
        done.entry = entry.pk
        done.phrasings = [phrasing.text for phrasing in add_phrasings(entry=entry, texts=texts, saved_by=user)]
    return done


@transaction.atomic
def ignore_misses(*, phrases: list[str], language: str, user) -> Settled | None:
    """Settle the searches for these phrases, and those still to come; None where `user` knows of no such miss."""
    done = _settle(phrases, language, user)
    if done:
        known = set(_of(phrases, language, user).values_list("folded", flat=True))
        for folded in sorted(known):
            _row, is_new = IgnoredPhrase.objects.get_or_create(folded=folded, language=language)
            done.ignored += [folded] if is_new else []
    return done


@transaction.atomic
def settle_phrasings(*, entry: Entry, user) -> int:
    """Settle the misses that asked in the words of a published entry; return how many there were."""
    folded = entry.phrasings.values_list("folded", flat=True)
    return LoggedSearch.objects.visible_to(user).missed().unsettled().of_phrases(list(folded)).update(settled=True)


@transaction.atomic
def undo(*, done: Settled, user) -> None:
    """Take back what was done about a group of misses."""
    LoggedSearch.objects.visible_to(user).with_ids(done.searches).update(settled=False)
    IgnoredPhrase.objects.filter(folded__in=done.ignored, language=done.language).delete()
    entry = Entry.objects.visible_to(user).with_id(str(done.entry or ""))
    if entry and done.phrasings:
        remove_phrasings(entry=entry, texts=done.phrasings, saved_by=user)


def _of(phrases, language, user):
    return LoggedSearch.objects.visible_to(user).of_phrases(phrases, language)


def _settle(phrases, language, user) -> Settled | None:
    ids = list(_of(phrases, language, user).missed().unsettled().values_list("pk", flat=True))
    if not ids:
        return None
    texts = _texts(phrases, language, user)
    LoggedSearch.objects.with_ids(ids).update(settled=True)
    return Settled(texts[0], language, ids)


def _texts(phrases, language, user) -> list[str]:
    """Return the phrases as they were typed, in the order of `phrases`."""
    typed = dict(_of(phrases, language, user).values_list("folded", "phrase"))
    return [typed[folded] for folded in phrases if folded in typed]
