"""The FAQ for everybody."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from .. import services
from ..models import Entry, Visit, find_category, open_categories
from ..search import did_you_mean
from ..search import search as find
from ..visitors import from_our_pages, is_counted, may_be_logged, may_be_read, visitor_hash

MAX_QUERY = 200  # characters
SHOWN, MOST = 10, 50  # results on the page, and once more are asked for
# Where a link to an entry may say that it stood; anything else is elsewhere.
SOURCES = {source.value for source in Visit.Source}


@login_not_required
@require_safe
def index(request):
    """Show every category with its entries."""
    sections = services.index_sections()
    return render(request, "faq/index.html", {"sections": sections, "most_read": services.most_read(sections)})


@login_not_required
@require_safe
def search(request):
    """Show what a search found; it is logged here, and once: `more` of it is no other search."""
    query, category = _asked(request.GET)
    more, token = "more" in request.GET, request.GET.get("s", "")
    hits = _found(query, category, MOST if more else SHOWN + 1)
    shown = hits if more else hits[:SHOWN]
    if query and not more:
        token = services.search_token(_log(request, query, len(shown), category))
    context = {
        "query": query,
        "category": category,
        "hits": shown,
        "has_more": len(hits) > len(shown),
        "token": token,
        "did_you_mean": did_you_mean(query) if query and not more else None,
        "categories": [] if hits else open_categories(),
    }
    return render(request, "faq/search.html", context)


@login_not_required
@require_safe
def suggest(request):
    """Show a fragment: links to at most five entries for what is typed so far, in a search field or in a form."""
    query, category = _asked(request.GET)
    hits = _found(query, category, 5) if len(query) > 1 else []
    return render(request, "faq/suggest.html", {"hits": hits, "in_form": request.GET.get("from") == "form"})


@from_our_pages
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def none(request):
    """Say that nothing fits what was found, or suggested: POST notes it, the page leads to the forms."""
    query, category = _asked(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        _refuse(request, query, category)
        return redirect(f"{reverse('faq:none')}?{urlencode({'q': query, 'category': category or ''})}")
    categories = list(open_categories())
    asked_in = next((other for other in categories if other.slug == category), None)
    return render(request, "faq/none.html", {"query": query, "asked_in": asked_in, "categories": categories})


@login_not_required
@require_safe
def entry(request, slug):
    """Show a published entry, count its reader, and note it on the search that led here."""
    found = get_object_or_404(Entry.objects.published().select_related("category"), slug=slug)
    source, token = request.GET.get("from", ""), request.GET.get("s", "")
    if may_be_read(request):
        agent = request.headers.get("User-Agent", "")
        services.record_view(found, visitor_hash(request), agent, source=source if source in SOURCES else "elsewhere")
        services.open_from_search(token, found)
    return render(
        request, "faq/entry.html", {"entry": found, "related": services.related_entries(found), "token": token}
    )


@from_our_pages
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def helped(request, slug):
    """Say whether an entry helped, once a visitor and day; "no" leads to the form by way of what was missed."""
    found = get_object_or_404(Entry.objects.published().select_related("category"), slug=slug)
    said = request.POST.get("helped", "") if request.method == "POST" else request.GET.get("said", "")
    if request.method == "POST" and said in ("yes", "no"):
        if may_be_read(request):
            services.say_helped(
                entry=found, visitor=visitor_hash(request), helped=said == "yes", search=request.POST.get("s", "")
            )
        return redirect(f"{request.path}?said={said}")
    return render(request, "faq/helped.html", {"entry": found, "said": said})


def _asked(data) -> tuple[str, str | None]:
    """Return the query, and the slug of the category it was typed in."""
    query = " ".join(data.get("q", "")[:MAX_QUERY].replace("\0", " ").split())
    return query, data.get("category", "")[:100].replace("\0", "") or None


def _found(query, category, limit):
    return find(query, category=category, language=get_language(), limit=limit) if query else []


def _refuse(request, query, category):
    """Note it on the search, if it was logged; what was only suggested is logged now."""
    if not is_counted(request) or services.refuse_search(request.POST.get("s", "")):
        return
    if offered := len(_found(query, category, 5)):
        _log(request, query, offered, category, refused=True)


def _log(request, query, found, category, **outcome):
    if not may_be_logged(request):
        return None
    visitor = visitor_hash(request)
    return services.log_search(query, get_language(), found, find_category(category), visitor=visitor, **outcome)
