"""Putting the details of a ticket right."""

from django.db import transaction
from django.utils.translation import gettext as _

from .. import search
from ..models import Event
from .recording import Stale, lock, record

CHANGES_ANSWERS = (Event.Kind.ANSWERS_EDITED, Event.Kind.MOVED, Event.Kind.REDACTED)


@transaction.atomic
def edit_answers(*, ticket, actor, subject, answers, last_event) -> bool:
    """Keep the snapshot `answers` and the subject instead of what is there; False if nothing differs.

    The event names the labels that changed, never a value. Raises `Stale` if somebody changed them after the event
    `last_event`, the newest when the form was drawn.
    """
    ticket = lock(ticket)
    news = ticket.events.filter(pk__gt=last_event, kind__in=CHANGES_ANSWERS)
    if events := list(news.select_related("actor", "message")):
        raise Stale(events)
    before = {answer["key"]: answer for answer in ticket.answers}
    changed = [answer["label"] for answer in answers if answer != before.get(answer["key"])]
    if subject != ticket.subject:
        changed.insert(0, _("Subject"))
    if not changed:
        return False
    ticket.subject, ticket.answers = subject, answers
    ticket.save(update_fields=["subject", "answers"])
    search.reindex(ticket)
    record(ticket, Event.Kind.ANSWERS_EDITED, actor=actor, detail=", ".join(changed))
    return True
