"""A ticket on paper."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import staff_required

from ..models import Ticket
from ..timeline import timeline
from .desk_visible import visible_ticket


@staff_required
@never_cache
@require_safe
def print_view(request, number):
    """Everything that was said; internal notes and what happened in between only with ``?notes=1``."""
    ticket = visible_ticket(request, number)
    with_notes = request.GET.get("notes") == "1"
    merged = list(Ticket.objects.visible_to(request.user).merged_with(ticket))
    events = list(ticket.events.select_related("actor")) if with_notes else []
    items = timeline(ticket, events, merged, request.user, folded=False)
    if not with_notes:
        items = [message for message in items if message.kind != "note"]
    page = {"ticket": ticket, "timeline": items, "with_notes": with_notes, "is_printed": True}
    return render(request, "tickets/desk/print.html", page)
