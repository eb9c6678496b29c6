"""What the desk tells of a ticket: messages and events in their order, runs of events folded.

Events name other tickets and categories by number; who reads decides which of them get a name.
"""

from dataclasses import dataclass
from itertools import groupby

from .models import Category, EntryUse, Event, Message, Ticket

LONG_RUN = 3  # events

Kind = Event.Kind


@dataclass(frozen=True)
class Run:
    """Events with no message between them."""

    run: list[Event]


def timeline(ticket, events, merged, user, *, folded=True) -> list:
    """Return `Message`, `Event` and, if `folded`, `Run` items, oldest first, of `ticket` and the tickets `merged` into
    it, as far as `user` may know of them; each message has its `ticket`, and its `uses` of FAQ entries. Two queries,
    one for uses where there are some, and one for names where there are moves or merges."""
    tickets = {ticket.pk: ticket} | {other.pk: other for other in merged}
    messages = list(Message.objects.of_tickets(tickets.values()).for_ticket_page())
    uses = list(EntryUse.objects.on_tickets(tickets.values())) if ticket.has_uses or merged else []
    ticket.read_before = [use for use in uses if use.kind == EntryUse.Kind.READ]
    for message in messages:
        message.ticket = tickets[message.ticket_id]
        message.uses = [use for use in uses if use.message_id == message.pk]
        message.is_in_faq = any(use.kind == EntryUse.Kind.MADE for use in message.uses)
    name_others(events, user)
    items = [*messages, *(event for event in events if not event.is_told_by_its_message)]
    items.sort(key=lambda item: item.created_at)
    return list(_folded(items)) if folded else items


def name_others(events, user) -> None:
    """Tell each move `moved_from` and `moved_to`, category names, and each merge the `other` ticket's reference, where
    `user` may know of them."""
    moves = [event for event in events if event.kind == Kind.MOVED]
    merges = [event for event in events if event.kind in (Kind.MERGED, Kind.UNMERGED)]
    if moves:
        names = {str(category.pk): category.name for category in Category.objects.nameable_to(user)}
        for event in moves:
            before, _space, after = event.detail.partition(" ")
            event.moved_from, event.moved_to = names.get(before), names.get(after)
    if merges:
        numbers = {int(event.detail) for event in merges if event.detail.isdecimal()}
        seen = Ticket.objects.visible_to(user).with_references(numbers)
        others = {str(other.reference): other for other in seen}
        for event in merges:
            event.other = others.get(event.detail)


def _folded(items):
    for is_event, group in groupby(items, lambda item: isinstance(item, Event)):
        together = list(group)
        if is_event and len(together) >= LONG_RUN:
            yield Run(together)
        else:
            yield from together
