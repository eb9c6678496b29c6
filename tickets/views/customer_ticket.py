"""The customer's ticket: the private link, its page, and what can be done there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .. import links
from ..forms import MessageForm, new_form_key
from ..models import Ticket
from ..progress import progress
from ..services import customer_reply, customer_solved, reopen
from .customer import REJECTED, link_gone


@login_not_required
@never_cache
@require_safe
def link(request, token):
    """Exchange the token of a private link for a cookie, so that it leaves the address bar."""
    try:
        primary_key, link_key = links.read_link(token)
    except signing.BadSignature as error:
        return link_gone(request, error)
    found = Ticket.objects.filter(pk=primary_key, link_key=link_key).first()
    if found is None:
        return link_gone(request, signing.SignatureExpired())
    response = redirect("customer:ticket", found.reference)
    links.grant(request, response, found)
    return response


@login_not_required
@never_cache
@require_safe
def bare_reference(request, number):
    return redirect("customer:ticket", number)


@login_not_required
@never_cache
@require_safe
def ticket(request, number):
    return _page(request, _own_ticket(request, number))


@login_not_required
@never_cache
@require_POST
def reply(request, number):
    own = _own_ticket(request, number)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, own, form=form, status=REJECTED)
    customer_reply(ticket=own, body=form.cleaned_data["body"], form_key=form.cleaned_data["form_key"])
    messages.success(request, _("Your message has reached us."))
    return redirect("customer:ticket", number)


@login_not_required
@never_cache
@require_POST
def solved(request, number):
    if customer_solved(ticket=_own_ticket(request, number)):
        messages.success(request, _("Good to hear. Your ticket is completed."))
    return redirect("customer:ticket", number)


@login_not_required
@never_cache
@require_POST
def reopened(request, number):
    if reopen(ticket=_own_ticket(request, number)):
        messages.success(request, _("Your ticket is open again. Tell us below what is still not right."))
    return redirect("customer:ticket", number)


def _own_ticket(request, number):
    """Return the ticket if this browser was let in to it; else 404, whether it exists or not."""
    granted = links.granted(request)
    tickets = Ticket.objects.filter(pk__in=granted).for_ticket_page()
    found = get_object_or_404(tickets, reference=number)
    if granted[found.pk] != found.link_key:
        raise Http404
    return found


def _page(request, own, *, form=None, status=200):
    timeline = [
        *own.messages.shown_to_customer().select_related("author"),
        *own.events.shown_to_customer().select_related("actor"),
    ]
    timeline.sort(key=lambda item: item.created_at)
    page = {
        "ticket": own,
        "progress": progress(own),
        "timeline": timeline,
        "form": form or MessageForm(initial={"form_key": new_form_key()}),
    }
    return render(request, "tickets/customer/ticket.html", page, status=status)
