"""What follows from a link in a mail or from a lost one: all tickets of an address, new links, "this was not me"."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import links, services
from ..limits import LINKS_TO_ADDRESS
from ..mail.addresses import capped_as
from ..models import OutboxMail, Requester, Ticket
from ..progress import progress

NO_MAIL = gettext_lazy("No mail goes to %(email)s at the moment.")
LINK_MAILED = {
    "": gettext_lazy("A new link is on its way to %(email)s."),
    OutboxMail.HeldFor.UNCONFIRMED: gettext_lazy(
        "No mail goes to %(email)s at the moment: we send one link a day until it is used to write to us or to "
        "complete a ticket. Look for it, also in the spam folder."
    ),
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request, token):
    """Exchange the token of a private link for a cookie, so that it leaves the address bar. POST, on a link that is
    too old, mails a new one to the ticket's address."""
    try:
        if request.method == "POST":
            return _renewed(request, token)
        primary_key, link_key = links.read_link(token)
    except signing.SignatureExpired:
        return _old(request, token)
    except signing.BadSignature:
        return _all_tickets(request, token)
    found = Ticket.objects.opened_to(links.Granted({primary_key: link_key}, {})).first()
    if found is None:
        return link_gone(request, is_old=True)
    response = redirect("customer:ticket", found.reference)
    links.grant(request, response, found)
    return response


def _all_tickets(request, token):
    try:
        primary_key, link_key = links.read_address(token)
    except signing.BadSignature as error:
        return link_gone(request, is_old=isinstance(error, signing.SignatureExpired))
    found = Requester.objects.opened_to(links.Granted({}, {primary_key: link_key})).first()
    if found is None:
        return link_gone(request, is_old=True)
    response = redirect("customer:my")
    links.grant_address(request, response, found)
    return response


def _old(request, token):
    """Offer a new link, unless the old one was revoked: then it may be in the hands of anybody."""
    primary_key, link_key = links.read_old_link(token)
    found = Ticket.objects.opened_to(links.Granted({primary_key: link_key}, {})).for_ticket_page().first()
    if found is None:
        return link_gone(request, is_old=True)
    return render(request, "tickets/customer/link_old.html", {"email": links.masked(found.requester.email)}, status=410)


def _renewed(request, token):
    primary_key, link_key = links.read_old_link(token)
    found = Ticket.objects.opened_to(links.Granted({primary_key: link_key}, {})).for_ticket_page().first()
    if found is None:
        return link_gone(request)
    ask_for_link(request, found)
    return redirect("customer:status")


def ask_for_link(request, ticket):
    """Mail a new link, a few times an hour at most, and say so."""
    email = ticket.requester.email
    if LINKS_TO_ADDRESS.is_reached(person := capped_as(email)):
        sentence = _(
            "We have sent several links to %(email)s already. Look for the newest one, also in the spam folder."
        )
    else:
        LINKS_TO_ADDRESS.count(person)
        sentence = str(LINK_MAILED.get(services.mail_link(ticket=ticket).held_for, NO_MAIL))
    messages.info(request, sentence % {"email": links.masked(email)})


def link_gone(request, *, is_old=False):
    """Answer a link that opens nothing, whyever, with a sentence."""
    return render(request, "tickets/customer/link_gone.html", {"is_old": is_old}, status=410 if is_old else 404)


@login_not_required
@never_cache
@require_safe
def my(request):
    """All tickets of the addresses whose link this browser opened; those that need an answer first."""
    addresses = [
        {"email": requester.email, "tickets": _with_progress(Ticket.objects.of_address(requester).for_own_list())}
        for requester in Requester.objects.opened_to(links.granted(request))
    ]
    if not addresses:
        return render(request, "tickets/customer/my_needed.html", status=404)
    return render(request, "tickets/customer/my.html", {"addresses": addresses})


def _with_progress(tickets):
    rows = [(ticket, progress(ticket)) for ticket in tickets]
    return sorted(rows, key=lambda row: row[1].status != Ticket.Status.ASKED)


@login_not_required
@require_POST
def forget(request):
    """Let this browser forget all tickets, on a computer that others use."""
    messages.success(request, _("This browser has forgotten your tickets."))
    response = redirect("customer:status")
    links.forget(response)
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request, token):
    """ "This was not me": POST ends mail to the address, or lets it through again."""
    try:
        requester = Requester.objects.with_key(links.read_not_me(token))
    except signing.BadSignature:
        requester = None
    if requester is None:
        return link_gone(request)
    if request.method == "POST":
        if request.POST.get("mail") == "again":
            services.allow_mail(requester=requester)
        else:
            services.stop_mail(requester=requester)
        return redirect(request.path)
    page = {"email": links.masked(requester.email), "is_stopped": requester.mail_stopped_at is not None}
    return render(request, "tickets/customer/not_me.html", page)
