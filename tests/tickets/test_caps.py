"""How much automatic mail and how many tickets are too much, and what the owner does about it."""

import pytest
from django.core.cache import cache

from tickets import services
from tickets.models import HelpDesk, OutboxMail, Ticket
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
        ({"mails_a_domain": 2}, ["a@example.org", "b@example.org", "c@example.org"], "domain"),
        ({"mails_overall": 2}, ["a@example.org", "b@example.net", "c@example.com"], "overall"),
    ],
)
def test_past_a_cap_the_ticket_is_filed_and_its_mail_held(open_ticket, allow, sent_mails, values, emails, reason):
    allow(**values)
    tickets = [open_ticket(email=email) for email in emails]
    send_due()
    assert len(sent_mails) == 2
    assert [ticket.mails.get().held_for for ticket in tickets] == ["", "", reason]


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
