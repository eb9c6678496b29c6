"""Can't answer."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.decorators import staff_required

from .. import services
from ..forms import HandOverForm
from .desk_visible import visible_ticket

REJECTED = 422


@staff_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request, number):
    ticket = visible_ticket(request, number)
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason, form_key = form.cleaned_data["reason"], form.cleaned_data["form_key"]
        try:
            person = services.hand_over(ticket=ticket, actor=request.user, reason=reason, form_key=form_key)
        except services.NobodyElse:
            form.add_error(None, _("Nobody else sees this category. An owner can name somebody in its settings."))
        else:
            messages.success(request, _("The ticket is handed over: %(name)s") % {"name": person.name})
            return redirect("desk:ticket", number)
    page = {"ticket": ticket, "form": form}
    return render(request, "tickets/desk/hand_over.html", page, status=REJECTED if form.errors else 200)
