"""The fixed cast, on their stage: who works here, who writes to us, and the categories between them.

`downloads` and `billing` are ordinary, `personal` is for named people only. Two owners, of whom one is named in
`personal`; assistants with one, with two and with no category, and one whose access was taken away; two customers.
"""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import CategoryAssignment, User
from helpdesk import readiness
from notifications import clock
from notifications.breaker import redis_breaker
from tickets import services
from tickets.files import scanning
from tickets.models import (
    CannedResponse,
    Category,
    FieldChoice,
    FieldDefinition,
    FileStore,
    HelpDesk,
    Message,
    OutboxMail,
    Ticket,
)

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _fresh_cache():
    redis_breaker.succeeded()
    scanning.breaker.succeeded()
    readiness._last = None
    cache.clear()


@pytest.fixture(autouse=True)
def _clock_that_is_right(monkeypatch):
    """What a test measures is forgotten after it."""
    monkeypatch.setattr(clock, "_offset", timedelta())


@pytest.fixture(autouse=True)
def _no_language_left_over():
    """A request leaves its language to the thread, and with it the prefix of addresses."""
    yield
    translation.deactivate()


@pytest.fixture
def categories(db):
    """Three categories, `downloads` with a field of most kinds."""
    downloads = Category.objects.create(
        slug="downloads",
        name_en="Downloads",
        name_tr="İndirmeler",
        hints_en="- Try another browser",
        covered_en="Everything bought here",
        promise_text_en="We answer within one working day.",
        promise_text_tr="Bir iş günü içinde yanıtlarız.",
    )
    billing = Category.objects.create(slug="billing", name_en="Billing", name_tr="Faturalar", position=1)
    personal = Category.objects.create(slug="personal", name_en="Personal", named_only=True, position=2)
    FieldDefinition.objects.create(
        category=downloads,
        key="serial",
        kind="pattern",
        label_en="Serial number",
        label_tr="Seri numarası",
        pattern="LP[0-9]{10}",
        error_text_en="Serial number must be 12 characters, starting with LP",
        allow_missing=True,
    )
    device = FieldDefinition.objects.create(
        category=downloads, key="device", kind="choice", label_en="Device", label_tr="Cihaz", required=False, position=1
    )
    FieldChoice.objects.create(field=device, key="phone", label_en="Phone", label_tr="Telefon")
    FieldChoice.objects.create(field=device, key="computer", label_en="Computer", label_tr="Bilgisayar", position=1)
    FieldDefinition.objects.create(
        category=billing, key="invoice", kind="line", label_en="Invoice number", required=False
    )
    return SimpleNamespace(downloads=downloads, billing=billing, personal=personal)


@pytest.fixture
def cast(categories):
    """Everybody, by name."""

    def person(name, role, *works_in, **fields):
        user = User.objects.create_user(f"{name}@example.com", name=name.title(), role=role, **fields)
        for category in works_in:
            CategoryAssignment.objects.create(user=user, category=category)
        return user

    everywhere = (categories.downloads, categories.billing, categories.personal)
    return SimpleNamespace(
        owner=person("owner", "owner", categories.personal),
        other_owner=person("other", "owner"),
        ana=person("ana", "assistant", categories.downloads),
        bora=person("bora", "assistant", categories.downloads, categories.billing),
        nil=person("nil", "assistant"),
        locked_out=person("gone", "assistant", *everywhere, is_active=False),
        ayse="ayse@example.org",
        tom="tom@example.net",
    )


@pytest.fixture
def open_ticket(categories):
    """Return file(category=downloads, **fields): a ticket filed as the form does it."""

    def file(category=None, **fields):
        fields = {
            "category": category or categories.downloads,
            "email": "ayse@example.org",
            "name": "Ayşe Yılmaz",
            "language": "en",
            "subject": "The file does not open",
            "text": "It says that the file is damaged.",
            "answers": [{"key": "serial", "label": "Serial number", "value": "LP2208831947"}],
            "form_key": uuid.uuid4(),
        } | fields
        return services.open_ticket(**fields)

    return file


@pytest.fixture
def ticket(open_ticket):
    return open_ticket()


@pytest.fixture
def canned(categories):
    """A canned response of `downloads` that completes, with a placeholder for the name and a field."""
    response = CannedResponse.objects.create(
        title="New link",
        text_en="Hello {name}, here is a new link for {serial}.",
        text_tr="Merhaba {name}, {serial} için yeni bağlantı.",
    )
    response.categories.add(categories.downloads)
    return response


@pytest.fixture
def sign_in(db):
    """Return sign_in(user): a browser of theirs."""

    def sign_in(user):
        client = Client(headers={"User-Agent": BROWSER})
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def newest_event():
    """Return newest_event(ticket): what a page drawn now would send back."""
    return lambda ticket: ticket.events.order_by("pk").last().pk


@pytest.fixture
def send_reply(newest_event):
    """Return send(ticket, author, **fields): a reply written on a page drawn just now."""

    def send(ticket, author, body="Try this link.", **fields):
        fields = {"last_event": newest_event(ticket), "form_key": uuid.uuid4()} | fields
        return services.reply(ticket=ticket, author=author, body=body, **fields)

    return send


@pytest.fixture
def let_the_hold_pass():
    """Return a function that moves everything held into the past, as UNDO_SECONDS of waiting would."""

    def pass_by():
        earlier = timedelta(seconds=settings.UNDO_SECONDS + 1)
        now = timezone.now()
        for message in Message.objects.filter(kind="reply", visible_at__gt=now):
            Message.objects.filter(pk=message.pk).update(visible_at=message.visible_at - earlier)
        for held in Ticket.objects.filter(first_response_at__gt=now):
            Ticket.objects.filter(pk=held.pk).update(first_response_at=held.first_response_at - earlier)
        for row in OutboxMail.objects.filter(state="waiting", send_at__gt=now):
            OutboxMail.objects.filter(pk=row.pk).update(send_at=row.send_at - earlier)

    return pass_by


@pytest.fixture
def sent_mails(settings):
    """The mails that left, as the worker sent them in this test."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


@pytest.fixture
def count_queries():
    """Return count(function): how many SELECT, INSERT, UPDATE and DELETE it makes."""

    def count(function):
        HelpDesk.current()  # both are mostly in the cache
        FileStore.trouble()
        with CaptureQueriesContext(connection) as captured:
            function()
        words = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
        return sum(query["sql"].lstrip("( ").upper().startswith(words) for query in captured)

    return count


@pytest.fixture
def reload():
    """Return reload(ticket): the same ticket as the database has it now."""
    return lambda ticket: Ticket.objects.get(pk=ticket.pk)
