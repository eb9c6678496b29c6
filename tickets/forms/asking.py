"""Questions that depend on answers, and forms that changed while somebody filled them in.

What a page showed because of an answer comes back with the form as a `token`: it is part of a group that a browser does
not send while it is hidden. Without script the server shows what is new and asks once more.
"""

import zlib
from dataclasses import dataclass

from django import forms
from django.conf import settings

from faq.markdown import plain_text

from ..fields import LONGEST_TEXT, ChoicesField, DateField
from ..typed import tidy, trimmed


@dataclass(frozen=True)
class When:
    """A part of the form that belongs to one answer: shown when field `name` has `value`."""

    name: str
    value: str
    is_met: bool
    token: str


class Hint:
    """What is shown to whoever gives this answer, before they write on."""

    def __init__(self, name, choice, is_met):
        self.name, self.value, self.is_met = name, choice.key, is_met
        self.choice, self.token = choice, f"hint-{choice.pk}"

    @property
    def title(self) -> str:
        """A line for the ticket, which says what was tried."""
        entry = self.choice.hint_entry
        words = entry.question if self.choice.shows_entry else plain_text(self.choice.hint).split("\n")[0]
        return f"{self.choice.label}: {words[:200]}"


@dataclass(frozen=True)
class LeftOver:
    """An answer to a question that was taken away; `values` as they were sent, `text` for people."""

    name: str
    key: str
    label: str
    values: list[str]
    text: str


def left_over(form) -> tuple[list[LeftOver], list[str]]:
    """Return the answers to questions that are archived by now, and what belongs to no question at all."""
    sent = {
        name: [trimmed(value) for value in form.data.getlist(name) if tidy(value)]
        for name in form.data
        if name.startswith(form.PREFIX) and name not in form.fields and not name.endswith(form.MISSING)
    }
    sent = {name: values for name, values in sent.items() if values}
    if not sent:
        return [], []
    # PostgreSQL refuses some characters with an error; no key has them.
    keys = [name.removeprefix(form.PREFIX) for name in sent if len(name) < 50 and name.isidentifier()]
    known = []
    for definition in form.category.fields_asked_before(keys):
        name = form.PREFIX + definition.key
        labels = {choice.key: choice.label for choice in definition.choices.all()}
        text = ", ".join(labels.get(value, value) for value in sent[name])
        if len(text) <= LONGEST_TEXT:
            known.append(LeftOver(name, definition.key, definition.label, sent.pop(name), text))
    return known, [tidy(value) for values in sent.values() for value in values]


def fingerprint(definitions) -> str:
    """Return the questions as they stand now, short: ``key:checksum`` of their labels in every language."""
    return ",".join(f"{definition.key}:{_checksum(definition)}" for definition in definitions)


def labels_changed(definitions, told) -> list:
    """Return the definitions whose labels are not those the fingerprint `told` of."""
    before = dict(part.split(":", 1) for part in told[:10_000].split(",") if ":" in part)
    return [d for d in definitions if d.key in before and before[d.key] != _checksum(d)]


def what_cannot_be_shown(field, values) -> str:
    """Return what was sent, for people, where the control of `field` has no place for it."""
    if not isinstance(field, (forms.ChoiceField, ChoicesField, DateField)):
        return ""
    labels = {choice.key: choice.label for choice in field.definition.all_choices()}
    return ", ".join(labels.get(value, value) for value in values)[:LONGEST_TEXT]


def _checksum(definition) -> str:
    labels = "\0".join(getattr(definition, f"label_{code}") or "" for code, _name in settings.LANGUAGES)
    return f"{zlib.crc32(labels.encode()):x}"
