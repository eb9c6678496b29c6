"""Tags of a ticket."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import staff_required

from .. import services
from ..forms import TagsForm
from ..models import Tag
from .desk_visible import visible_ticket

MOST_SUGGESTED = 500


@staff_required
@never_cache
@require_safe
def known(request):
    """The tags a person can come across, for the field that adds some."""
    tags = Tag.objects.known_to(request.user)[:MOST_SUGGESTED]
    return JsonResponse({"tags": [tag.name for tag in tags]})


@staff_required
@require_POST
def tags(request, number):
    ticket = visible_ticket(request, number)
    form = TagsForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect("desk:ticket", number)
    try:
        services.change_tags(ticket=ticket, actor=request.user, add=form.cleaned_data["add"], remove=form.removed)
    except services.TooManyTags:
        messages.error(request, _("That would be too many tags. Take some away first."))
    return redirect("desk:ticket", number)
