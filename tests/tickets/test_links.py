"""The private link: what it opens, for how long, and that opening it changes nothing."""

import re

import pytest
from django.core import signing
from django.db import connection
from django.test import Client

from tests.conftest import BROWSER
from tickets import links, services
from tickets.models import Asker, Requester, Ticket
from tickets.services.delivering import send_due

from .conftest import SITE, link_path, some_time_ago

DAY = 60 * 60 * 24
GONE = "This link does not open a ticket"


def may_read(client, ticket):
    return client.get(f"/tickets/{ticket.reference_text}/").status_code == 200


def test_the_link_opens_the_ticket_and_its_token_leaves_the_address(visitor, ticket):
    answer = visitor.get(link_path(ticket))
    assert (answer.status_code, answer["Location"]) == (302, f"/tickets/{ticket.reference_text}/")
    page = visitor.get(answer["Location"])
    assert page.status_code == 200
    token = link_path(ticket).split("/")[-2]
    assert token not in page.text
    assert ticket.link_key not in page.text


def test_the_cookie_is_for_the_browser_only(visitor, ticket, settings):
    settings.SESSION_COOKIE_SECURE = True
    visitor.get(link_path(ticket))
    cookie = visitor.cookies[links.COOKIE]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 30 * DAY


def test_it_opens_that_ticket_only(visitor, ticket, open_ticket, categories):
    others = [open_ticket(), open_ticket(categories.personal), open_ticket(email="tom@example.net")]
    visitor.get(link_path(ticket))
    assert may_read(visitor, ticket)
    assert not any(may_read(visitor, other) for other in others)


def test_a_second_ticket_keeps_the_first_open(visitor, ticket, open_ticket):
    second = open_ticket()
    visitor.get(link_path(ticket))
    visitor.get(link_path(second))
    assert may_read(visitor, ticket)
    assert may_read(visitor, second)


def test_a_browser_holds_twenty_tickets_and_lets_the_oldest_go(visitor, open_ticket):
    tickets = [open_ticket() for _ in range(links.REMEMBERED + 1)]
    for ticket in tickets:
        visitor.get(link_path(ticket))
    assert [may_read(visitor, ticket) for ticket in tickets] == [False] + [True] * links.REMEMBERED
    assert len(visitor.cookies[links.COOKIE].OutputString()) < 4000


def test_the_same_link_opens_many_times_and_in_many_browsers(visitor, ticket):
    other = Client(headers={"User-Agent": BROWSER})
    for browser in (visitor, other, visitor):
        browser.get(link_path(ticket))
        assert may_read(browser, ticket)


@pytest.mark.parametrize(("age", "status"), [(29.9 * DAY, 302), (30.1 * DAY, 410)])
def test_a_link_is_good_for_thirty_days(visitor, ticket, age, status):
    with some_time_ago(age):
        path = link_path(ticket)
    page = visitor.get(path)
    assert page.status_code == status
    if status == 410:
        assert "Links are good for 30 days." in page.text
        assert not may_read(visitor, ticket)


def test_a_ticket_stays_open_in_a_browser_for_thirty_days(visitor, ticket):
    with some_time_ago(29.9 * DAY):
        visitor.get(link_path(ticket))
    assert may_read(visitor, ticket)
    with some_time_ago(-0.2 * DAY):
        assert not may_read(visitor, ticket)


def test_opening_another_ticket_does_not_prolong_that(visitor, ticket, open_ticket):
    second = open_ticket()
    with some_time_ago(29 * DAY):
        visitor.get(link_path(ticket))
    visitor.get(link_path(second))
    assert may_read(visitor, ticket)
    with some_time_ago(-2 * DAY):
        assert not may_read(visitor, ticket)
        assert may_read(visitor, second)


def test_a_new_link_key_revokes_links_and_cookies(visitor, ticket):
    path = link_path(ticket)
    visitor.get(path)
    Ticket.objects.update(link_key="another")
    assert not may_read(visitor, ticket)
    page = visitor.get(path)
    assert page.status_code == 410
    assert GONE in page.text
    ticket.refresh_from_db()
    visitor.get(link_path(ticket))
    assert may_read(visitor, ticket)


def test_staff_revoke_what_came_into_other_hands(visitor, ticket, cast, sign_in, sent_mails):
    address = f"/tickets/{ticket.reference_text}/"
    to_all = links.tickets_url(ticket.requester, "en").removeprefix(SITE)
    visitor.get(link_path(ticket))
    old = link_path(ticket)
    assert visitor.get(address).status_code == 200
    page = sign_in(cast.ana).post(f"/desk{address}revoke/", follow=True)
    assert "A new one is on its way." in page.text
    assert "Ana revoked the links mailed so far" in page.text
    assert visitor.get(address).status_code == 404
    assert {visitor.get(path).status_code for path in (old, to_all)} == {410}
    send_due()
    new = sent_mails[-1]
    ticket.refresh_from_db()
    assert new.to == [ticket.requester.email]
    assert links.private_url(ticket) in new.body


@pytest.mark.parametrize("kind", ["tampered", "cut", "of the confirmation", "other secret", "nonsense"])
def test_what_is_no_link_opens_nothing(visitor, ticket, settings, kind):
    token = link_path(ticket).split("/")[-2]
    if kind == "other secret":
        token = signing.dumps([ticket.pk, ticket.link_key], key="another secret" * 5, salt=links.LINK_SALT)
    token = {
        "tampered": token[:-2] + ("aa" if token[-2:] != "aa" else "bb"),
        "cut": token[:-5],
        "of the confirmation": links.sent_token(ticket),
        "nonsense": "a:b:c",
    }.get(kind, token)
    page = visitor.get(f"/t/{token}/")
    assert page.status_code == 404
    assert GONE in page.text
    assert "/status/" in page.text
    assert not may_read(visitor, ticket)


def test_a_link_is_no_confirmation_page_and_the_other_way_round(visitor, ticket):
    token = link_path(ticket).split("/")[-2]
    assert visitor.get(f"/sent/{token}/").status_code == 404
    assert visitor.get(f"/sent/{links.sent_token(ticket)}/").status_code == 200
    assert not may_read(visitor, ticket)


@pytest.mark.parametrize("value", ["", "x", "a:b:c", '"\\000\\377"', "W10:1:x", "{}" * 500])
def test_a_cookie_that_is_not_ours_opens_nothing(visitor, ticket, value):
    visitor.cookies[links.COOKIE] = value
    assert not may_read(visitor, ticket)
    visitor.get(link_path(ticket))
    assert may_read(visitor, ticket)


def test_the_link_of_a_turkish_ticket_leads_to_the_turkish_page(visitor, open_ticket):
    ticket = open_ticket(language="tr")
    assert visitor.get(link_path(ticket))["Location"] == f"/tr/tickets/{ticket.reference_text}/"


def test_nine_bare_digits_lead_to_the_usual_address(visitor, ticket):
    answer = visitor.get(f"/tickets/{ticket.reference}/")
    assert answer["Location"] == f"/tickets/{ticket.reference_text}/"


def everything():
    """What the database holds, without what may change: sessions, searches, views, signs of life."""
    may_change = {"django_session", "faq_searchmiss", "faq_dailyviews", "faq_viewmark", "tickets_workerbeat"}
    with connection.cursor() as cursor:
        return {
            table: rows(cursor, table) for table in sorted(set(connection.introspection.table_names()) - may_change)
        }


def rows(cursor, table):
    cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
    return sorted(cursor.fetchall(), key=str)


def test_opening_every_link_of_every_mail_changes_nothing(ticket, cast, send_reply, let_the_hold_pass, sent_mails):
    for then in ("open", "ask", "complete"):
        send_reply(ticket, cast.ana, body=f"See https://example.com/help. ({then})", then=then)
        let_the_hold_pass()
        send_due()
    addresses = {
        address
        for mail in sent_mails
        for part in (mail.body, mail.alternatives[0].content)
        for address in re.findall(rf'{SITE}(/[^\s"<]+)', part)
    }
    assert len(sent_mails) == 4
    assert addresses
    before = everything()
    scanner = Client(headers={"User-Agent": BROWSER})
    for method in ("get", "get", "head"):
        for address in addresses:
            assert getattr(scanner, method)(address, follow=True).status_code == 200
    assert everything() == before


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_confirms_nobody(visitor, ticket, cast, method):
    services.ask_back(email=cast.ayse, phrase="audio book", language="en")
    opened = [
        links.private_url(ticket),
        links.tickets_url(ticket.requester, "en"),
        links.not_me_url(ticket.requester, "en"),
        links.asker_url(Asker.objects.get()),
    ]
    for url in opened:
        assert getattr(visitor, method)(url.removeprefix(SITE), follow=True).status_code == 200
    assert Requester.objects.get().confirmed_at is None


def test_acting_on_the_link_to_a_question_confirms_the_address(visitor, ticket, cast):
    services.ask_back(email=cast.ayse, phrase="audio book", language="en")
    visitor.post(links.asker_url(Asker.objects.get()).removeprefix(SITE))
    assert Requester.objects.get().is_confirmed


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("ayse@example.org", "a•••@e•••.org"),
        ("a@x.org", "•••@•••.org"),
        ("ayse@mail.example.com.tr", "a•••@m•••.tr"),
        ("ayse.yilmaz+desk@bbc.co.uk", "a•••@b•••.uk"),
    ],
)
def test_a_masked_address_is_known_to_its_owner_only(email, shown):
    assert links.masked(email) == shown


def test_the_page_behind_the_link_is_changed_by_post_only(holder, ticket, reload):
    before = everything()
    for action in ("reply", "solved", "reopen"):
        assert holder.get(f"/tickets/{ticket.reference_text}/{action}/").status_code == 405
    assert everything() == before


@pytest.mark.parametrize("path", ["/t/{token}/", "/tickets/{reference}/", "/sent/{sent}/"])
def test_private_pages_are_not_kept_by_anybody(holder, ticket, path):
    token = link_path(ticket).split("/")[-2]
    page = holder.get(path.format(token=token, reference=ticket.reference_text, sent=links.sent_token(ticket)))
    assert "no-store" in page["Cache-Control"]
    assert "private" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
