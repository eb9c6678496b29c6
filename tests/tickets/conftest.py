"""What the tests of the customer's pages share."""

import time
import uuid
from contextlib import contextmanager

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import BROWSER
from tickets import links, services
from tickets.models import FieldDefinition, Requester, Ticket

from .files import upload

SITE = "http://localhost:8000"


@contextmanager
def some_time_ago(seconds):
    """Do what stands inside as if it happened that long ago (for signatures; database times stay)."""
    then = time.time() - seconds
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time", lambda: then)
        yield


@pytest.fixture
def visitor():
    """A browser of somebody without an account."""
    return Client(headers={"User-Agent": BROWSER})


@pytest.fixture
def confirm(db):
    """Return confirm(*emails): somebody acted on a link that we mailed there, as `recording.confirm_address` notes."""

    def confirm(*emails):
        for email in emails:
            Requester.objects.update_or_create(email=email, defaults={"confirmed_at": timezone.now()})

    return confirm


@pytest.fixture
def every_kind(categories):
    """`downloads` asks a field of every kind."""
    for kind in set(FieldDefinition.Kind) - {"choice", "pattern"}:
        FieldDefinition.objects.create(
            category=categories.downloads, key=kind, kind=kind, label_en=kind, required=False, position=5
        )


@pytest.fixture
def filled_in(visitor, categories):
    """Return fill(**changes): what a person posts who opened the form of `downloads` a minute ago. `None` leaves a
    field out."""

    def fill(path="/help/downloads/", **changes):
        with some_time_ago(60):
            form_key = visitor.get(path).context["form"]["form_key"].value()
        typed = {
            "form_key": form_key,
            "email": "ayse@example.org",
            "name": "Ayşe",
            "f_serial": "LP2208831947",
            "f_device": "phone",
            "subject": "The file does not open",
            "text": "It says it is damaged.",
        } | changes
        return {name: value for name, value in typed.items() if value is not None}

    return fill


@pytest.fixture
def send(visitor, filled_in):
    """Return send(path, **changes): fill in, go on, send; returns the confirmation page."""

    def send(path="/help/downloads/", **changes):
        check = visitor.post(path, filled_in(path, **changes), follow=True)
        assert check.status_code == 200, check.context["form"].errors
        return visitor.post(f"{path}check/", {"key": check.context["draft"].key}, follow=True)

    return send


@pytest.fixture
def holder(visitor, ticket):
    """A browser that opened the private link of `ticket`."""
    visitor.get(link_path(ticket))
    return visitor


def link_path(ticket):
    return links.private_url(ticket).removeprefix(SITE)


@pytest.fixture
def only_ticket():
    """Return a function that gives the one ticket there is."""
    return Ticket.objects.get


def answer(ticket, key):
    """What the ticket's snapshot says to the field `key`."""
    [value] = [answer["value"] for answer in ticket.answers if answer["key"] == key]
    return value


def in_order(page, *parts):
    """Tell whether the parts stand in the page's source one after the other."""
    places = [page.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def values(page):
    """Map the names of the form's controls to what they hold when the page is shown."""
    form = page.context["form"]
    return {bound.html_name: bound.value() for bound in form}


def check_page(visitor, typed, path="/help/downloads/"):
    page = visitor.post(path, typed, follow=True)
    assert page.status_code == 200, page.context["form"].errors
    return page


@pytest.fixture
def own_folder(settings, tmp_path):
    """A folder for the files of one test."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def add(db):
    """Return add(*uploads): add files to one form; returns what was refused."""
    key = uuid.uuid4()

    def add(*uploads, form_key=key, **fields):
        return services.keep_files(form_key=form_key, uploads={"": uploads}, **fields)

    add.key = key
    return add


@pytest.fixture
def filed(visitor, filled_in, only_ticket):
    """A ticket with a picture and a page, and the browser of its customer."""
    page = b"<html><script>alert(1)</script></html>"
    check = visitor.post("/help/downloads/", filled_in(attachments=[upload(), upload("a.html", page)]), follow=True)
    visitor.post("/help/downloads/check/", {"key": check.context["draft"].key})
    ticket = only_ticket()
    visitor.get(link_path(ticket))
    return ticket
