"""The FAQ for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import is_active_staff

from .. import services
from ..models import Entry, find_category, open_categories
from ..search import search as find
from ..visitors import is_prefetch, is_robot, visitor_hash

MAX_QUERY = 200  # characters


@login_not_required
@require_safe
def index(request):
    """Show every category with its entries."""
    sections = services.index_sections()
    return render(request, "faq/index.html", {"sections": sections, "most_read": services.most_read(sections)})


@login_not_required
@require_safe
def search(request):
    """Show what a search found; only here is it logged."""
    query, category = _asked(request)
    hits = find(query, category=category, language=get_language(), limit=10) if query else []
    if query and request.method == "GET" and not is_robot(request.headers.get("User-Agent", "")):
        services.log_search(query, get_language(), len(hits), find_category(category))
    categories = [] if hits else open_categories()
    context = {"query": query, "category": category, "hits": hits, "categories": categories}
    return render(request, "faq/search.html", context)


@login_not_required
@require_safe
def suggest(request):
    """Show a fragment: links to at most five entries for what is typed so far."""
    query, category = _asked(request)
    hits = find(query, category=category, language=get_language()) if len(query) > 1 else []
    return render(request, "faq/suggest.html", {"hits": hits})


@login_not_required
@require_safe
def entry(request, slug):
    """Show a published entry and count its reader."""
    found = get_object_or_404(Entry.objects.published().select_related("category"), slug=slug)
    if request.method == "GET" and not is_prefetch(request) and not is_active_staff(request.user):
        services.record_view(found, visitor_hash(request), request.headers.get("User-Agent", ""))
    return render(request, "faq/entry.html", {"entry": found})


def _asked(request) -> tuple[str, str | None]:
    """Return the query, and the slug of the category it was typed in."""
    query = " ".join(request.GET.get("q", "")[:MAX_QUERY].replace("\0", " ").split())
    return query, request.GET.get("category", "")[:100] or None
