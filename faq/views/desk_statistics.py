"""The owner's figures of the FAQ, and what to do about the questions that are asked more and more."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import owner_required

from .. import services
from ..csv_files import csv_file
from ..days import start_of
from ..figures import PERIODS, SORTS, Deflection, draw_lines, of_entries, of_searches
from ..models import Fix
from ..querysets.reading import COUNTS
from ..rising import DAYS, find, rising

ROWS = 50
USUAL = 30  # days
COLUMNS = {
    "question": gettext_lazy("Entry"),
    "views": gettext_lazy("Views"),
    "search": gettext_lazy("Search"),
    "category": gettext_lazy("Category page"),
    "form": gettext_lazy("Ticket form"),
    "staff": gettext_lazy("Link in an answer"),
    "elsewhere": gettext_lazy("Elsewhere"),
    "helped": gettext_lazy("Helped"),
    "not_helped": gettext_lazy("Did not help"),
    "solved": gettext_lazy("Solved"),
    "filed": gettext_lazy("Tickets after viewing"),
    "answered": gettext_lazy("Tickets answered with it"),
    "unfound": gettext_lazy("Answer stood there"),
    "updated": gettext_lazy("Updated"),
}


@owner_required
@never_cache
@require_safe
def statistics(request, tickets_filed):
    """Show what came of each entry and of the searches. `tickets_filed(user, since)` counts the tickets filed since
    then that a person may know of."""
    days = period(request, PERIODS, USUAL)
    figures = of_entries(request.user, days)
    sort = request.GET.get("sort", "-views")
    if sort.removeprefix("-") in SORTS:
        figures.sort(key=SORTS[sort.removeprefix("-")], reverse=sort.startswith("-"))
    else:
        sort = "-views"
    if request.GET.get("format") == "csv":
        return _csv(request.user, figures, days)
    page = Paginator(figures, ROWS).get_page(request.GET.get("page"))
    draw_lines(list(page), days)
    context = {
        "page": page,
        "columns": COLUMNS,
        "days": days,
        "periods": PERIODS,
        "sort": sort,
        "views": sum(row.views for row in figures),
        "searches": of_searches(request.user, days),
        "deflection": Deflection(
            solved=sum(row.counts["solved"] for row in figures), tickets=tickets_filed(request.user, start_of(days))
        ),
        "rising": rising(request.user),
        "rising_days": DAYS,
        "fixes": Fix.objects.visible_to(request.user).open(),
        "done": Fix.objects.visible_to(request.user).done_since(start_of(DAYS)),
    }
    return render(request, "faq/desk/statistics.html", context)


def _csv(user, figures, days):
    header = [
        COLUMNS["question"],
        _("Category"),
        _("State"),
        COLUMNS["views"],
        *(COLUMNS[name] for name in COUNTS),
        COLUMNS["updated"],
    ]
    rows = (
        [
            row.entry.question,
            row.entry.category.name,
            row.entry.get_state_display(),
            row.views,
            *(row.counts[name] for name in COUNTS),
            row.entry.updated_at.date().isoformat(),
        ]
        for row in figures
    )
    return csv_file(f"faq-{days}-days", header, rows, by=user)


@owner_required
@require_POST
def note(request):
    """Put a rising question on the list of to-dos."""
    question = find(request.user, phrase=request.POST.get("phrase", ""), entry=request.POST.get("entry", ""))
    kind = request.POST.get("kind", "")
    if question is None or kind not in question.kinds:
        messages.warning(request, _("This question is not rising any more, or is a to-do already."))
    else:
        services.note_fix(question=question, kind=kind)
        messages.success(request, _("It is on your list of to-dos."))
    return redirect("faq_desk:statistics")


@owner_required
@require_POST
def finish(request, pk):
    """Mark a to-do done; with `back`, take that back."""
    fix = get_object_or_404(Fix.objects.visible_to(request.user), pk=pk)
    services.finish_fix(fix=fix, is_done=request.POST.get("back") != "on")
    return redirect("faq_desk:statistics")


def period(request, periods, usual: int) -> int:
    """Return how many days are asked for; 404 where nobody offered them."""
    asked = request.GET.get("days", str(usual))
    found = next((days for days in periods if str(days) == asked), None)
    if found is None:
        raise Http404
    return found
