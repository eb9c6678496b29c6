"""Editing the subject and the answers of a ticket."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.decorators import staff_required

from .. import services
from ..forms import EditAnswersForm
from ..models import Category
from ..typed import row_id
from .desk_visible import visible_ticket

REJECTED, STOPPED = 422, 409


@staff_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request, number):
    """The form with what the ticket holds; POST keeps it, unless somebody else has changed it since it was drawn."""
    ticket = visible_ticket(request, number)
    category = get_object_or_404(Category.objects.visible_to(request.user).with_form(), pk=ticket.category_id)
    is_posted = request.method == "POST"
    form = EditAnswersForm(ticket, list(category.fields.all()), data=request.POST if is_posted else None)
    page = {"ticket": ticket, "form": form, "last_event": ticket.events.newest_id()}
    if not form.is_valid():
        return render(request, "tickets/desk/answers.html", page, status=REJECTED if is_posted else 200)
    try:
        services.edit_answers(
            ticket=ticket,
            actor=request.user,
            subject=form.cleaned_data["subject"],
            answers=form.snapshot(),
            last_event=row_id(request.POST.get("last_event", "")) or 0,
        )
    except services.Stale as stopped:
        page |= {"news": stopped.events, "now": ticket.answers}
        return render(request, "tickets/desk/answers.html", page, status=STOPPED)
    messages.success(request, _("Saved."))
    return redirect("desk:ticket", number)
