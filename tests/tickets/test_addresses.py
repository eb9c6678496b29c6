"""Correcting a mistyped address, links to a whole address, and "this was not me"."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests.conftest import BROWSER
from tests.tickets.conftest import SITE, link_path, some_time_ago
from tickets import links, services
from tickets.models import OutboxMail, Requester, Ticket
from tickets.services.delivering import send_due

DAY = 60 * 60 * 24


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


def path_to_all(requester):
    return links.tickets_url(requester, "en").removeprefix(SITE)


def not_me_path(ticket):
    return links.not_me_url(ticket.requester, "en").removeprefix(SITE)


class TestAllTickets:
    def test_the_link_opens_every_ticket_of_the_address_and_no_other(self, visitor, open_ticket):
        mine = [open_ticket(subject="One"), open_ticket(subject="Two")]
        other = open_ticket(subject="Of somebody else", email="other@example.net")
        page = visitor.get(path_to_all(mine[0].requester), follow=True)
        assert page.redirect_chain == [("/my/", 302)]
        assert "One" in page.text
        assert "Two" in page.text
        assert "Of somebody else" not in page.text
        for ticket in mine:
            assert visitor.get(f"/tickets/{ticket.reference_text}/").status_code == 200
        assert visitor.get(f"/tickets/{other.reference_text}/").status_code == 404

    def test_what_needs_an_answer_stands_first(self, visitor, open_ticket, cast, send_reply, let_the_hold_pass):
        asked, newer = open_ticket(subject="Asked"), open_ticket(subject="Newer")
        send_reply(asked, cast.owner, then="ask")
        visitor.get(path_to_all(asked.requester))
        page = visitor.get("/my/").text
        assert page.index("Newer") < page.index("Asked")  # held: the customer knows nothing of it yet
        let_the_hold_pass()
        page = visitor.get("/my/").text
        assert page.index("Asked") < page.index("Newer")
        assert newer.requester == asked.requester

    def test_a_new_key_ends_it(self, visitor, ticket):
        visitor.get(path_to_all(ticket.requester))
        Requester.objects.update(link_key="another")
        assert visitor.get("/my/").status_code == 404
        assert visitor.get(f"/tickets/{ticket.reference_text}/").status_code == 404
        assert visitor.get(path_to_all(ticket.requester)).status_code == 410

    def test_it_is_good_for_thirty_days(self, visitor, ticket):
        with some_time_ago(30.1 * DAY):
            path = path_to_all(ticket.requester)
        assert visitor.get(path).status_code == 410
        assert visitor.get("/my/").status_code == 404

    def test_this_browser_can_forget_them(self, visitor, ticket):
        visitor.get(path_to_all(ticket.requester))
        visitor.get(link_path(ticket))
        visitor.post("/my/forget/")
        assert visitor.get("/my/").status_code == 404
        assert visitor.get(f"/tickets/{ticket.reference_text}/").status_code == 404

    def test_it_costs_the_same_for_one_and_for_five(self, visitor, open_ticket, count_queries):
        visitor.get(path_to_all(open_ticket().requester))
        one = count_queries(lambda: visitor.get("/my/"))
        for _ in range(4):
            open_ticket()
        assert count_queries(lambda: visitor.get("/my/")) == one


class TestAskingForLinks:
    def ask(self, visitor, email):
        return visitor.post("/status/", {"email": email}, follow=True)

    def test_a_known_address_gets_its_link(self, visitor, ticket, sent_mails):
        send_due()
        sent_mails.clear()
        self.ask(visitor, "AYSE@example.org")
        send_due()
        [mail] = sent_mails
        assert mail.to == ["ayse@example.org"]
        path = mail.body.split(SITE)[1].split()[0]
        assert ticket.subject in Client(headers={"User-Agent": BROWSER}).get(path, follow=True).text

    def test_an_unknown_one_gets_none_and_nobody_can_tell(self, visitor, ticket, sent_mails, count_queries):
        send_due()
        sent_mails.clear()
        pages, queries = [], []
        for email in ("ayse@example.org", "nobody@example.org"):
            cache.clear()
            browser = Client(headers={"User-Agent": BROWSER})
            queries.append(count_queries(lambda email=email, browser=browser: pages.append(self.ask(browser, email))))
        strip = [page.text.split("<main", 1)[1].split("csrfmiddlewaretoken")[0] for page in pages]
        assert strip[0] == strip[1]
        assert "If we know this address" in strip[0]
        assert len(pages[0].content) == len(pages[1].content)
        assert queries[0] == queries[1]
        send_due()
        assert [mail.to for mail in sent_mails] == [["ayse@example.org"]]
        assert not OutboxMail.objects.filter(to="nobody@example.org").exists()

    def test_nobody_is_flooded(self, visitor, ticket):
        for _ in range(6):
            page = self.ask(visitor, "ayse@example.org")
            assert "If we know this address" in page.text
        assert OutboxMail.objects.filter(kind="tickets").count() == 3

    def test_the_link_of_one_ticket_is_mailed_to_its_address_only(self, visitor, ticket, sent_mails):
        send_due()
        sent_mails.clear()
        page = visitor.get("/status/", {"reference": ticket.reference_text})
        assert "a•••@e•••.org" in page.text
        assert "ayse@" not in page.text
        assert "example.org" not in page.text
        page = visitor.post("/status/", {"reference": ticket.reference_text}, follow=True)
        assert "A new link is on its way to a•••@e•••.org." in page.text
        send_due()
        [mail] = sent_mails
        assert mail.to == ["ayse@example.org"]
        assert links.private_url(ticket).rsplit(":", 2)[0] in mail.body

    @pytest.mark.parametrize("email", ["", "nonsense", "a@b", "x\0y@example.org", "a" * 300 + "@example.org"])
    def test_what_is_no_address_is_told_at_the_field(self, db, visitor, email):
        page = visitor.post("/status/", {"email": email})
        assert page.status_code == 422
        assert "There is a problem" in page.text
        assert not OutboxMail.objects.exists()

    def test_an_old_link_offers_a_new_one(self, visitor, ticket, sent_mails):
        send_due()
        sent_mails.clear()
        with some_time_ago(31 * DAY):
            path = link_path(ticket)
        page = visitor.get(path)
        assert page.status_code == 410
        assert "a•••@e•••.org" in page.text
        assert not OutboxMail.objects.filter(kind="link").exists()
        visitor.post(path)
        send_due()
        [mail] = sent_mails
        visitor.get(mail.body.split(SITE)[1].split()[0])
        assert visitor.get(f"/tickets/{ticket.reference_text}/").status_code == 200

    def test_a_revoked_one_names_nobody_and_offers_nothing(self, visitor, ticket):
        with some_time_ago(31 * DAY):
            path = link_path(ticket)
        Ticket.objects.update(link_key="another")
        for page in (visitor.get(path), visitor.post(path)):
            assert page.status_code == 404 or page.status_code == 410
            assert "example.org" not in page.text
        assert not OutboxMail.objects.filter(kind="link").exists()


class TestCorrecting:
    def correct(self, visitor, sent, email):
        return visitor.post(sent.request["PATH_INFO"] + "address/", {"email": email}, follow=True)

    def test_the_confirmation_goes_to_the_address_that_was_meant(self, visitor, send, sent_mails, reload):
        sent = send(email="wrong@example.org")
        ticket = Ticket.objects.get()
        old_link = link_path(ticket)
        page = self.correct(visitor, sent, "Right@example.org")
        assert "right@example.org" in page.text
        send_due()
        assert [mail.to for mail in sent_mails] == [["right@example.org"]]
        assert reload(ticket).requester.email == "right@example.org"
        assert visitor.get(old_link).status_code == 410

    def test_after_the_first_left_a_second_goes_to_the_new_one_only(self, visitor, send, sent_mails):
        sent = send(email="wrong@example.org")
        send_due()
        self.correct(visitor, sent, "right@example.org")
        send_due()
        assert [mail.to for mail in sent_mails] == [["wrong@example.org"], ["right@example.org"]]

    def test_staff_find_it_by_the_new_address(self, visitor, send, sign_in, cast):
        self.correct(visitor, send(email="wrong@example.org"), "right@example.org")
        desk = sign_in(cast.ana)
        reference = Ticket.objects.get().reference_text
        assert reference in desk.get("/desk/search/", {"q": "right@example.org"}).text
        assert reference not in desk.get("/desk/search/", {"q": "wrong@example.org"}).text
        assert "wrong@example.org → right@example.org" in desk.get(f"/desk/tickets/{reference}/").text

    def test_another_browser_cannot(self, send):
        sent = send(email="wrong@example.org")
        other = Client(headers={"User-Agent": BROWSER})
        page = self.correct(other, sent, "thief@example.org")
        assert page.status_code == 403
        assert 'value="thief@example.org"' in page.text
        assert Ticket.objects.get().requester.email == "wrong@example.org"

    def test_after_thirty_minutes_nobody_can(self, visitor, send):
        sent = send(email="wrong@example.org")
        with some_time_ago(-31 * 60):
            assert "Wrong address?" not in visitor.get(sent.request["PATH_INFO"]).text
            assert self.correct(visitor, sent, "right@example.org").status_code == 403

    def test_three_times_are_enough(self, visitor, send):
        sent = send(email="wrong@example.org")
        pages = [self.correct(visitor, sent, f"a{number}@example.org") for number in range(4)]
        assert [page.status_code for page in pages] == [200, 200, 200, 429]
        assert Ticket.objects.get().requester.email == "a2@example.org"

    def test_what_is_no_address_changes_nothing(self, visitor, send):
        page = self.correct(visitor, send(email="wrong@example.org"), "right@")
        assert page.status_code == 422
        assert 'value="right@"' in page.text
        assert Ticket.objects.get().requester.email == "wrong@example.org"


class TestNotMe:
    def test_opening_the_link_changes_nothing(self, visitor, ticket):
        assert visitor.get(not_me_path(ticket)).status_code == 200
        assert not Requester.objects.filter(mail_stopped_at__isnull=False).exists()

    def test_nothing_more_goes_there_and_staff_know(
        self, visitor, ticket, cast, sign_in, send_reply, let_the_hold_pass, sent_mails
    ):
        page = visitor.post(not_me_path(ticket), follow=True)
        assert "ayse@" not in page.text
        send_reply(ticket, cast.ana)
        let_the_hold_pass()
        assert send_due() == 0
        assert not sent_mails
        desk = sign_in(cast.ana).get(f"/desk/tickets/{ticket.reference_text}/").text
        assert "The person at this address says that they did not write this." in desk
        assert "Mail held back: This address said: this was not me" in desk

    def test_new_tickets_with_it_are_filed_and_say_that_no_mail_goes(self, visitor, ticket, send, sent_mails):
        visitor.post(not_me_path(ticket))
        page = send(email="ayse@example.org")
        assert "No mail goes to" in page.text
        send_due()
        assert not sent_mails
        assert Ticket.objects.count() == 2

    def test_it_can_be_taken_back(self, visitor, ticket, sent_mails):
        visitor.post(not_me_path(ticket))
        visitor.post(not_me_path(ticket), {"mail": "again"})
        send_due()
        assert [mail.to for mail in sent_mails] == [["ayse@example.org"]]

    def test_a_reply_that_is_held_can_still_be_undone(self, visitor, ticket, cast, send_reply):
        visitor.post(not_me_path(ticket))
        send_reply(ticket, cast.ana)
        assert services.undo(ticket=ticket, author=cast.ana)
        assert not OutboxMail.objects.filter(kind="answer").exists()

    def test_what_was_filed_meanwhile_is_no_flood_when_it_is_taken_back(
        self, visitor, ticket, open_ticket, cast, send_reply, let_the_hold_pass, sent_mails
    ):
        send_due()
        visitor.post(not_me_path(ticket))
        others = [open_ticket() for _ in range(12)]
        send_reply(others[0], cast.ana)
        let_the_hold_pass()
        OutboxMail.objects.update(created_at=timezone.now() - timedelta(days=2))  # what left today, left long ago
        sent_mails.clear()
        visitor.post(not_me_path(ticket), {"mail": "again"})
        send_due()
        assert {mail.subject.split("] ")[1] for mail in sent_mails} == {
            "Answer to your ticket: Downloads",
            "We have your ticket: Downloads",
        }
        assert len(sent_mails) == 2
        assert others[-1].mails.get().state == "sent"
        assert not OutboxMail.objects.filter(held_for="not_me").exists()

    def test_what_is_no_link_stops_nothing(self, visitor, ticket):
        for token in ("nonsense", link_path(ticket).split("/")[-2]):
            assert visitor.post(f"/not-me/{token}/").status_code == 404
        assert not Requester.objects.filter(mail_stopped_at__isnull=False).exists()

    def test_the_confirmation_carries_it(self, ticket, sent_mails):
        with override("en"):
            send_due()
        [mail] = sent_mails
        assert f"{SITE}/not-me/" in mail.body
