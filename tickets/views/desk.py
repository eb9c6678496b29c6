"""The desk: queue, counts."""

import hashlib
import json

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import staff_required

from ..counts import counts_for
from ..models import Category, Ticket

A_PAGE = 50  # rows
STATES = {
    "waiting": _("Waiting for me"),
    "queued": Ticket.Status.QUEUED.label,
    "assigned": Ticket.Status.ASSIGNED.label,
    "asked": _("Customer to answer"),
    "completed": Ticket.Status.COMPLETED.label,
    "all": _("All tickets"),
}


@staff_required
@never_cache
@require_safe
def queue(request):
    """Everything that waits in my categories, oldest first, or what the address asks for."""
    filters = {name: request.GET.get(name, "") for name in ("state", "category", "assignee")}
    filters["state"] = filters["state"] or "waiting"
    visible = Ticket.objects.visible_to(request.user)
    tickets = visible.in_view(**filters, user=request.user)
    page = {
        "page": Paginator(tickets.for_queue_page(), A_PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "is_filtered": filters != {"state": "waiting", "category": "", "assignee": ""},
        "categories": Category.objects.visible_to(request.user).with_waiting(),
        "people": visible.assignees(),
        "states": STATES,
        "heading": STATES.get(filters["state"], STATES["waiting"]),
    }
    return render(request, "tickets/desk/queue.html", page)


@staff_required
@require_safe
def counts(request):
    """The numbers that are also pushed, for a browser that has to ask; 304 while nothing changed."""
    body = json.dumps({"type": "counts", **counts_for(request.user)})
    response = HttpResponse(body, content_type="application/json", headers={"Cache-Control": "private, no-cache"})
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


@staff_required
@require_safe
def bare_reference(request, number):
    return redirect("desk:ticket", number)
