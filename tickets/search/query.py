"""What was typed into the search field, taken apart: words, and helpers such as ``from:ayse`` or ``before:2026-11``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from faq.text import fold

from . import dates
from .engine import All, Any, But, Token
from .tokens import (
    ANYTHING,
    KEY,
    LONGEST_WORD,
    SENDER,
    VALUE,
    WORD,
    asked_words,
    compact,
    value_of,
)

MOST_WORDS = 12
SHORTEST_BEGINNING = 4  # letters: shorter words in the middle of a text are meant as they stand
HELPER = re.compile(r"""(?<!\S)([^\W\d]\w*):("[^"]*"?|\S*)""")


@dataclass(frozen=True)
class Chip:
    """A helper that was understood: what it says, and what was typed without it."""

    label: str
    without: str


@dataclass
class Query:
    """What is searched for. `problems` are sentences about what could not be understood: then nothing is."""

    typed: str
    words: list[str] = field(default_factory=list)
    key: str = ""  # letters and digits of what stands beside the helpers
    may_be_key: bool = False
    categories: list[int] = field(default_factory=list)
    filters: list = field(default_factory=list)
    marked: list[str] = field(default_factory=list)  # beginnings of words that a passage shows
    chips: list[Chip] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether there is anything to search for."""
        return bool(self.words or self.chips) and not self.problems

    @property
    def exact(self):
        """What a ticket with exactly this e-mail address or number has; None where the text is neither."""
        return All((Token(f"{KEY}_{self.key}"), *self.filters)) if self.may_be_key else None

    def inexact(self, *, but_exact: bool):
        """What the tickets that fit have, without those of `exact` if asked so."""
        if not self.words:
            return All((Token(ANYTHING), *self.filters))
        found = _words_or_whole(WORD, self.words, self.key if self.may_be_key else "")
        found = All((found, *self.filters))
        return But(found, Token(f"{KEY}_{self.key}")) if but_exact else found


def parse(text: str, *, categories: Iterable, keys: Iterable[str]) -> Query:
    """Take apart what was typed by somebody who sees `categories`, whose fields have these keys."""
    categories = list(categories)
    query = Query(typed=text, categories=[category.pk for category in categories])
    names = _names()
    chosen: set[int] = set()

    def take(match):
        name, value = fold(match[1]), match[2].strip('"').strip()
        helper = names.get(name, name if name in keys else None)
        if helper is None:
            return match[0]
        query.used.add(helper)
        typed_without = " ".join((text[: match.start()] + text[match.end() :]).split())
        label = _take(query, helper, value, match[1], categories, chosen)
        if label:
            query.chips.append(Chip(label, typed_without))
        return " "

    rest = HELPER.sub(take, text)
    if chosen:
        query.categories = sorted(chosen)
    query.words = asked_words(rest)[:MOST_WORDS]
    query.key = compact(rest)
    query.may_be_key = bool(query.key) and ("@" in rest or any(character.isdigit() for character in query.key))
    query.marked += [*query.words, *([query.key] if query.may_be_key else [])]
    return query


def helpers() -> dict[str, str]:
    """Map the helpers to the words for them in the language in use, in the order they are offered."""
    return {
        "from": pgettext("search helper", "from"),
        "field": pgettext("search helper", "field"),
        "before": pgettext("search helper", "before"),
        "after": pgettext("search helper", "after"),
        "in": pgettext("search helper", "in"),
    }


def _names() -> dict[str, str]:
    here = helpers()
    return {name: name for name in here} | {fold(word): name for name, word in here.items()}


def _take(query, helper, value, typed, categories, chosen) -> str:
    """Narrow `query` by a helper; return what its chip says, or nothing where it could not be understood."""
    if not value:
        query.incomplete.append(_("Write what to look for right after “%(helper)s:”.") % {"helper": typed})
        return ""
    if helper == "in":
        return _take_category(query, value, categories, chosen)
    if helper in ("before", "after"):
        return _take_date(query, helper, value, typed)
    if not (words := asked_words(value)[:MOST_WORDS]):
        sentence = _("There is no letter or digit to look for in “%(helper)s:%(value)s”.")
        query.problems.append(sentence % {"helper": typed, "value": value})
        return ""
    query.marked += words
    if helper == "from":
        query.filters.append(_words(SENDER, words))
        return _("from: %(value)s") % {"value": value}
    kind = VALUE if helper == "field" else value_of(helper)
    query.marked.append(compact(value))
    query.filters.append(_words_or_whole(kind, words, compact(value)))
    return _("any field: %(value)s") % {"value": value} if helper == "field" else f"{helper}: {value}"


def _take_category(query, value, categories, chosen) -> str:
    folded = fold(value)
    for category in categories:
        if folded in (fold(category.slug), fold(category.name)):
            chosen.add(category.pk)
            return _("in: %(category)s") % {"category": category.name}
    known = ", ".join(category.slug for category in categories[:12])
    query.problems.append(
        _("You have no category “%(value)s”. There is: %(known)s.") % {"value": value, "known": known or "–"}
    )
    return ""


def _take_date(query, helper, value, typed) -> str:
    day = dates.parse(value)
    if day is None:
        sentence = _("“%(value)s” is no date. Write one like this: %(helper)s:2026-11-26")
        query.problems.append(sentence % {"value": value, "helper": typed})
        return ""
    if helper == "before":
        query.filters.append(dates.before(day))
        return _("filed before %(date)s") % {"date": date_format(day)}
    query.filters.append(dates.since(day))
    return _("filed on or after %(date)s") % {"date": date_format(day)}


def _words(kind, words):
    """Ask for all of the words; the last one, and long ones, may go on: "fatura" finds "faturam"."""
    last = len(words) - 1
    return All(
        tuple(
            Token(f"{kind}_{word}", prefix=len(word) >= (2 if place == last else SHORTEST_BEGINNING))
            for place, word in enumerate(words)
        )
    )


def _words_or_whole(kind, words, whole):
    """Ask for all of the words, or for a number or the like that was written in parts."""
    asked = _words(kind, words)
    whole = whole[:LONGEST_WORD]
    return asked if not whole or words == [whole] else Any((asked, Token(f"{kind}_{whole}", prefix=True)))
