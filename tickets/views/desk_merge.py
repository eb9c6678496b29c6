"""Merging a customer's tickets, and taking that back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.decorators import staff_required

from .. import reference, services
from ..models import Ticket
from .desk_visible import visible_ticket


@staff_required
@require_POST
def merge(request, number):
    """Merge the ticket `other`, a reference, into this one."""
    ticket = visible_ticket(request, number)
    try:
        other = visible_ticket(request, reference.parse(request.POST.get("other", "")[:40]))
    except ValueError:
        raise Http404 from None
    try:
        goes_on = services.merge(ticket=ticket, other=other, actor=request.user)
    except services.CannotMerge as error:
        messages.error(request, str(error))
        return redirect("desk:ticket", number)
    sentence = _("Ticket %(reference)s was merged into this one. You can take that back at any time.")
    messages.success(request, sentence % {"reference": other.reference_text})
    return redirect("desk:ticket", goes_on.reference)


@staff_required
@require_POST
def unmerge(request, number):
    """Take the merge of this ticket into another one back, for who sees both."""
    ticket = visible_ticket(request, number)
    if ticket.merged_into_id:
        get_object_or_404(Ticket.objects.visible_to(request.user), pk=ticket.merged_into_id)
    if services.take_merge_back(ticket=ticket, actor=request.user):
        messages.success(request, _("The merge is taken back. This ticket stands alone again."))
    return redirect("desk:ticket", number)
