"""Web Push: who is told of which category while their desk is closed, and what it says."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import ngettext, override

from accounts.access import categories_by_user, staff_for
from accounts.models import User
from notifications import due, webpush

from ..models import Category, Event, HelpDesk


def put_pushes(event, left=None) -> None:
    """Write, in the caller's transaction, that people are to be told of the event's category, if it brings them work:
    a new ticket, a customer's reply, or a waiting ticket from the category it has `left`, if they do not see that."""
    if not webpush.is_on():
        return
    ticket = event.ticket
    people = staff_for(ticket.category).exclude(pk=event.actor_id)
    if left and ticket.waiting_since:
        people = people.exclude(pk__in=staff_for(left).values("pk"))
    elif not _is_by_customer(event):
        return
    due.put(people.values("pk"), topic=ticket.category.slug)


def send_pushes(stop=lambda: False, connect=webpush.public_connection) -> int:
    """Push what is due until `stop()`; returns how many pushes were taken. `connect` as for `webpush.deliver`."""
    return due.send(_messages, stop=stop, connect=connect)


def _is_by_customer(event) -> bool:
    kinds = Event.Kind
    reopened = event.kind == kinds.REOPENED and event.actor_id is None
    return reopened or event.kind in (kinds.OPENED, kinds.CUSTOMER_REPLIED)


def _messages(user_ids) -> dict[int, dict[str, dict]]:
    """Map those of the people who want to be told at once to messages by the slug of each category that they see and
    in which something waits; the same four queries for any number of people."""
    people = User.objects.filter(pk__in=user_ids, is_away=False, only_at_check=False)
    categories_of = categories_by_user(Category.objects.with_waiting())
    title = HelpDesk.current().name or settings.SITE_NAME
    messages = {}
    for person in people:
        with override(person.language):
            messages[person.pk] = {
                category.slug: _message(title, category)
                for category in categories_of.get(person.pk, [])
                if category.waiting
            }
    return messages


def _message(title, category) -> dict:
    """Say how many wait and where, and nothing of a customer: it passes through others' hands, and a locked screen
    shows it."""
    body = ngettext("%(number)d waiting in %(category)s", "%(number)d waiting in %(category)s", category.waiting)
    return {
        "title": title,
        "body": body % {"number": category.waiting, "category": category.name},
        "tag": category.slug,
        "url": f"{reverse('desk:queue')}?category={category.slug}",
    }
