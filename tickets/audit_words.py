"""The words of the audit log, made when it is read: entries hold ids, keys and values."""

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import AuditEntry, User

from . import reference
from .models import Category, FieldChoice, FieldDefinition, HelpDesk, MailEvent, RelatedLink

LANGUAGES = dict(settings.LANGUAGES)
WHAT = {
    "signed-in": pgettext_lazy("somebody did", "Signed in"),
    "signed-out": pgettext_lazy("somebody did", "Signed out"),
    "sessions-ended": gettext_lazy("Ended sessions of %(person)s: %(n)s"),
    "locked": gettext_lazy("Too many wrong tries to sign in as %(person)s: stopped there for a while"),
    "link-shown": gettext_lazy("Was shown a one-time link for %(person)s"),
    "lock-lifted": gettext_lazy("Lifted the lock of %(person)s"),
    "password-set": gettext_lazy("A new password for %(person)s"),
    "email": gettext_lazy("The address of %(person)s: %(before)s → %(email)s"),
    "totp-added": gettext_lazy("Turned the authenticator app on"),
    "totp-removed": gettext_lazy("Turned the authenticator app off"),
    "webauthn-added": gettext_lazy("Added a security key"),
    "webauthn-removed": gettext_lazy("Removed a security key"),
    "recovery_codes-added": gettext_lazy("Made new recovery codes"),
    "person-added": gettext_lazy("Added %(person)s (%(role)s)"),
    "role": gettext_lazy("The role of %(person)s: %(before)s → %(role)s"),
    "let-in": gettext_lazy("Let %(person)s in again"),
    "locked-out": gettext_lazy("Locked %(person)s out"),
    "category-given": gettext_lazy("Gave %(person)s the category “%(category)s”"),
    "category-taken": gettext_lazy("Took the category “%(category)s” from %(person)s"),
    "named-only": gettext_lazy("Kept the category “%(category)s” to named people"),
    "help-desk": gettext_lazy("Changed the help desk"),
    "mail-text": gettext_lazy("Changed the words of a mail: %(event)s, %(language)s"),
    "mail-text-reset": gettext_lazy("Went back to our words of a mail: %(event)s, %(language)s"),
    "category-added": gettext_lazy("Added the category “%(category)s”"),
    "category-changed": gettext_lazy("Changed the category “%(category)s”"),
    "category-removed": gettext_lazy("Removed the category “%(category)s”"),
    "fielddefinition-added": gettext_lazy("Added a field in “%(category)s”: %(key)s"),
    "fielddefinition-changed": gettext_lazy("Changed a field in “%(category)s”: %(key)s"),
    "files-claimed": gettext_lazy("Said that the files are this help desk's"),
    "table": gettext_lazy("Downloaded a table: %(name)s.csv"),
    "redacted": gettext_lazy("Redacted a message of ticket %(ticket)s"),
}
# Whose columns the changes of an entry are, and what stands in their place where several rows changed with one.
COLUMNS = {"help-desk": HelpDesk, "category": Category, "fielddefinition": FieldDefinition}
ROWS = {"relatedlink": RelatedLink, "fieldchoice": FieldChoice}


def what(entry: AuditEntry) -> str:
    """Say what happened, in the reader's language; what this version has no words for, as it is kept."""
    sentence = WHAT.get(entry.what)
    if sentence is None:
        return entry.what
    return sentence % _Values(entry)


def changes(entry: AuditEntry) -> list[str]:
    """Say which values changed, like "Support phone: – → 0212 555 01 23"; of long ones only that they did."""
    model = COLUMNS.get(entry.what.rpartition("-")[0]) or COLUMNS.get(entry.what)
    return [_change(model, name, values) for name, values in entry.data.get("changed", {}).items()]


class _Values(dict):
    """What a sentence can name: a dash where the entry does not hold it."""

    def __init__(self, entry):
        super().__init__(entry.data)
        self |= {"person": entry.person or "–", "category": entry.category or entry.data.get("key", "–")}
        roles, events = dict(User.Role.choices), dict(MailEvent.choices)
        for name, labels in (("role", roles), ("before", roles), ("event", events), ("language", LANGUAGES)):
            if name in entry.data:
                self[name] = labels.get(entry.data[name], entry.data[name])
        if "ticket" in entry.data:
            self["ticket"] = reference.format(entry.data["ticket"])

    def __missing__(self, name):
        return "–"


def _change(model, name, values) -> str:
    if name in ROWS:
        return f"{capfirst(ROWS[name]._meta.verbose_name_plural)}: {values[1]}"
    field = _field(model, name)
    label = capfirst(field.verbose_name) if field else name
    if values is None:
        return label
    before, after = (_shown(field, value) for value in values)
    return _("%(label)s: %(before)s → %(after)s") % {"label": label, "before": before, "after": after}


def _field(model, name):
    try:
        return model._meta.get_field(name)
    except (AttributeError, FieldDoesNotExist):  # a column of another version
        return None


def _shown(field, value) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value in (None, ""):
        return "–"
    return str(dict(getattr(field, "flatchoices", None) or ()).get(value, value))
