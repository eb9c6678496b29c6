"""Plays past tickets through the real form and the real services, and moves what each step wrote to when it is said to
have happened. Their mails count as sent at that time: nobody gets one.

A step is (minutes after the one before, what, …): ``canned`` who title · ``reply`` who then text · ``note`` who text ·
``take`` who · ``customer`` text · ``solved`` · ``complete`` who · ``spam`` who · ``bounce`` reason ·
``tag`` who names… · ``merge`` who subject (of the customer's ticket that goes on).
"""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User

from .. import search, services
from ..canned import render
from ..forms import SubmissionForm, new_form_key
from ..models import CannedResponse, Category, Message, OutboxMail, Requester, Ticket
from ..services.delivering import give_up
from .people import PEOPLE
from .text import flow

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://example.com/help-desk-demo")
MOVED = ("created_at", "waiting_since", "assigned_at", "completed_at", "first_response_at")
REQUESTER_MOVED = ("created_at", "confirmed_at")


def replay(past: list[dict]) -> int:
    """File and work through the tickets, the oldest first; return how many were filed. Each is filed once."""
    started = timezone.now()
    emails = {user.email: user for user in User.objects.all()}
    people = {email.split("@")[0]: emails[email] for email, *_rest in PEOPLE}
    categories = {category.slug: category for category in Category.objects.with_form()}
    filed = 0
    for data in sorted(past, key=lambda data: -data["age"]):
        key = uuid.uuid5(NAMESPACE, f"{data['email']} {data['subject']}")
        if not Ticket.objects.filter(form_key=key).exists():
            _live(data, key, categories[data["category"]], people, started)
            filed += 1
    return filed


def _live(data, key, category, people, started) -> None:
    at = started - timedelta(minutes=data["age"])
    with override(data["language"]):
        ticket = _file(data, key, category, at)
    _move(ticket, at, started)
    for minutes, what, *how in data["steps"]:
        at += timedelta(minutes=minutes)
        STEPS[what](Ticket.objects.get(pk=ticket.pk), people, *how)
        _move(ticket, at, started)
        if what == "merge":
            _move(Ticket.objects.get(merged=ticket), at, started)
    search.reindex(Ticket.objects.get(pk=ticket.pk))  # it is found by when it was filed, too


def _file(data, key, category, at) -> Ticket:
    form = SubmissionForm(category, _typed(data, key, category, at))
    if not form.is_valid():
        raise ValueError(f"{data['subject']}: {form.errors.as_json()}")
    told = {name: form.cleaned_data[name] for name in ("email", "name", "subject", "text", "form_key")}
    answers, tried = form.answers(), form.tried()
    return services.open_ticket(category=category, language=data["language"], answers=answers, tried=tried, **told)


def _typed(data, key, category, at) -> QueryDict:
    typed = QueryDict(mutable=True)
    typed["form_key"] = new_form_key(key)
    for name in ("email", "name", "subject"):
        typed[name] = data[name]
    typed["text"] = flow(data["text"])
    typed.setlist(SubmissionForm.SEEN, SubmissionForm(category).tokens)
    kinds = {definition.key: definition.kind for definition in category.fields.all()}
    for name, value in data["answers"].items():
        field = SubmissionForm.PREFIX + name
        if value is None:
            typed[field + SubmissionForm.MISSING] = "on"
        elif kinds[name] == "date":  # days before
            typed[field] = (at - timedelta(days=value)).date().isoformat()
        else:
            typed.setlist(field, value if isinstance(value, list) else [value])
    return typed


def _move(ticket, at, started) -> None:
    """Date back to `at` whatever was written since the demo began."""
    shown = at + timedelta(seconds=settings.UNDO_SECONDS)
    fresh = Ticket.objects.select_related("requester").get(pk=ticket.pk)
    if moved := {name: at for name in MOVED if _is_new(getattr(fresh, name), started)}:
        if "first_response_at" in moved:
            moved["first_response_at"] = shown
        Ticket.objects.filter(pk=fresh.pk).update(**moved)
    if moved := {name: at for name in REQUESTER_MOVED if _is_new(getattr(fresh.requester, name), started)}:
        Requester.objects.filter(pk=fresh.requester_id).update(**moved)
    visible_at = {Message.Kind.CUSTOMER: at, Message.Kind.REPLY: shown, Message.Kind.NOTE: None}
    for message in fresh.messages.filter(created_at__gte=started):
        Message.objects.filter(pk=message.pk).update(created_at=at, visible_at=visible_at[message.kind])
    sent = {"state": OutboxMail.State.SENT, "held_for": "", "attempts": 1, "send_at": shown, "sent_at": shown}
    fresh.mails.filter(created_at__gte=started).update(created_at=at, **sent)
    fresh.events.filter(created_at__gte=started).update(created_at=at)


def _is_new(time, started) -> bool:
    return time is not None and time >= started


def _reply(ticket, people, who, then, text) -> None:
    services.reply(
        ticket=ticket,
        author=people[who],
        body=flow(text),
        then=then,
        last_event=ticket.events.latest("pk").pk,
        form_key=uuid.uuid4(),
    )


def _canned(ticket, people, who, title) -> None:
    response = CannedResponse.objects.get(title=title)
    _reply(ticket, people, who, response.after_send, render(response, ticket).text)


def _merge(ticket, people, who, subject) -> None:
    goes_on = Ticket.objects.get(requester=ticket.requester, subject=subject)
    services.merge(ticket=goes_on, other=ticket, actor=people[who])


def _bounce(ticket, people, reason) -> None:
    mail = ticket.mails.filter(message__isnull=False).latest("pk")
    OutboxMail.objects.filter(pk=mail.pk).update(state=OutboxMail.State.WAITING, sent_at=None)
    give_up(mail, reason)


STEPS: dict[str, Callable[..., object]] = {
    "canned": _canned,
    "reply": _reply,
    "bounce": _bounce,
    "merge": _merge,
    "tag": lambda ticket, people, who, *names: services.change_tags(ticket=ticket, actor=people[who], add=names),
    "note": lambda ticket, people, who, text: services.note(
        ticket=ticket, author=people[who], body=flow(text), form_key=uuid.uuid4()
    ),
    "take": lambda ticket, people, who: services.assign_to(ticket=ticket, user=people[who], instead_of=None),
    "customer": lambda ticket, people, text: services.customer_reply(
        ticket=ticket, body=flow(text), form_key=uuid.uuid4()
    ),
    "solved": lambda ticket, people: services.customer_solved(ticket=ticket),
    "complete": lambda ticket, people, who: services.complete(ticket=ticket, actor=people[who]),
    "spam": lambda ticket, people, who: services.mark_spam(ticket=ticket, actor=people[who]),
}
