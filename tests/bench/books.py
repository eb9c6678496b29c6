"""What only the database knows, asked in a process of its own with the settings of the server under test.

`python -m tests.bench.books action [arguments as JSON]` answers with JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import django

from tests.helpdesk.processes import run

DOMAIN = "customers.example"  # of everybody who files a ticket in the benches
NO_CAP = 1_000_000
SETTLES_WITHIN = 50  # seconds


def ask_books(server, action, **arguments):
    """Return what `action` answers about the database of `server`."""
    done = run("-m", "tests.bench.books", action, json.dumps(arguments), env=server.env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def raise_caps():
    """Let one connection file, and one domain get, as much as it likes: all customers here come from one machine."""
    from tickets.models import HelpDesk
    from tickets.services.settings import save_help_desk

    desk = HelpDesk.current()
    desk.tickets_a_network = desk.mails_an_address = desk.mails_a_domain = desk.mails_overall = NO_CAP
    desk.upload_mb_a_network = desk.upload_mb_unsent = NO_CAP
    save_help_desk(desk)


def end_leases(taken_before):
    """Let the leases end that were taken before that time (seconds since 1970); return how many those were.

    A worker that is killed keeps the mail it was sending for the length of a lease. Moving the end of the lease back
    does what waiting for a minute and a half would do. The lease of a worker that lives is left alone.
    """
    from django.utils import timezone

    from tickets.mail.outbox import LEASE
    from tickets.models import OutboxMail

    until = datetime.fromtimestamp(taken_before, UTC) + LEASE
    held = OutboxMail.objects.filter(state="waiting", attempts__gt=0, send_at__lt=until)
    return held.update(send_at=timezone.now())


def wait_for_empty_outbox():
    """Return how many mails wait still, once it is none or patience is at its end."""
    from tickets.models import OutboxMail

    deadline = time.monotonic() + SETTLES_WITHIN
    while (number := OutboxMail.objects.filter(state="waiting").count()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return number


def hire(number):
    """Add so many assistants, each to all categories that are not for named people only; return the cookie of each,
    signed in."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from accounts.models import CategoryAssignment, User
    from tickets.models import Category

    new = [User(email=f"hired{n}-of-{number}@example.com", name=f"Hired {n}", password="!") for n in range(number)]
    people = User.objects.bulk_create(new)
    categories = Category.objects.filter(named_only=False)
    CategoryAssignment.objects.bulk_create(
        CategoryAssignment(user=person, category=category) for person in people for category in categories
    )
    cookies = []
    for person in people:
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
    return cookies


def pictures():
    """List the pictures that customers have added: name, whether they are still to be drawn, and whether they are."""
    from tickets.models import Attachment

    added = Attachment.objects.filter(content_type__startswith="image/")
    return [{"name": row.name, "due": row.preview_due, "drawn": bool(row.preview)} for row in added]


def waiting():
    """Return how many tickets wait in all categories that are not for named people only."""
    from tickets.models import Ticket

    return Ticket.objects.exclude(waiting_since=None).filter(category__named_only=False).count()


def opened_at(events):
    """Map the ids of these events to when they were written, which is just before their commit (time.time())."""
    from tickets.models import Event

    return {event.pk: event.created_at.timestamp() for event in Event.objects.filter(pk__in=events)}


def tickets():
    """List the tickets of our customers: key, reference, subject, email, and the states of their mails."""
    from tickets.models import Ticket

    filed = Ticket.objects.filter(requester__email__endswith=f"@{DOMAIN}")
    return [
        {
            "key": str(ticket.form_key),
            "reference": ticket.reference_text,
            "subject": ticket.subject,
            "email": ticket.requester.email,
            "mails": [mail.state for mail in ticket.mails.all()],
        }
        for ticket in filed.select_related("requester").prefetch_related("mails")
    ]


def reset_mails():
    """Return how many mails with a link to a new password there are, by state."""
    from collections import Counter

    from tickets.models import OutboxMail

    return Counter(OutboxMail.objects.filter(kind="reset").values_list("state", flat=True))


ACTIONS: dict[str, Callable] = {
    "raise_caps": raise_caps,
    "end_leases": end_leases,
    "wait_for_empty_outbox": wait_for_empty_outbox,
    "hire": hire,
    "opened_at": opened_at,
    "reset_mails": reset_mails,
    "pictures": pictures,
    "tickets": tickets,
    "waiting": waiting,
}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(ACTIONS[sys.argv[1]](**json.loads(sys.argv[2]))))
