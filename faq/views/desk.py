"""What the owner sees of the FAQ: how it does, and what it lacks."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.decorators import owner_required

from ..models import Entry, LoggedSearch

ROWS = 50


@owner_required
@require_safe
def statistics(request):
    """Show the owner the entries by views."""
    entries = Entry.objects.visible_to(request.user).select_related("category").with_views(days=30).most_read_first()
    return render(request, "faq/desk/statistics.html", {"page": _page(request, entries)})


@owner_required
@require_safe
def misses(request):
    """Show the owner what was searched for in vain, by frequency."""
    rows = LoggedSearch.objects.visible_to(request.user).missed().by_phrase()
    return render(request, "faq/desk/misses.html", {"page": _page(request, rows)})


def _page(request, rows):
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))
