"""Pictures of entries."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..models import Picture

A_MONTH = 30 * 24 * 60 * 60  # seconds


@login_not_required
@require_safe
def picture(request, key):
    """Send a picture: of a published entry to everybody, else to the owners who may know of the entry."""
    found = get_object_or_404(Picture.objects.shown_to(request.user).select_related("entry"), key=key)
    try:
        file = found.file.open()
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, content_type="image/webp", filename=f"{found.key}.webp")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    is_public = found.entry.is_published
    answer["Cache-Control"] = f"public, max-age={A_MONTH}, immutable" if is_public else "private, no-store"
    return answer
