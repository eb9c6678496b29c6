"""Bare progress by reference."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import reference
from ..forms import StatusForm
from ..limits import STATUS_TRIES, network
from ..models import Ticket
from ..progress import progress

REJECTED, TOO_MANY_TRIES = 422, 429


@login_not_required
@never_cache
@require_safe
def status(request):
    """Bare progress by reference alone. A slip of the pen is told before any look-up and is not counted as a try."""
    if "reference" not in request.GET:
        return render(request, "tickets/customer/status.html", {"form": StatusForm()})
    form = StatusForm(request.GET)
    ticket = None
    code = REJECTED
    if form.is_valid():
        ticket, code = _look_up(request, form)
    page = {"form": StatusForm() if ticket else form, "ticket": ticket, "progress": ticket and progress(ticket)}
    answer = render(request, "tickets/customer/status.html", page, status=code)
    if code == TOO_MANY_TRIES:
        answer["Retry-After"] = STATUS_TRIES.seconds
    return answer


def _look_up(request, form):
    """Return ``(ticket or None, status code)``, with the reason at the form's field."""
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
        form.add_error("reference", _("Too many tries from this connection. Try again in an hour."))
        return None, TOO_MANY_TRIES
    ticket = Ticket.objects.with_reference(number)
    if ticket is None:
        STATUS_TRIES.count(who)
        form.add_error("reference", _("We found no ticket with this number. Check it in our mail."))
        return None, 404
    return ticket, 200
