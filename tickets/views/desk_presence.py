"""Who else is with a ticket: told to those who may know of it, by numbers only; the page knows their names."""

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import staff_for
from accounts.decorators import staff_required
from notifications import presence as kept
from notifications.push import push

from .. import reference
from ..models import Ticket
from .desk_visible import visible_ticket

MOST = 50  # tickets at a time: a page of the queue


@staff_required
@never_cache
@require_safe
def presence(request):
    """Tell who is with the tickets of a list: ``{"482-913-053": [{"id": 3, "state": "viewing"}]}``."""
    numbers = [number for text in request.GET.getlist("ticket")[:MOST] if (number := _number(text))]
    tickets = Ticket.objects.visible_to(request.user).with_references(numbers).only("reference")
    references = {ticket.pk: ticket.reference_text for ticket in tickets}
    found = kept.who(references)
    return JsonResponse({references[pk]: _people(people, request.user) for pk, people in found.items() if people})


@staff_required
@require_POST
def report(request, number):
    """Note that the person looks at the ticket, writes on it or has gone; answers who else is with it."""
    ticket = visible_ticket(request, number)
    is_news = kept.report(ticket.pk, request.user.pk, request.POST.get("state", ""))
    people = kept.who([ticket.pk]).get(ticket.pk, {})
    if is_news:
        frame = {"type": "presence", "ticket": ticket.reference_text}
        push({user.pk: frame | {"people": _people(people, user)} for user in staff_for(ticket.category)})
    return JsonResponse({ticket.reference_text: _people(people, request.user)})


def _people(people, user):
    return [{"id": user_id, "state": state} for user_id, state in people.items() if user_id != user.pk]


def _number(text) -> int | None:
    try:
        return reference.parse(text)
    except ValueError:
        return None
