"""Setting up a new help desk: its name, the first category, the first assistant; a page each."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import owner_required

from .. import services
from ..forms import FirstAssistantForm, FirstCategoryForm, HelpDeskNameForm
from ..models import Category, HelpDesk

REJECTED = 422


@owner_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def name(request):
    form = HelpDeskNameForm(request.POST or None, instance=HelpDesk.as_saved())
    if form.is_valid():
        services.save_help_desk(form.save(commit=False), by=request.user)
        return redirect("desk:setup_category")
    return _page(request, form, step=1)


@owner_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def category(request):
    form = FirstCategoryForm(request.POST or None)
    if form.is_valid():
        services.add_first_category(form.save(commit=False), question=_("Order or customer number"), by=request.user)
        return redirect("desk:setup_assistant")
    return _page(request, form, step=2)


@owner_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assistant(request):
    form = FirstAssistantForm(request.POST or None)
    if form.is_valid():
        categories = Category.objects.visible_to(request.user)
        person = services.add_first_assistant(categories=categories, by=request.user, **form.cleaned_data)
        sentence = _("%(name)s chooses a password at this address, which works once, for 3 days: %(link)s")
        messages.success(request, sentence % {"name": person, "link": services.show_link(user=person, by=request.user)})
        return redirect("desk:setup_done")
    return _page(request, form, step=3)


@owner_required
@never_cache
@require_safe
def done(request):
    return render(
        request, "tickets/desk/setup_done.html", {"categories": Category.objects.visible_to(request.user).open()}
    )


def _page(request, form, *, step):
    titles = {1: _("Your name"), 2: _("The first category"), 3: _("The first assistant")}
    page = {"form": form, "step": step, "heading": titles[step]}
    return render(request, "tickets/desk/setup.html", page, status=REJECTED if form.errors else 200)
