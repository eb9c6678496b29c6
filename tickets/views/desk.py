"""What the desk asks for by itself, and where short addresses lead."""

import hashlib
import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts.access import is_active_staff
from accounts.decorators import staff_required
from notifications.watching import noted

from ..counts import counts_for


@login_not_required
@require_safe
def counts(request):
    """The numbers that are also pushed, for a browser that has to ask; 304 while nothing changed, 401 for who is not
    signed in: no script reads a sign-in page. Who asks watches."""
    if not is_active_staff(request.user):
        return HttpResponse(status=401, headers={"Cache-Control": "no-store"})
    noted(request.user.pk)
    body = json.dumps({"type": "counts", **counts_for(request.user)}, separators=(",", ":"))
    response = HttpResponse(body, content_type="application/json", headers={"Cache-Control": "private, no-cache"})
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


@staff_required
@require_safe
def bare_reference(request, number):
    return redirect("desk:ticket", number)
