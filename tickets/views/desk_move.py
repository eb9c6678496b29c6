"""Handing a ticket on: to another category."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import may_see
from accounts.decorators import staff_required

from .. import services
from ..forms import MissingAnswersForm
from ..models import Category
from .desk_visible import visible_ticket

REJECTED = 422


@staff_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, number):
    """Choose a category; where it requires more than the ticket holds, fill that in. POST moves."""
    ticket = visible_ticket(request, number)
    categories = Category.objects.open().nameable_to(request.user)
    slug = request.POST.get("category", "").replace("\0", "")
    if not slug:
        page = {"ticket": ticket, "categories": categories, "is_refused": request.method == "POST"}
        return render(request, "tickets/desk/move.html", page, status=REJECTED if page["is_refused"] else 200)
    category = get_object_or_404(categories.with_form(), slug=slug)
    form = MissingAnswersForm(
        list(category.fields.all()),
        ticket.answers,
        language=ticket.language,
        data=request.POST if "fill_in" in request.POST else None,
    )
    if form.shown and not (form.is_bound and form.is_valid()):
        page = {"ticket": ticket, "category": category, "form": form}
        return render(request, "tickets/desk/move.html", page, status=REJECTED)
    try:
        services.move(ticket=ticket, category=category, actor=request.user, answers=form.answers())
    except services.MissingAnswers:  # the form has changed in this very moment
        messages.warning(request, _("Not moved: this category asks for more now. Try again."))
        return redirect("desk:move", number)
    if may_see(request.user, category):
        messages.success(request, _("The ticket is now in this category: %(name)s") % {"name": category.name})
        return redirect("desk:ticket", number)
    sentence = _("Ticket %(reference)s is now in this category, which you do not work in: %(name)s")
    messages.success(request, sentence % {"reference": ticket.reference_text, "name": category.name})
    return redirect("desk:queue")
