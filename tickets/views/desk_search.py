"""The desk's search."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import staff_required
from faq.text import storable

from .. import reference
from ..models import Ticket
from ..search import find, suggestions

LONGEST = 200  # characters of what is typed


@staff_required
@never_cache
@require_safe
def search(request):
    """Find tickets; a whole reference jumps to its ticket."""
    text = " ".join(storable(request.GET.get("q", "")[:LONGEST]).split())
    number = reference.find(text)
    if number and Ticket.objects.visible_to(request.user).with_reference(number):
        return redirect("desk:ticket", number)
    found = find(text, user=request.user, after=request.GET.get("after", ""))
    page = {
        "page": found,
        "q": text,
        "is_first": "after" not in request.GET,
        "suggestions": suggestions(found),
        "is_mistyped": reference.is_mistyped(text),
        "is_unknown": number is not None and reference.is_nothing_else(text),
    }
    return render(request, "tickets/desk/search.html", page)
