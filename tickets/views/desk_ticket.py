"""The desk's ticket page and what staff do there."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import staff_required

from .. import services
from ..forms import SnoozeForm
from .desk_page import back_to_list, go_on, ticket_page
from .desk_visible import visible_ticket


@staff_required
@never_cache
@require_safe
def ticket(request, number):
    return ticket_page(request, visible_ticket(request, number))


@staff_required
@require_POST
def assign(request, number):
    """Assign to me, unless somebody else was faster than the page."""
    visible = visible_ticket(request, number)
    was = request.POST.get("instead_of", "")
    instead_of = int(was[:18]) if was.isdecimal() else None
    is_mine = visible.assignee == request.user  # a double click
    if not is_mine and not services.assign_to(ticket=visible, user=request.user, instead_of=instead_of):
        messages.warning(request, _("Not assigned: the ticket has changed since this page was drawn."))
    return back_to_list(request) or redirect("desk:ticket", number)


@staff_required
@require_POST
def complete(request, number):
    _finish(request, number, services.complete)
    return redirect("desk:ticket", number)


@staff_required
@require_POST
def reopen(request, number):
    services.reopen(ticket=visible_ticket(request, number), actor=request.user)
    return redirect("desk:ticket", number)


@staff_required
@require_POST
def spam(request, number):
    is_done = _finish(request, number, services.mark_spam)
    return go_on(request, visible_ticket(request, number)) if is_done else redirect("desk:ticket", number)


@staff_required
@require_POST
def snooze(request, number):
    """Let the ticket not wait before a certain time."""
    visible = visible_ticket(request, number)
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Not snoozed: %(reason)s") % {"reason": form.error})
        return redirect("desk:ticket", number)
    until = form.cleaned_data["until"]
    try:
        services.snooze(ticket=visible, actor=request.user, until=until, last_event=_drawn_at(request))
    except services.Stale:
        messages.warning(
            request, _("Nothing was changed: something arrived since you opened this page. Read it first.")
        )
        return redirect("desk:ticket", number)
    words = {"reference": visible.reference_text, "time": date_format(timezone.localtime(until), "DATETIME_FORMAT")}
    messages.success(request, _("%(reference)s sleeps until %(time)s, or until the customer writes.") % words)
    return back_to_list(request) or go_on(request, visible)


@staff_required
@require_POST
def wake(request, number):
    services.wake(ticket=visible_ticket(request, number), actor=request.user)
    return redirect("desk:ticket", number)


@staff_required
@require_POST
def revoke(request, number):
    """End the customer's links, which may be in other hands, and mail a new one."""
    if services.revoke_links(ticket=visible_ticket(request, number), actor=request.user):
        messages.success(request, _("The links mailed so far open nothing any more. A new one is on its way."))
    else:
        messages.warning(
            request, _("The links mailed so far open nothing any more. The mail with a new one is held back.")
        )
    return redirect("desk:ticket", number)


def _finish(request, number, service) -> bool:
    """Complete the ticket in one way or the other; False if something arrived since the page was drawn."""
    visible = visible_ticket(request, number)
    try:
        service(ticket=visible, actor=request.user, last_event=_drawn_at(request))
    except services.Stale:
        messages.warning(
            request, _("Nothing was changed: something arrived since you opened this page. Read it first.")
        )
        return False
    return True


def _drawn_at(request) -> int | None:
    """Return the newest event on the page that was sent, if it says so."""
    written = request.POST.get("last_event", "")
    return int(written[:18]) if written.isascii() and written.isdecimal() else None
