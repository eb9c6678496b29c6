"""The ticket of an address of the desk."""

from django.shortcuts import get_object_or_404

from ..models import Ticket


def visible_ticket(request, number):
    """Return the ticket of this reference; 404 if the person may not know of it, alike whether it exists or not."""
    return get_object_or_404(
        Ticket.objects.visible_to(request.user).for_ticket_page().with_has_uses(), reference=number
    )
