"""Addresses that can be no customer's: our own, and machines by their number. Refused on every way in."""

import pytest

from tickets.forms.addresses import LITERAL, OURS
from tickets.mail.addresses import is_literal, is_ours
from tickets.models import Asker, OutboxMail, Requester, Ticket

OWN = [
    "help@example.com",
    "HELP@Example.com",
    "he lp@example.com",
    "h.elp+order@example.com",
    '"help"@example.com',
    "errors@example.com",
    "inbox@mailhost.example",
    "t-482@reply.example.com",
    "anybody@REPLY.example.com",
]
LITERALS = ["ayse@[127.0.0.1]", "ayse@[::1]"]
OTHERS = ["ana@example.com", "help@example.org", "helpdesk@example.com", "t-482@sub.reply.example.com", "a@1.2.3.4.org"]
REFUSED = [(email, str(OURS)) for email in OWN] + [(email, str(LITERAL)) for email in LITERALS]


@pytest.fixture(autouse=True)
def _own(settings):
    settings.SERVER_EMAIL = "Errors <errors@example.com>"
    settings.REPLY_DOMAIN = "reply.example.com"
    settings.INBOUND_IMAP_URL = "imaps://inbox%40mailhost.example:secret@mail.example.net/INBOX"


@pytest.fixture
def ways_in(visitor, filled_in, categories, cast, sign_in):
    """By its name, a function that enters an address and returns the page."""

    def form(email):
        return visitor.post("/help/downloads/", filled_in(email=email))

    def status(email):
        return visitor.post("/status/", {"email": email})

    def ask_back(email):
        return visitor.post("/ask/", {"q": "audio book", "email": email})

    def correction(email):
        check = visitor.post("/help/downloads/", filled_in(email="wrong@example.net"), follow=True)
        key = check.context["draft"].key
        sent = visitor.post("/help/downloads/check/", {"key": key}, follow=True).request["PATH_INFO"]
        return visitor.post(f"{sent}address/", {"email": email})

    def call(email):
        desk = sign_in(cast.ana)
        key = desk.get("/desk/new/downloads/").context["form"]["form_key"].value()
        typed = {"form_key": key, "language": "en", "f_serial": "LP2208831947", "subject": "Broken", "text": "It is."}
        return desk.post("/desk/new/downloads/", typed | {"email": email})

    return {way.__name__: way for way in (form, status, ask_back, correction, call)}


@pytest.mark.parametrize(("email", "sentence"), REFUSED)
def test_they_are_refused_with_a_sentence_on_every_way_in(ways_in, email, sentence):
    for name, enter in ways_in.items():
        page = enter(email)
        assert page.status_code == 422, name
        assert sentence in page.text, name
    assert set(Requester.objects.values_list("email", flat=True)) == {"wrong@example.net"}
    assert not Asker.objects.exists()
    assert Ticket.objects.count() == OutboxMail.objects.count() == 1


def test_one_that_was_kept_in_a_form_before_is_not_sent(visitor, filled_in, settings):
    check = visitor.post("/help/downloads/", filled_in(email="later@example.net"), follow=True)
    settings.REPLY_DOMAIN = "example.net"
    page = visitor.post("/help/downloads/check/", {"key": check.context["draft"].key}, follow=True)
    assert str(OURS) in page.text
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("email", OTHERS)
def test_others_are_taken_those_of_staff_too(email):
    assert not is_ours(email)
    assert not is_literal(email)


def test_staff_may_file_a_test(send, cast):
    send(email=cast.ana.email)
    assert Ticket.objects.get().requester.email == cast.ana.email
