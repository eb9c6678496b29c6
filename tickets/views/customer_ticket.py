"""The customer's ticket: the private link, its page, and what can be done there."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .. import links
from ..forms import MessageForm, new_form_key
from ..models import Ticket
from ..progress import progress
from ..services import customer_reply, customer_solved, reopen
from .customer import REJECTED
from .keeping import keep_added


@login_not_required
@never_cache
@require_safe
def bare_reference(request, number):
    return redirect("customer:ticket", number)


def with_own_ticket(view):
    """Call `view` with the ticket, if this browser was let in to it; else 404, alike whether it exists or not."""

    @login_not_required
    @never_cache
    @wraps(view)
    def wrapper(request, number, **kwargs):
        own = Ticket.objects.opened_to(links.granted(request)).for_ticket_page().with_reference(number)
        return view(request, own, **kwargs) if own else _link_needed(request)

    return wrapper


def _link_needed(request):
    """Ask for the private link; a message that came without it can be sent from here once the link is opened."""
    form = None
    if "body" in request.POST:
        form = MessageForm(request.POST, files=request.FILES)
        keep_added(request, form)
    # No link to other languages: it would name the reference, and so differ.
    page = {"languages": [], "form": form}
    return render(request, "tickets/customer/link_needed.html", page, status=404)


@with_own_ticket
@require_safe
def ticket(request, own):
    return _page(request, own)


@with_own_ticket
@require_POST
def reply(request, own):
    form = MessageForm(request.POST, files=request.FILES)
    keep_added(request, form)
    if not form.is_valid():
        return _page(request, own, form=form, status=REJECTED)
    customer_reply(ticket=own, body=form.cleaned_data["body"], form_key=form.cleaned_data["form_key"])
    if own.merged_into_id:
        words = {"reference": own.merged_into.reference_text}
        messages.success(request, _("Your message has reached us. It stands in ticket %(reference)s.") % words)
    else:
        messages.success(request, _("Your message has reached us."))
    return redirect("customer:ticket", own.reference)


@with_own_ticket
@require_POST
def solved(request, own):
    if customer_solved(ticket=own):
        messages.success(request, _("Good to hear. Your ticket is completed."))
    return redirect("customer:ticket", own.reference)


@with_own_ticket
@require_POST
def reopened(request, own):
    if reopen(ticket=own):
        messages.success(request, _("Your ticket is open again. Tell us below what is still not right."))
    return redirect("customer:ticket", own.reference)


def _where_it_goes_on(request, own):
    """Return the ticket that `own` was merged into, and whether this browser was let in to it too."""
    opened = Ticket.objects.opened_to(links.granted(request)).with_key(own.merged_into_id)
    return {"ticket": opened or own.merged_into, "is_open_here": opened is not None}


def _page(request, own, *, form=None, status=200):
    timeline = [
        *own.messages.shown_to_customer().select_related("author").prefetch_related("attachments"),
        *own.events.shown_to_customer().select_related("actor"),
    ]
    timeline.sort(key=lambda item: item.created_at)
    page = {
        "ticket": own,
        "progress": progress(own),
        "timeline": timeline,
        "goes_on": _where_it_goes_on(request, own) if own.merged_into_id else None,
        "form": form or MessageForm(initial={"form_key": new_form_key()}),
    }
    if "live" in request.GET:
        page["messages"] = ()  # static/js/live.js takes parts of the page: a sentence would be lost
    return render(request, "tickets/customer/ticket.html", page, status=status)
