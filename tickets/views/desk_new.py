"""A ticket entered for somebody who calls."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import staff_required

from .. import services
from ..forms import CallerForm, new_form_key
from ..models import Category
from .keeping import keep_added

REJECTED = 422


@staff_required
@never_cache
@require_safe
def choose(request):
    """What is it about? One of my categories."""
    categories = Category.objects.open().visible_to(request.user)
    return render(request, "tickets/desk/new.html", {"categories": categories})


@staff_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, slug):
    """The form customers fill in; POST files the ticket, which waits like any other."""
    categories = Category.objects.open().visible_to(request.user).with_form()
    category = get_object_or_404(categories, slug=slug)
    if request.method != "POST":
        return _page(request, category, CallerForm(category, initial={"form_key": new_form_key()}))
    form = CallerForm(category, request.POST, files=request.FILES)
    keep_added(request, form)
    if not form.is_valid():
        return _page(request, category, form, status=REJECTED)
    fields = {name: form.cleaned_data[name] for name in ("email", "name", "language", "subject", "text", "form_key")}
    ticket = services.open_ticket(category=category, answers=form.answers(), entered_by=request.user, **fields)
    sentence = _("The ticket is filed. Tell the customer the reference number: %(reference)s")
    messages.success(request, sentence % {"reference": ticket.reference_text})
    return redirect("desk:ticket", ticket.reference)


def _page(request, category, form, *, status=200):
    return render(request, "tickets/desk/new.html", {"category": category, "form": form}, status=status)
