"""What a request costs, at 5,000 tickets: `make bench` prints it, nothing here can fail on a slow machine.

CPU is that of this process (Python, and SQLite where it is the database; PostgreSQL's own work shows in the wall time).
"""

import random
import statistics
import time
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tickets import reference
from tickets.forms import new_form_key
from tickets.models import Event, HelpDesk, Message, Requester, SearchKey, Ticket

TICKETS, REQUESTS = 5_000, 60


@pytest.fixture
def many_tickets(cast, categories):
    """5,000 tickets in two categories, one in fifty waiting, as months of work leave them."""
    random.seed(7)
    now = timezone.now()
    requesters = Requester.objects.bulk_create(Requester(email=f"customer{n}@example.org") for n in range(TICKETS // 3))
    tickets = []
    for number in range(TICKETS):
        waits = number % 50 == 0
        filed = now - timedelta(minutes=10 * number)
        tickets.append(
            Ticket(
                reference=reference.generate(),
                category=random.choice([categories.downloads, categories.billing]),
                requester=random.choice(requesters),
                subject=f"Subject of ticket {number}",
                name="Ayşe Yılmaz",
                answers=[{"key": "serial", "label": "Serial number", "value": f"LP{number:010d}"}],
                status="queued" if waits else "completed",
                created_at=filed,
                waiting_since=filed if waits else None,
                completed_at=None if waits else filed,
            )
        )
    tickets = Ticket.objects.bulk_create(tickets, batch_size=500)
    Message.objects.bulk_create(
        [Message(ticket=ticket, kind="customer", body="It is broken. " * 20, visible_at=now) for ticket in tickets],
        batch_size=500,
    )
    Event.objects.bulk_create([Event(ticket=ticket, kind="opened") for ticket in tickets], batch_size=500)
    SearchKey.objects.bulk_create(
        [SearchKey(ticket=ticket, folded=f"lp{number:010d}") for number, ticket in enumerate(tickets)], batch_size=500
    )
    return tickets


def measure(name, request, count=REQUESTS):
    """Return a line with what the request costs."""
    request(0)  # the first one compiles templates
    cpu, wall = [], []
    for number in range(1, count + 1):
        cpu_start, wall_start = time.process_time(), time.perf_counter()
        response = request(number)
        cpu.append((time.process_time() - cpu_start) * 1000)
        wall.append((time.perf_counter() - wall_start) * 1000)
        assert response.status_code in (200, 302), response.status_code
    p99 = sorted(wall)[int(len(wall) * 0.99)]
    return f"{name:<28}{statistics.median(cpu):8.1f}{statistics.median(wall):10.1f}{p99:10.1f}"


def test_what_requests_cost(client, cast, categories, many_tickets, sign_in, monkeypatch, newest_event, tell):
    monkeypatch.setattr("tickets.forms.SubmissionForm.quickest", 0)
    HelpDesk.objects.create(tickets_a_network=10 * REQUESTS)
    desk = sign_in(cast.bora)
    open_tickets = [ticket for ticket in many_tickets if ticket.status == "queued"]
    done = [ticket for ticket in many_tickets if ticket.status == "completed"]

    def page(path):
        return lambda number: desk.get(path)

    def show(number):
        return desk.get(f"/desk/tickets/{done[number].reference_text}/")

    def find(number):
        return desk.get("/desk/search/", {"q": f"LP{number * 7:010d}"})

    def reply(number):
        ticket = open_tickets[number]
        fields = {"form_key": uuid.uuid4(), "last_event": newest_event(ticket), "body": "Try this.", "then": "complete"}
        return desk.post(f"/desk/tickets/{ticket.reference_text}/reply/", fields)

    def fill_in(number):
        typed = {"email": f"new{number}@example.org", "subject": "Broken", "text": "Help", "f_serial__missing": "on"}
        return client.post("/help/downloads/", typed | {"form_key": new_form_key()})

    drafts = [fill_in(number)["Location"].rpartition("key=")[2] for number in range(REQUESTS + 1)]

    tell(f"{connection.vendor}, {TICKETS:,} tickets{'CPU p50':>18}{'wall p50':>10}{'p99':>10}   (ms)")
    tell(measure("liveness probe (the floor)", page("/healthz")))
    tell(measure("queue, 50 rows", page("/desk/")))
    tell(measure("ticket", show))
    tell(measure("search a serial number", find))
    tell(measure("category page with form", lambda number: client.get("/help/downloads/")))
    tell(measure("submit", lambda number: client.post("/help/downloads/check/", {"key": drafts[number]})))
    tell(measure("reply", reply, count=min(REQUESTS, len(open_tickets) - 1)))
