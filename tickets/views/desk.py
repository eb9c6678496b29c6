"""The desk: search, counts."""

import hashlib
import json

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import staff_required

from .. import reference
from ..counts import counts_for
from ..models import Ticket
from ..rows import rows_of
from ..search import find

A_PAGE = 50  # rows


@staff_required
@never_cache
@require_safe
def search(request):
    """Find tickets; a whole reference jumps to its ticket."""
    text = request.GET.get("q", "")[:200].strip()
    tickets = Ticket.objects.visible_to(request.user)
    try:
        number = reference.parse(text)
    except ValueError:
        number = None
    if number and tickets.filter(reference=number).exists():
        return redirect("desk:ticket", number)
    found = Paginator(find(text, user=request.user).for_queue_page(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "tickets/desk/search.html", {"page": found, "rows": rows_of(found, request.user), "q": text})


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
