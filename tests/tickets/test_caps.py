"""How much automatic mail and how many tickets are too much, and what the owner does about it."""

import threading
import uuid
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.utils import timezone

from tickets import services
from tickets.mail import caps
from tickets.mail.addresses import capped_as
from tickets.models import Asker, HelpDesk, OutboxMail, Requester, Ticket
from tickets.services.delivering import send_due


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def allow():
    """Return allow(**values): what the owner allows."""

    def allow(**values):
        services.save_help_desk(HelpDesk(**values))
        cache.clear()

    return allow


@pytest.mark.parametrize(
    ("values", "emails", "reason"),
    [
        ({"mails_an_address": 2}, ["a@example.org"] * 3, "address"),
        ({"mails_an_address": 2}, ["b.c@example.org", "bc+1@example.org", "BC@example.org"], "address"),
        ({"mails_a_domain": 2}, ["a@example.org", "b@example.org", "c@example.org"], "domain"),
        ({"mails_overall": 2}, ["a@example.org", "b@example.net", "c@example.com"], "overall"),
    ],
)
def test_past_a_cap_the_ticket_is_filed_and_its_mail_held(
    open_ticket, allow, confirm, sent_mails, values, emails, reason
):
    confirm(*{email.lower() for email in emails})
    allow(**values)
    tickets = [open_ticket(email=email) for email in emails]
    send_due()
    assert len(sent_mails) == 2
    assert [ticket.mails.get().held_for for ticket in tickets] == ["", "", reason]


# Until an address is confirmed


def a_day_passes():
    OutboxMail.objects.update(created_at=F("created_at") - timedelta(days=1))


VARIANTS = [f"{local}@example.org" for local in ("ayse", "AYSE", "a.y.se", "ayse+shop", '"ay.se"')]


def test_it_gets_one_confirmation_a_day_however_it_is_written(open_ticket, sent_mails):
    tickets = [open_ticket(email=email) for email in VARIANTS]
    assert [ticket.mails.get().held_for for ticket in tickets] == [""] + ["unconfirmed"] * 4
    assert len({ticket.requester for ticket in tickets}) == 4  # caps only: they may be several people
    assert send_due() == 1
    a_day_passes()
    assert [open_ticket(email=email).mails.get().held_for for email in VARIANTS[:2]] == ["", "unconfirmed"]


def test_others_get_theirs(ticket, open_ticket):
    for email in ("ayse@example.com", "ayse@sub.example.org", "aysel@example.org", "tom@example.org"):
        assert open_ticket(email=email).mails.get().state == "waiting"


def test_beside_it_one_link_a_day_that_is_asked_for(ticket, cast):
    services.mail_link_to_tickets(email="ay.se@example.org", language="en")
    services.mail_link(ticket=ticket)
    services.ask_back(email=cast.ayse, phrase="audio book", language="en")
    assert list(OutboxMail.objects.order_by("pk").values_list("kind", "held_for")) == [
        ("confirmation", ""),
        ("tickets", ""),
        ("link", "unconfirmed"),
        ("asked", "unconfirmed"),
    ]
    a_day_passes()
    assert services.mail_link(ticket=ticket).state == "waiting"


def test_a_question_whose_mail_was_held_is_mailed_about_when_it_is_asked_again(ticket, cast):
    services.mail_link(ticket=ticket)
    for held_for in ("unconfirmed", "unconfirmed", ""):
        if not held_for:
            a_day_passes()
        services.ask_back(email=cast.ayse, phrase="audio book", language="en")
        assert OutboxMail.objects.get(kind="asked").held_for == held_for


@pytest.mark.parametrize("kind", sorted(set(caps.AUTOMATIC) - set(caps.UNCONFIRMED)))
def test_late_news_goes_to_confirmed_addresses_only(db, kind):
    assert kind == "found"
    assert caps.reason_to_hold(kind, "ayse@example.org", is_confirmed=False) == "unconfirmed"
    assert caps.reason_to_hold(kind, "ayse@example.org", is_confirmed=True) == ""


def test_once_it_is_confirmed_the_owners_cap_holds(open_ticket, ticket, allow):
    allow(mails_an_address=4)
    assert open_ticket().mails.get().held_for == "unconfirmed"
    services.customer_reply(ticket=ticket, body="One more thing", form_key=uuid.uuid4())
    reasons = [open_ticket().mails.get().held_for for _ in range(4)]
    assert reasons == ["", "", "", "address"]


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_leaves(open_ticket):
    together = threading.Barrier(6)

    def file(number):
        together.wait(timeout=10)
        open_ticket(email=f"ayse+{number}@example.org")
        connection.close()

    threads = [threading.Thread(target=file, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(OutboxMail.objects.values_list("state", flat=True)) == ["held"] * 5 + ["waiting"]


def test_the_confirmation_page_says_so(send):
    send()
    page = send(subject="The second")
    assert "No mail goes to <strong>ayse@example.org</strong> about this ticket at the moment" in page.text
    assert "We are e-mailing" not in page.text
    assert "The link in our mail shows the answer" not in page.text


def test_who_asks_for_a_second_link_is_told_that_none_comes(visitor, ticket):
    asked = [visitor.post("/status/", {"reference": ticket.reference_text}, follow=True).text for _ in range(2)]
    assert "A new link is on its way to a•••@e•••.org." in asked[0]
    assert "No mail goes to a•••@e•••.org at the moment: we send one link a day" in asked[1]
    assert "is on its way" not in asked[1]


def test_the_answer_to_who_asks_for_all_tickets_is_true_and_tells_nothing(visitor, ticket):
    pages = []
    for email in ("ayse@example.org", "ayse@example.org", "nobody@example.org"):
        pages.append(visitor.post("/status/", {"email": email}, follow=True).text)
        assert "If we know this address and may mail it now, a link to all your tickets is on its way." in pages[-1]
    assert list(OutboxMail.objects.filter(to="ayse@example.org", kind="tickets").values_list("state", flat=True)) == [
        "waiting",
        "held",
    ]


@pytest.mark.parametrize("to_all", [True, False])
def test_links_asked_for_are_limited_for_all_ways_to_write_an_address(visitor, open_ticket, confirm, to_all):
    for number in range(5):
        confirm(email := f"ayse+{number}@example.org")
        reference = open_ticket(email=email).reference_text
        page = visitor.post("/status/", {"email": email} if to_all else {"reference": reference}, follow=True)
    assert OutboxMail.objects.filter(kind__in=["link", "tickets"]).count() == 3
    assert to_all or "We have sent several links to a•••@e•••.org already." in page.text


@pytest.mark.parametrize(
    ("email", "person"),
    [
        ("ayse@example.org", "ayse@example.org"),
        ("A.y.Se+shop+x@Example.ORG", "ayse@example.org"),
        ('"a.\\y+s"@example.org', "ay@example.org"),
        ("+x@example.org", "@example.org"),
        ("a@sub.example.org", "a@sub.example.org"),
    ],
)
def test_who_an_address_is_counted_as(email, person):
    assert capped_as(email) == person


def test_what_was_there_before_counts_as_well(ticket, open_ticket, cast):
    services.ask_back(email="tom@example.net", phrase="audio book", language="en")
    Asker.objects.update(confirmed_at=timezone.now())
    OutboxMail.objects.update(capped_as="")
    migration = import_module("tickets.migrations.0020_cap_mails_by_person")
    migration.count_what_left_today(apps, None)
    migration.confirm_askers(apps, None)
    assert open_ticket(email="Ay.se+1@example.org").mails.get().held_for == "unconfirmed"
    assert list(Requester.objects.filter(confirmed_at__isnull=False)) == [Requester.objects.get(email=cast.tom)]


# The owner's caps


def test_a_subdomain_is_another_domain_and_case_is_none(open_ticket, allow):
    allow(mails_a_domain=1)
    open_ticket(email="a@example.org")
    assert open_ticket(email="a@sub.example.org").mails.get().held_for == ""
    assert open_ticket(email="B@EXAMPLE.org").mails.get().held_for == "domain"


def test_answers_of_staff_are_never_held_by_a_cap(ticket, cast, send_reply, allow):
    allow(mails_an_address=1, mails_overall=1)
    send_reply(ticket, cast.ana)
    assert ticket.mails.get(kind="answer").state == "waiting"


def test_the_page_says_that_no_mail_goes(send, allow):
    allow(mails_overall=1)
    send(email="first@example.org")
    page = send(email="second@example.org")
    assert "No mail goes to <strong>second@example.org</strong>" in page.text


def test_past_the_cap_of_a_connection_the_ticket_waits_for_later(send, visitor, filled_in, allow):
    allow(tickets_a_network=1)
    send()
    page = send(subject="The second")
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert "Yours is kept" in page.text
    assert "The second" in page.text
    assert Ticket.objects.count() == 1
    cache.clear()
    visitor.post("/help/downloads/check/", {"key": page.context["draft"].key})
    assert Ticket.objects.filter(subject="The second").exists()


def test_a_double_click_on_the_last_one_shows_its_confirmation(send, visitor, allow):
    allow(tickets_a_network=1)
    send()
    key = Ticket.objects.get().form_key
    page = visitor.post("/help/downloads/check/", {"key": key}, follow=True)
    assert Ticket.objects.get().reference_text in page.text


class TestTheOwnersPage:
    @pytest.fixture
    def held(self, open_ticket, categories, allow):
        allow(mails_overall=1)
        open_ticket(email="first@example.org")
        return [
            open_ticket(category, email=f"{category.slug}@example.net").mails.get()
            for category in (categories.downloads, categories.personal)
        ]

    def test_it_says_what_was_held_back_and_why(self, held, cast, sign_in):
        page = sign_in(cast.owner).get("/desk/mail/").text
        assert "downloads@example.net" in page
        assert "Too many mails at once" in page

    def test_another_owner_sees_nothing_of_named_people_only(self, held, cast, sign_in):
        desk = sign_in(cast.other_owner)
        page = desk.get("/desk/mail/").text
        assert "downloads@example.net" in page
        assert "personal@example.net" not in page
        assert "Mail (1)" in page
        desk.post("/desk/mail/release/", {"mail": [mail.pk for mail in held]})
        assert [OutboxMail.objects.get(pk=mail.pk).state for mail in held] == ["waiting", "held"]

    def test_released_mail_leaves(self, held, cast, sign_in, sent_mails):
        sign_in(cast.owner).post("/desk/mail/release/", {"mail": [held[0].pk]})
        send_due()
        assert [mail.to for mail in sent_mails] == [["first@example.org"], ["downloads@example.net"]]

    def test_a_blocked_address_gets_nothing_more(self, held, cast, sign_in, open_ticket, allow, sent_mails):
        sign_in(cast.owner).post("/desk/mail/block/", {"mail": [held[0].pk]})
        allow()
        open_ticket(email="downloads@example.net")
        send_due()
        assert [mail.to for mail in sent_mails] == [["first@example.org"]]

    @pytest.mark.parametrize("keys", [[], ["x"], ["9" * 40], ["-1"], ["٣"], [""]])
    def test_nothing_chosen_does_nothing(self, held, cast, sign_in, keys):
        for do in ("release", "block"):
            assert sign_in(cast.owner).post(f"/desk/mail/{do}/", {"mail": keys}).status_code == 302
        assert OutboxMail.objects.filter(state="held").count() == 2

    def test_an_empty_one_says_so(self, cast, sign_in):
        assert "Every mail has left or is about to." in sign_in(cast.owner).get("/desk/mail/").text

    def test_it_costs_the_same_for_one_and_for_five(self, held, cast, sign_in, open_ticket, count_queries):
        desk = sign_in(cast.owner)
        few = count_queries(lambda: desk.get("/desk/mail/"))
        for number in range(4):
            open_ticket(email=f"more{number}@example.com")
        assert count_queries(lambda: desk.get("/desk/mail/")) == few
