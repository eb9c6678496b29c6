"""Removing a part of a message for good: for owners."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.decorators import owner_required

from .. import services
from ..forms import RedactForm
from .desk_visible import visible_ticket

REJECTED = 422


@owner_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def redact(request, number, pk):
    """The message, what of it to remove, and what that means; POST removes it."""
    ticket = visible_ticket(request, number)
    message = get_object_or_404(ticket.messages.for_ticket_page(), pk=pk)
    form = RedactForm(message, request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.redact(
            message=message,
            actor=request.user,
            words=form.cleaned_data["words"],
            whole=form.cleaned_data["whole"],
            files=form.chosen_files(),
        )
        messages.success(request, _("It is removed."))
        return redirect("desk:ticket", number)
    page = {"ticket": ticket, "message": message, "form": form}
    return render(request, "tickets/desk/redact.html", page, status=REJECTED if form.errors else 200)
