"""The queue: what waits, and the other views of what there is."""

import uuid
from dataclasses import replace

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import staff_for_any
from accounts.decorators import staff_required

from .. import services
from ..context_processors import Desk
from ..filters import AGES, STATES, Filters
from ..forms import MOST_CHOSEN
from ..models import CannedResponse, Category, Message, SavedView, Ticket
from ..queue import page_of
from ..rows import rows_of

# What each view is called, and which count of a category it adds up (CategoryQuerySet.with_view_counts).
VIEWS = [
    (Filters(), STATES["waiting"], "waiting"),
    (Filters(state="overdue"), STATES["overdue"], "overdue"),
    (Filters(state="open", assignee="me"), gettext_lazy("Assigned to me"), "mine"),
    (Filters(state="asked"), STATES["asked"], "asked"),
    (Filters(state="snoozed"), STATES["snoozed"], "snoozed"),
    (Filters(state="today"), STATES["today"], "done_today"),
    (Filters(state="completed"), STATES["completed"], None),
    (Filters(state="all"), STATES["all"], None),
]


@staff_required
@never_cache
@require_safe
def queue(request):
    """Everything that waits in my categories, oldest first, or what the address asks for."""
    user, filters = request.user, Filters.read(request.GET)
    seen = Category.objects.visible_to(user)
    categories = list(seen.with_view_counts(user))
    visible = Ticket.objects.visible_to(user)
    tickets = visible.in_view(filters, user)
    page = page_of(
        tickets.for_queue_page(), filters, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    people = list(staff_for_any(categories)) if categories else []
    in_view = len(page.rows)
    if page.previous or page.next:
        in_view = tickets[: MOST_CHOSEN + 1].count()
    context = {
        "desk": Desk(user, categories),
        "page": page,
        "rows": rows_of(page, user),
        "filters": filters,
        "chips": _chips(filters, categories, people),
        "unknown_category": filters.category not in {"", *(category.slug for category in categories)},
        "views": _views(filters, categories),
        "saved": SavedView.objects.shown_to(user, categories),
        "categories": categories,
        "people": people,
        "targets": Category.objects.open().nameable_to(user) if page.rows else [],
        "colleagues": {str(person.pk): person.name for person in people},
        "responses": CannedResponse.objects.of_categories(seen) if page.rows else [],
        "states": STATES,
        "ages": AGES,
        "heading": STATES[filters.state],
        "in_view": in_view,
        "most": MOST_CHOSEN,
        "last_event": services.newest_event(),
        "form_key": uuid.uuid4(),
        "stays": "stay" in request.GET,
    }
    if not page.rows and filters == Filters():
        context["next_to_wake"] = visible.snoozed().first()
        context["last_answer"] = Message.objects.replies_of(user).newest()
    return render(request, "tickets/desk/queue.html", context)


def _views(filters, categories):
    return [
        {
            "query": view.query,
            "label": label,
            "count": sum(getattr(category, count) for category in categories) if count else None,
            "is_open": view == filters,
        }
        for view, label, count in VIEWS
    ]


def _chips(filters, categories, people):
    """List the filters beside the state, each with the address of the view without it."""
    names = {
        "category": next((category.name for category in categories if category.slug == filters.category), _("Unknown")),
        "assignee": {"me": _("Me"), "nobody": _("Nobody")}.get(filters.assignee)
        or next((person.name for person in people if str(person.pk) == filters.assignee), _("Unknown")),
        "older": AGES[filters.older][1] if filters.older else "",
        "tag": filters.tag,
    }
    labels = {"category": _("Category: %s"), "assignee": _("Assigned to: %s"), "older": "%s", "tag": _("Tag: %s")}
    return [
        {"label": labels[name] % value, "query": replace(filters, **{name: ""}).query}
        for name, value in names.items()
        if getattr(filters, name)
    ]
