"""The desk as an app of its own: its manifest, and the service worker that shows notifications."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.decorators import staff_required
from tickets.models import HelpDesk

PETROL, PAPER = "#0B5A66", "#F7F5F0"


@staff_required
@require_safe
def manifest(request):
    """Name the app after the help desk. Browsers ask with the person's cookies: the link says so."""
    name = HelpDesk.current().name or settings.SITE_NAME
    desk = reverse("desk:queue")
    body = {
        "id": desk,
        "name": name,
        "short_name": name,
        "description": _("Admin panel"),
        "lang": get_language(),
        "start_url": desk,
        "scope": desk,
        "display": "standalone",
        "theme_color": PETROL,
        "background_color": PAPER,
        "icons": [
            _icon("desk-192.png", 192),
            _icon("desk-512.png", 512),
            _icon("desk-maskable-512.png", 512) | {"purpose": "maskable"},
        ],
    }
    return JsonResponse(body, content_type="application/manifest+json")


@login_not_required
@cache_control(no_cache=True)
@require_safe
def service_worker(request):
    """The script itself is nobody's secret; browsers ask for it again without cookies, too."""
    return render(request, "sw.js", content_type="text/javascript; charset=utf-8")


def _icon(name, size):
    return {"src": static(f"icons/{name}"), "sizes": f"{size}x{size}", "type": "image/png"}
