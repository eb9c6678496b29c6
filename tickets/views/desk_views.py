"""Views of the queue that people saved."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import staff_required

from .. import services
from ..forms import SavedViewForm
from ..models import SavedView

REJECTED = 422


@staff_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved_views(request):
    """Save a view (POST), and put the saved ones in order."""
    form = SavedViewForm(request.POST or None, initial={"query": request.GET.get("query", "")[:500]})
    if request.method == "POST" and form.is_valid():
        view = services.save_view(owner=request.user, **form.cleaned_data)
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
        return redirect(f"{reverse('desk:queue')}?{view.query}")
    page = {"form": form, "own": SavedView.objects.of(request.user)}
    return render(request, "tickets/desk/saved_views.html", page, status=REJECTED if form.errors else 200)


@staff_required
@require_POST
def delete(request, pk):
    services.delete_view(view=_own(request, pk))
    messages.success(request, _("The view is deleted. No ticket has changed."))
    return redirect("desk:saved_views")


@staff_required
@require_POST
def move(request, pk):
    services.move_view(view=_own(request, pk), by=-1 if request.POST.get("by") == "up" else 1)
    return redirect("desk:saved_views")


def _own(request, pk):
    return get_object_or_404(SavedView.objects.of(request.user), pk=pk)
