"""A ticket's snapshot of answers beside the questions of a form. Pure: whoever calls loads the questions with their
choices (`Category.objects.with_form`).

A snapshot holds texts as people read them, in the ticket's language; a form field takes a choice by its key.
"""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from .fields import build_field
from .models import FieldDefinition

Kind = FieldDefinition.Kind
CHOSEN = (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO)


def value_of(definition, text):
    """Return what the form field of `definition` takes for a snapshot's `text`, or None if that fits no more: a key,
    a list of keys, or the text itself."""
    if not text:
        return None
    if definition.kind in CHOSEN:
        keys = {label: key for code, _name in settings.LANGUAGES for key, label in _labels(definition, code).items()}
        parts = text.split(", ") if definition.kind == Kind.CHOICES else [text]
        chosen = [keys[part] for part in parts if part in keys]
        if len(chosen) < len(parts):
            return None
        return chosen if definition.kind == Kind.CHOICES else chosen[0]
    try:
        build_field(definition).clean(text)
    except ValidationError:
        return None
    return text


def answer_to(definition, value, language, *, is_missing=False) -> dict:
    """Return a cleaned value as a snapshot in `language` keeps it."""
    with override(language):
        answer = {"key": definition.key, "label": definition.label, "value": ""}
    if value in (None, "", []):
        return answer | ({"missing": True} if is_missing else {})
    if definition.kind in CHOSEN:
        labels = _labels(definition, language)
        text = ", ".join(labels.get(key, key) for key in (value if isinstance(value, list) else [value]))
    else:
        text = value.isoformat() if isinstance(value, date) else str(value)
    return answer | {"value": text}


def is_asked(definition, definitions, given) -> bool:
    """Tell whether what was `given`, answers by key, brings up the question."""
    before = next((other for other in definitions if other.pk == definition.shown_if_id), None)
    if before is None:
        return True
    chosen = value_of(before, given.get(before.key, {}).get("value", ""))
    is_met = definition.shown_if_value in (chosen if isinstance(chosen, list) else [chosen])
    return is_met and is_asked(before, definitions, given)


def lacking(definitions, answers) -> list:
    """Return the required questions that `answers`, a snapshot, leaves open. That somebody does not have it or did not
    say is an answer; a file is not asked for."""
    given = {answer["key"]: answer for answer in answers}
    return [
        definition
        for definition in definitions
        if definition.required
        and definition.kind != Kind.FILE
        and is_asked(definition, definitions, given)
        and not _is_given(definition, given.get(definition.key))
    ]


def rearranged(definitions, answers, added=()) -> list[dict]:
    """Return the snapshot `answers` as the form of `definitions` asks it, with those `added`. What that form does not
    ask is kept as no longer asked, and so is what an added answer takes the place of."""
    given = {answer["key"]: {**answer} for answer in answers}
    for answer in given.values():
        answer.pop("no_longer_asked", None)
    for answer in added:
        before = given.pop(answer["key"], {})
        if before.get("value"):
            key = f"{answer['key']}_before"
            given[key] = before | {"key": key}
        given[answer["key"]] = answer
    asked = [given.pop(definition.key) for definition in definitions if definition.key in given]
    return asked + [answer | {"no_longer_asked": True} for answer in given.values()]


def _is_given(definition, answer) -> bool:
    return bool(answer) and (answer.get("missing", False) or value_of(definition, answer["value"]) is not None)


def _labels(definition, language) -> dict[str, str]:
    """Return the choices' labels in `language`, by key."""
    with override(language):
        if definition.kind == Kind.YES_NO:
            return {"yes": _("Yes"), "no": _("No")}
        return {choice.key: choice.label for choice in definition.choices.all()}
