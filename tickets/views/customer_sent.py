"""The confirmation page, and correcting the address there."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .. import links
from ..forms import AddressForm
from ..models import Ticket
from ..progress import progress
from ..services import TooManyCorrections, change_address
from .customer import REJECTED, TOO_MANY
from .customer_links import link_gone


def with_sent_ticket(view):
    """Call `view` with the ticket of the confirmation page, or say that the link is too old, or none of ours."""

    @login_not_required
    @never_cache
    @wraps(view)
    def wrapper(request, token):
        try:
            ticket = Ticket.objects.for_ticket_page().with_key(links.read_sent(token))
        except signing.SignatureExpired:
            return link_gone(request, is_old=True)
        except signing.BadSignature:
            ticket = None
        return view(request, token, ticket) if ticket else link_gone(request)

    return wrapper


@with_sent_ticket
@require_safe
def sent(request, token, ticket):
    """The confirmation: the reference and the progress as it is now, never the words of the ticket."""
    return _confirmation(request, token, ticket)


@with_sent_ticket
@require_POST
def address(request, token, ticket):
    """Correct the address that was typed: for 30 minutes, in the browser that filed the ticket."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _confirmation(request, token, ticket, form=form, status=REJECTED)
    if not links.may_correct(request, ticket):
        form.add_error("email", _("The address can be corrected for 30 minutes, in the browser that sent the ticket."))
        return _confirmation(request, token, ticket, form=form, status=403)
    try:
        if change_address(ticket=ticket, email=form.cleaned_data["email"]):
            messages.success(request, _("The address of your ticket is corrected."))
    except TooManyCorrections:
        form.add_error("email", _("The address of this ticket was corrected several times. Write us a new ticket."))
        return _confirmation(request, token, ticket, form=form, status=TOO_MANY)
    return redirect("customer:sent", token)


def _confirmation(request, token, ticket, *, form=None, status=200):
    page = {
        "token": token,
        "ticket": ticket,
        "progress": progress(ticket),
        "mail": ticket.mails.confirmations().order_by("pk").last(),
        "is_correctable": links.may_correct(request, ticket),
        "form": form or AddressForm(),
    }
    return render(request, "tickets/customer/sent.html", page, status=status)
