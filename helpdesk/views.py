"""Probes, and the pages for what went wrong."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.away import is_away

from . import logs, readiness
from .typed import typed_texts

RETRY_AFTER = 5  # seconds


@login_not_required
@never_cache
def healthz(request):
    """Say that the process is alive. On a server `helpdesk.edge` says so before it comes to this."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
def readyz(request):
    """Say how the parts are: 200, or 503 where one is down without which the desk does not work."""
    report = readiness.look()
    body = report.states | ({"warnings": report.warnings} if report.warnings else {})
    return JsonResponse(body, status=200 if report.is_ready else 503)


@login_not_required
@require_safe
def robots(request):
    """Keep robots off the pages of staff, and tell them where the sitemap is."""
    lines = ["User-agent: *", "Disallow: /desk/", "Disallow: /admin/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@login_not_required
def not_found(request):
    """Answer as if there were no such address."""
    raise Http404


def bad_request(request, exception):
    """Answer 400 in our own words; the request may have failed before it had a user."""
    return render(
        request if hasattr(request, "user") else None, "400.html", {"site_name": settings.SITE_NAME}, status=400
    )


@login_not_required
def server_error(request):
    """Answer while an error is handled: 503 where the database is away or busy, else 500; with what was typed, so that
    nothing is lost. Neither page asks the database for anything."""
    page, status = ("503.html", 503) if is_away(sys.exc_info()[1]) else ("500.html", 500)
    words = {"typed": _typed(request), "request_id": logs.request_id.get()}
    response = HttpResponse(render_to_string(page, words), status=status, headers={"Cache-Control": "no-store"})
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def _typed(request):
    try:
        return typed_texts(request)
    except Exception:  # it cannot be read, which may be the error itself
        return []


@login_not_required
def csrf_failure(request, reason=""):
    """Refuse a form that may not come from our own page, and show what was typed, so that nothing is lost."""
    page = {"site_name": settings.SITE_NAME, "typed": typed_texts(request)}
    return render(request if hasattr(request, "user") else None, "403_csrf.html", page, status=403)
