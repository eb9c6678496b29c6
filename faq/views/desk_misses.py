"""Search misses: grouped, and dealt with in one touch."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import owner_required

from .. import services
from ..csv_files import csv_file
from ..days import start_of
from ..misses import group, guess
from ..models import Entry, LoggedSearch, visible_categories
from ..search import search
from ..text import fold
from .desk_statistics import period

ROWS = 50
PERIODS = (30, 90)
UNDOABLE = "faq_settled"  # in the session: what was done last, by number
KEPT = 5  # of them
FINDS = 3


@owner_required
@never_cache
@require_safe
def misses(request):
    """Show what was searched for in vain and nobody has dealt with, the most frequent first."""
    days = period(request, PERIODS, PERIODS[0])
    kind, language = request.GET.get("kind", ""), request.GET.get("language", "")
    searches = LoggedSearch.objects.visible_to(request.user).since(start_of(days)).unsettled()
    searches = {"hard": searches.hard, "soft": searches.soft}.get(kind, searches.missed)()
    if language in dict(settings.LANGUAGES):
        searches = searches.in_language(language)
    groups = group(searches.by_phrase())
    categories = visible_categories(request.user).in_bulk()
    if request.GET.get("format") == "csv":
        return _csv(request.user, groups, categories, days)
    entries = {entry.pk: entry for entry in Entry.objects.visible_to(request.user).published().questions()}
    page = Paginator(groups, ROWS).get_page(request.GET.get("page"))
    rows = list(page)
    guess(rows, entries, _needed(request.user))
    for row in rows:
        row.category = categories.get(row.category_id)
    context = {
        "page": page,
        "rows": rows,
        "days": days,
        "periods": PERIODS,
        "kind": kind,
        "spoken": language,
        "languages": settings.LANGUAGES,
        "entries": entries.values(),
        "proof": _proof(request, entries),
    }
    return render(request, "faq/desk/misses.html", context)


def _needed(user) -> dict[int, list[Entry]]:
    """List the entries most needed in 30 days by category. One query."""
    needed: dict[int, list[Entry]] = {}
    for entry in Entry.objects.visible_to(user).published().questions().with_need(days=30).most_needed_first():
        needed.setdefault(entry.category_id, []).append(entry)
    return needed


def _proof(request, entries):
    """Return what was done last and, where a phrase was added, what a search for it finds now."""
    key = request.GET.get("done", "")
    kept = request.session.get(UNDOABLE, {}).get(key)
    if not kept:
        return None
    done = services.Settled(**kept)
    proof = {"key": key, "done": done, "entry": entries.get(done.entry)}
    if done.entry:
        found = [hit.entry.pk for hit in search(done.phrase, language=done.language, limit=10)]
        proof["finds"] = [entries[pk] for pk in found if pk in entries][:FINDS]
        proof["is_first"] = found[:1] == [done.entry]
        proof["is_found"] = done.entry in found
    return proof


def _csv(user, groups, categories, days):
    header = [
        _("Phrase"),
        _("Times"),
        _("Nothing was found"),
        _("Nothing fitted"),
        _("Language"),
        _("Asked in"),
        _("Last asked"),
        _("All phrases"),
    ]
    rows = (
        [
            row.phrase,
            row.times,
            row.hard,
            row.soft,
            row.language,
            getattr(categories.get(row.category_id), "name", ""),
            row.last_at.date().isoformat(),
            "; ".join(row.phrases),
        ]
        for row in groups
    )
    return csv_file(f"search-misses-{days}-days", header, rows, by=user)


@owner_required
@require_POST
def add(request):
    """Make the phrases of a group phrasings of an entry: of the id `entry`, or whose question is `named`."""
    entry = _chosen(request)
    if entry is None:
        messages.error(request, _("No published entry has this question. Choose one from the list."))
        return redirect(_back(request))
    phrases, language = _asked(request)
    done = services.add_misses_to(entry=entry, phrases=phrases, language=language, user=request.user)
    return redirect(_back(request, done))


@owner_required
@require_POST
def ignore(request):
    """Settle a group, now and whenever it is asked again."""
    phrases, language = _asked(request)
    done = services.ignore_misses(phrases=phrases, language=language, user=request.user)
    return redirect(_back(request, done))


@owner_required
@require_POST
def undo(request):
    """Take back what was done last."""
    kept = request.session.get(UNDOABLE, {}).pop(request.POST.get("done", ""), None)
    if kept:
        services.undo(done=services.Settled(**kept), user=request.user)
        request.session.modified = True
        messages.success(request, _("Taken back."))
    else:
        messages.warning(request, _("This cannot be taken back any more."))
    return redirect(_back(request))


def _chosen(request) -> Entry | None:
    entries = Entry.objects.visible_to(request.user).published()
    named = fold(request.POST.get("named", "")[:400])
    if "entry" in request.POST:
        return entries.with_id(request.POST["entry"])
    return next((entry for entry in entries if named in map(fold, entry.texts("question"))), None) if named else None


def _asked(request) -> tuple[list[str], str]:
    return [fold(phrase)[:80] for phrase in request.POST.getlist("phrase")], request.POST.get("language", "")[:10]


def _back(request, done: services.Settled | None = None) -> str:
    """Return the list as it was looked at, with what was done, which is kept to be taken back."""
    query = request.GET.copy()
    query.pop("done", None)
    if done:
        kept = request.session.get(UNDOABLE, {})
        key = str(max(map(int, kept), default=0) + 1)
        request.session[UNDOABLE] = dict([*kept.items(), (key, done.as_json())][-KEPT:])
        query["done"] = key
    return reverse("faq_desk:misses") + (f"?{query.urlencode()}" if query else "")
