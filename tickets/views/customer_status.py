"""Bare progress by reference, and links for who lost theirs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import network, too_many_tries

from .. import links, reference, services
from ..forms import AddressForm, StatusForm
from ..limits import LINKS_ASKED, LINKS_TO_ADDRESS, STATUS_TRIES
from ..mail.addresses import capped_as
from ..models import Ticket
from ..progress import progress
from .customer_links import ask_for_link

REJECTED, TOO_MANY_TRIES = 422, 429


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request):
    """Bare progress by reference alone; POST mails a link: to the ticket's address, or to all tickets of an address."""
    if request.method == "POST" and "email" in request.POST:
        return _ask_for_all(request)
    typed = request.POST if request.method == "POST" else request.GET
    if "reference" not in typed:
        return _page(request)
    form = StatusForm(typed)
    ticket, code = _look_up(request, form) if form.is_valid() else (None, REJECTED)
    if ticket is None:
        return _page(request, form=form, status=code)
    if request.method == "POST":
        ask_for_link(request, ticket)
        return redirect("customer:status")
    email = links.masked(ticket.requester.email)
    return _page(request, ticket=ticket, progress=progress(ticket), masked_email=email)


def _ask_for_all(request):
    """Answer alike whether we know the address: same words, same queries, mail later."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, all_form=form, status=REJECTED)
    email, who = form.cleaned_data["email"], network(request)
    if LINKS_ASKED.is_reached(who):
        form.add_error("email", too_many_tries(LINKS_ASKED, who))
        return _page(request, all_form=form, status=TOO_MANY_TRIES)
    LINKS_ASKED.count(who)
    if not LINKS_TO_ADDRESS.is_reached(person := capped_as(email)):
        LINKS_TO_ADDRESS.count(person)
        services.mail_link_to_tickets(email=email, language=get_language())
    sentence = _(
        "If we know this address and may mail it now, a link to all your tickets is on its way. "
        "If none comes, look for an earlier one, also in the spam folder."
    )
    messages.success(request, sentence)
    return redirect("customer:status")


def _look_up(request, form):
    """Return ``(ticket or None, status code)``, with the reason at the form's field. A slip of the pen is told before
    any look-up and is not counted as a try."""
    try:
        number = reference.parse(form.cleaned_data["reference"])
    except ValueError:
        form.add_error(
            "reference",
            _("One digit does not fit. Check the number in our mail: three groups of three, like 482-913-053"),
        )
        return None, REJECTED
    who = network(request)
    if STATUS_TRIES.is_reached(who):
        form.add_error("reference", too_many_tries(STATUS_TRIES, who))
        return None, TOO_MANY_TRIES
    ticket = Ticket.objects.for_ticket_page().with_reference(number)
    if ticket is None:
        STATUS_TRIES.count(who)
        form.add_error("reference", _("We found no ticket with this number. Check it in our mail."))
        return None, 404
    return ticket, 200


def _page(request, *, form=None, all_form=None, status=200, **page):
    page |= {"form": form or StatusForm(), "all_form": all_form or AddressForm()}
    answer = render(request, "tickets/customer/status.html", page, status=status)
    if status == TOO_MANY_TRIES:
        answer["Retry-After"] = (LINKS_ASKED if all_form else STATUS_TRIES).seconds_left(network(request))
    return answer
