"""The audit log: who did what that others must be able to look up later.

Every service that does such a thing calls `note` in its own transaction, so that neither is without the other.
"""

from allauth.core import context
from django.db.models import Q, QuerySet

from .access import category_q, is_active_staff
from .limits import network
from .models import AuditEntry

Kind = AuditEntry.Kind
LONGEST = 100  # characters of a value; of longer ones only the name is kept


def note(kind, what, *, actor=None, person=None, person_id=None, category=None, **data) -> AuditEntry:
    """Add an entry. `what` is a key of `tickets.audit_words`; `actor` is who did it, `person` (or their id) whom it
    happened to. `category` hides the entry from who may not know of it. `data` must be JSON."""
    request = context.request
    return AuditEntry.objects.create(
        kind=kind,
        what=what,
        actor=actor,
        person_id=person.pk if person else person_id,
        category=category,
        network=network(request) if request else "",
        data=data,
    )


def entries_for(user, *, kind="", person=None, before=None) -> QuerySet[AuditEntry]:
    """List what an owner may read, the newest first; nothing for anybody else. Of a kind, of what `person` did or what
    happened to them, and older than the entry of the id `before`, where these are asked for."""
    if not (is_active_staff(user) and user.is_owner):
        return AuditEntry.objects.none()
    wanted = Q(category=None) | category_q(user)
    if kind in Kind:
        wanted &= Q(kind=kind)
    if person:
        wanted &= Q(actor=person) | Q(person=person)
    if before is not None:
        wanted &= Q(pk__lt=before)
    return AuditEntry.objects.filter(wanted).select_related("actor", "person", "category").order_by("-pk")


def changes(form) -> dict[str, list | None]:
    """Map the names of what a bound form changes to the values before and after; None where they are long."""
    return {name: pair(form.initial.get(name), form.cleaned_data.get(name)) for name in form.changed_data}


def pair(before, after) -> list | None:
    """Return both values if they are short and plain."""
    values = [before, after]
    plain = all(value is None or isinstance(value, bool | int | str) for value in values)
    return values if plain and max(len(str(value)) for value in values) <= LONGEST else None
