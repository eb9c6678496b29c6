"""Who did what: the owner's look at the audit log."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.decorators import owner_required
from accounts.models import User

from .. import audit_words
from ..typed import row_id

A_PAGE = 50  # entries


@owner_required
@require_safe
def log(request):
    """List the entries the person may read, the newest first; by the kind and person asked for, and older than the
    entry `before`."""
    kind, before = request.GET.get("kind", ""), row_id(request.GET.get("before", ""))
    people = list(User.objects.all())
    chosen = next((one for one in people if str(one.pk) == request.GET.get("person")), None)
    found = list(audit.entries_for(request.user, kind=kind, person=chosen, before=before)[: A_PAGE + 1])
    page = {
        "rows": [
            {"entry": entry, "what": audit_words.what(entry), "changes": audit_words.changes(entry)}
            for entry in found[:A_PAGE]
        ],
        "older": found[A_PAGE - 1].pk if len(found) > A_PAGE else None,
        "before": before,
        "kinds": audit.Kind.choices,
        "kind": kind,
        "people": people,
        "chosen": chosen,
    }
    return render(request, "tickets/desk/audit.html", page)
