"""The same thing done to many tickets. Each is a transaction of its own: what stops one does not stop the others."""

from collections import Counter
from datetime import timedelta
from uuid import uuid5

from ..canned import render
from ..models import Category, Message
from .filing import copy_files
from .moving import MissingAnswers, move
from .recording import Stale
from .replying import hold_of, reply
from .snoozing import snooze
from .triage import assign_to, complete
from .undoing import TooLate, undo

EACH_TAKES = timedelta(milliseconds=100)  # at most, on a slow machine


class Outcome(Counter):
    """How many tickets were ``done``, were left because of ``news``, could not be changed (``unchanged``), or could not
    be moved without more answers (``lacking``)."""

    def note(self, act) -> None:
        try:
            self["done" if act() else "unchanged"] += 1
        except Stale:
            self["news"] += 1


def assign_all(*, tickets, user) -> Outcome:
    """Give the tickets to `user`, those of categories they do not work in excepted."""
    outcome, seen = Outcome(), set(Category.objects.visible_to(user).values_list("pk", flat=True))
    for ticket in tickets:
        if ticket.category_id not in seen or ticket.assignee_id == user.pk:
            outcome["unchanged"] += 1
        else:
            outcome.note(lambda ticket=ticket: assign_to(ticket=ticket, user=user, instead_of=ticket.assignee_id))
    return outcome


def snooze_all(*, tickets, actor, until, last_event) -> Outcome:
    outcome = Outcome()
    for ticket in tickets:
        outcome.note(lambda ticket=ticket: snooze(ticket=ticket, actor=actor, until=until, last_event=last_event))
    return outcome


def move_all(*, tickets, actor, category) -> Outcome:
    """Move the tickets to `category`; those that lack what it requires are ``lacking`` and stay."""
    outcome = Outcome()
    for ticket in tickets:
        try:
            outcome.note(lambda ticket=ticket: move(ticket=ticket, category=category, actor=actor))
        except MissingAnswers:
            outcome["lacking"] += 1
    return outcome


def complete_all(*, tickets, actor, last_event) -> Outcome:
    outcome = Outcome()
    for ticket in tickets:
        outcome.note(lambda ticket=ticket: complete(ticket=ticket, actor=actor, last_event=last_event))
    return outcome


def answer_all(*, tickets, author, response, last_event, batch) -> Outcome:
    """Answer each ticket with the response, filled in for it, once per `batch`. Those where something of the response
    stays empty, and completed ones, are left unchanged."""
    outcome = Outcome()
    # The first is held until the last is written, and then as long as any.
    hold = hold_of(author) + len(tickets) * EACH_TAKES
    for ticket in tickets:
        outcome.note(lambda ticket=ticket: _answer(ticket, author, response, last_event, batch, hold))
    return outcome


def _answer(ticket, author, response, last_event, batch, hold) -> bool:
    rendered, form_key = render(response, ticket), uuid5(batch, str(ticket.pk))
    if ticket.is_completed or not rendered.is_ready:
        return False
    copy_files(response, form_key=form_key, user=author)
    reply(
        ticket=ticket,
        author=author,
        body=rendered.text,
        then=response.after_send,
        last_event=last_event,
        form_key=form_key,
        canned=response,
        batch=batch,
        hold=hold,
    )
    return True


def undo_batch(*, author, batch) -> Outcome:
    """Take back the replies that were sent in one go, as far as they have not left; those that have are ``unchanged``.
    No drafts are kept of them: the response is still there."""
    outcome = Outcome()
    for message in Message.objects.replies_of(author).of_batch(batch):
        try:
            undo(ticket=message.ticket, author=author, message_id=message.pk, keep_text=False)
            outcome["done"] += 1
        except TooLate:
            outcome["unchanged"] += 1
    return outcome
