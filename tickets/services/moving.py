"""Moving a ticket to another category."""

from django.db import transaction

from .. import search
from ..answers import lacking, rearranged
from ..mail.outbox import put_staff_mail
from ..models import Category, Event, OutboxMail, Ticket
from .recording import lock, record, seeing_assignee


class MissingAnswers(Exception):
    """The other category requires answers that the ticket lacks; `fields` are their definitions."""

    def __init__(self, fields):
        super().__init__("the category requires answers that the ticket lacks")
        self.fields = fields


@transaction.atomic
def move(*, ticket, category, actor, answers=()) -> bool:
    """Move the ticket to `category`, which `actor` need not see; False if it is there already.

    `answers` are those given for the questions of that category which the ticket lacks; raises `MissingAnswers` while
    a required one is open. Nothing of the snapshot is dropped. An open ticket whose assignee does not see the category
    goes back to the queue, and they get a mail. The event names both categories by their primary keys, "12 34": who may
    read their names depends on who reads.
    """
    ticket = lock(ticket)
    left = ticket.category
    if left.pk == category.pk:
        return False
    category = Category.objects.with_form().get(pk=category.pk)
    definitions = list(category.fields.all())
    arranged = rearranged(definitions, ticket.answers, answers)
    if fields := lacking(definitions, arranged):
        raise MissingAnswers(fields)
    ticket.category, ticket.answers = category, arranged
    lost_by = None
    if ticket.assignee and not ticket.is_completed and not seeing_assignee(ticket):
        lost_by, ticket.assignee = ticket.assignee, None
        if ticket.status == Ticket.Status.ASSIGNED:
            ticket.status = Ticket.Status.QUEUED
    ticket.save()
    search.reindex(ticket)
    record(ticket, Event.Kind.MOVED, actor=actor, detail=f"{left.pk} {category.pk}", left=left)
    if lost_by:
        record(ticket, Event.Kind.UNASSIGNED)
    if lost_by and lost_by != actor:
        put_staff_mail(ticket, OutboxMail.Kind.MOVED_AWAY, lost_by)
    return True
