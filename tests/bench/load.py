"""Filling a database with many tickets: 10 categories, 20 members of staff, three messages on 30 %, 2 % waiting.

Ticket n is the same in every database and of every run, filed 157 s after the one before: a million are five years.
"""

import random
import time
import uuid
from datetime import timedelta
from importlib import import_module

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import CategoryAssignment, User
from tickets import reference
from tickets.models import Category, Event, FieldDefinition, HelpDesk, Message, Requester, SearchDocument, Ticket
from tickets.search.tokens import tokens_of

from .words import FIRST_NAMES, LAST_NAMES, random_texts

CATEGORIES, STAFF, AT_ONCE, ROWS = 10, 20, 10_000, 2_000
BEGAN = timezone.now() - timedelta(days=5 * 365)
SERIAL = "LP{:010d}"
EMAIL = "customer{}@example.org"
OWNER, ASSISTANT = "person0@example.com", "person2@example.com"


def grow(number) -> float:
    """Add tickets until there are `number`; return how many seconds that took."""
    started = time.perf_counter()
    if not Category.objects.exists():
        _prepare()
    there = Ticket.objects.count()
    load_faster = connection.vendor == "postgresql" and number - there > AT_ONCE
    if load_faster:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX tickets_search")
    for first in range(there, number, AT_ONCE):
        with transaction.atomic():
            _add(range(first, min(first + AT_ONCE, number)))
    if there >= number:
        return 0.0
    with connection.cursor() as cursor:
        if load_faster:
            cursor.execute(import_module("tickets.migrations.0010_search_index").GIN[0])
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return time.perf_counter() - started


def _prepare():
    HelpDesk.objects.create(tickets_a_network=1_000_000)
    categories = [
        Category.objects.create(slug=f"category-{n}", name_en=f"Category {n}", name_tr=f"Kategori {n}")
        for n in range(CATEGORIES)
    ]
    for category in categories:
        FieldDefinition.objects.create(category=category, key="serial", kind="line", label_en="Serial number")
    for n in range(STAFF):
        role = "owner" if n < 2 else "assistant"
        person = User.objects.create_user(f"person{n}@example.com", name=f"Person {n}", role=role)
        for category in random.Random(n).sample(categories, 2):
            CategoryAssignment.objects.create(user=person, category=category)


def _add(numbers):
    chance, text = random.Random(numbers[0]), random_texts(numbers[0])
    categories = list(Category.objects.order_by("pk"))
    staff = list(User.objects.order_by("pk"))
    requesters = Requester.objects.bulk_create(
        [Requester(email=EMAIL.format(number)) for number in numbers if number % 3 == 0], ROWS
    )
    tickets = [_ticket(number, chance, text, categories, staff, requesters) for number in numbers]
    Ticket.objects.bulk_create(tickets, ROWS)
    messages = [message for ticket in tickets for message in _messages(ticket, chance, text, staff)]
    Message.objects.bulk_create(messages, ROWS)
    Event.objects.bulk_create([_event(message) for message in messages], ROWS)
    said = {ticket.pk: [] for ticket in tickets}
    for message in messages:
        said[message.ticket_id].append(message.body)
    documents = [
        SearchDocument(
            ticket_id=ticket.pk,
            tokens=tokens_of(ticket, email=ticket.requester.email, tags=(), texts=said[ticket.pk]),
        )
        for ticket in tickets
    ]
    SearchDocument.objects.bulk_create(documents, ROWS)


def _ticket(number, chance, text, categories, staff, requesters):
    filed = BEGAN + timedelta(seconds=157 * number)
    waits, assigned = number % 50 == 0, number % 100 == 0
    status = "completed" if not waits else "assigned" if assigned else "queued"
    return Ticket(
        reference=_reference(number),
        category=chance.choice(categories),
        requester=chance.choice(requesters),
        name=f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}",
        subject=text(1)[:150],
        answers=[{"key": "serial", "label": "Serial number", "value": SERIAL.format(number * 7)}],
        status=status,
        assignee=chance.choice(staff) if status != "queued" else None,
        form_key=uuid.UUID(int=number + 1),
        link_key=f"{number:016x}",
        created_at=filed,
        waiting_since=filed if waits else None,
        completed_at=None if waits else filed + timedelta(hours=3),
        first_response_at=None if waits else filed + timedelta(hours=2),
    )


def _reference(number):
    """Return a reference of its own for each number."""
    digits = f"{10_000_000 + number * 7 % 90_000_000:08d}"
    return int(digits + str(reference._checksum(digits)))


def _messages(ticket, chance, text, staff):
    kinds = ["customer", "reply", chance.choice(["customer", "note"])] if chance.random() < 0.3 else ["customer"]
    for hours, kind in enumerate(kinds):
        at = ticket.created_at + timedelta(hours=hours)
        yield Message(
            ticket=ticket,
            kind=kind,
            author=None if kind == "customer" else chance.choice(staff),
            body=text(chance.randint(2, 6)),
            created_at=at,
            visible_at=None if kind == "note" else at,
        )


def _event(message):
    kind = {"customer": "customer_replied", "reply": "replied", "note": "noted"}[message.kind]
    return Event(ticket_id=message.ticket_id, kind=kind, message=message, created_at=message.created_at)
