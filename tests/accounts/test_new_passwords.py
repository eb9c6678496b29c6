"""A forgotten password: the request does the same for any address, the worker finds out whose it is."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tickets import services
from tickets.models import HelpDesk, OutboxMail
from tickets.services.delivering import give_up, send_due

from .steps import NEW, PASSWORD, NoMail, choose

RESET = "/accounts/password/reset/"
EVERYBODY = ["ana@example.com", "gone@example.com", "nobody@example.com"]  # one works here


@pytest.fixture
def no_mail_server(settings):
    settings.EMAIL_BACKEND = f"{NoMail.__module__}.NoMail"


def ask(email, network="192.0.2.1", **options):
    return Client().post(RESET, {"email": email}, REMOTE_ADDR=network, **options)


def link_in(message):
    return re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", message.body)[1]


def rows():
    """Everything of the rows but what differs between any two mails."""
    hidden = ("id", "to", "capped_as", "header_id", "send_at", "created_at")
    return [{key: row[key] for key in row if key not in hidden} for row in OutboxMail.objects.order_by("pk").values()]


def test_a_forgotten_password_is_set_anew_by_a_mailed_link(client, ana, try_in, sent_mails):
    ask(" ANA@example.com ")
    assert send_due() == 1
    assert sent_mails[0].to == ["ana@example.com"]
    choose(client, link_in(sent_mails[0]))
    assert try_in(password=PASSWORD).status_code == 200
    assert try_in(password=NEW)["Location"] == "/desk/"


def test_a_link_works_once(client, ana, sent_mails):
    ask("ana@example.com")
    send_due()
    link = link_in(sent_mails[0])
    choose(client, link)
    assert 'name="password1"' not in client.get(link, follow=True).text


@pytest.mark.usefixtures("ana")
def test_the_request_writes_the_same_row_for_any_address_and_looks_nobody_up():
    HelpDesk.current()
    answers, queries = [], []
    for number, email in enumerate(EVERYBODY):
        with CaptureQueriesContext(connection) as captured:
            page = Client().post(RESET, {"email": email}, REMOTE_ADDR=f"192.0.2.{number}", follow=True)
        answers.append((page.redirect_chain, page.text))
        statements = [query["sql"].split("VALUES")[0] for query in captured]
        queries.append([sql for sql in statements if "SAVEPOINT" not in sql])  # whose names are random
    assert answers[0] == answers[1] == answers[2]
    assert queries[0] == queries[1] == queries[2]
    assert not any(User._meta.db_table in query for query in queries[0])
    assert "If this address works here, a mail with a link is on its way." in answers[0][1]
    assert rows()[0] == rows()[1] == rows()[2]
    assert list(OutboxMail.objects.order_by("pk").values_list("to", flat=True)) == EVERYBODY


@pytest.mark.usefixtures("ana")
def test_the_worker_mails_who_works_here_and_drops_the_rest(sent_mails):
    for email in EVERYBODY:
        ask(email)
    assert send_due() == 1
    assert [message.to for message in sent_mails] == [["ana@example.com"]]
    assert list(OutboxMail.objects.values_list("to", "state")) == [("ana@example.com", "sent")]


@pytest.mark.usefixtures("ana", "no_mail_server")
def test_no_mail_server_is_asked_while_somebody_waits():
    assert {ask(email).status_code for email in EVERYBODY} == {302}
    assert OutboxMail.objects.filter(kind="reset", state="waiting").count() == 3


def test_the_mail_speaks_the_persons_language(ana, sent_mails):
    User.objects.filter(pk=ana.pk).update(language="tr")
    ask("ana@example.com", headers={"Accept-Language": "en"})
    send_due()
    assert sent_mails[0].subject == "[Help desk] Yeni bir parola seçin"
    assert "3 gün" in sent_mails[0].body


def test_the_mailed_link_leads_to_our_site_whatever_host_was_asked(ana, settings, sent_mails):
    settings.SITE_URL, settings.SITE_NAME = "https://help.example.com", "Paper Lantern"
    ask("ana@example.com", headers={"Host": "127.0.0.1"})
    send_due()
    [sent] = sent_mails
    assert "https://help.example.com/accounts/password/reset/key/" in sent.body
    assert sent.subject == "[Paper Lantern] Choose a new password"
    for host in ("127.0.0.1", "testserver"):
        assert host not in sent.body + sent.subject


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("email", EVERYBODY)
def test_nobody_is_mailed_more_than_three_links_an_hour(email):
    answers = [ask(email, f"192.0.2.{number}") for number in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "A link for this address was asked for three times." in answers[-1].text
    assert "(UTC)" in answers[-1].text
    assert OutboxMail.objects.count() == 3


@pytest.mark.usefixtures("db")
def test_one_connection_asks_for_no_more_than_twenty_an_hour():
    answers = [ask(f"person{number}@example.com") for number in range(21)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [200]
    assert "Too many tries from this connection." in answers[-1].text
    assert ask("person21@example.com", "198.51.100.1").status_code == 302


@pytest.mark.usefixtures("db")
def test_an_address_longer_than_there_are_is_told():
    page = ask(f"{'a' * 60}@{'b' * 63}.{'c' * 63}.{'d' * 63}.example")
    assert page.status_code == 200
    assert not OutboxMail.objects.exists()


def test_a_link_asked_for_before_a_person_was_locked_out_is_not_sent_after(ana, sent_mails):
    ask("ana@example.com")
    services.set_active(user=ana, is_active=False)
    services.set_active(user=ana, is_active=True)
    assert send_due() == 0
    assert not sent_mails


def test_owners_read_that_a_link_did_not_arrive_and_no_word_of_it(ana, sign_in, cast, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    refused = []

    def refuse(self, messages):
        refused.extend(messages)
        error = OSError()
        error.smtp_code, error.smtp_error = 550, f"spam: {link_in(messages[0])}".encode()
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    ask("ana@example.com")
    ask("nobody@example.com")
    assert send_due() == 0
    page = sign_in(cast.other_owner).get("/desk/mail/")
    assert "ana@example.com" in page.text
    assert "550" in page.text
    assert "nobody@example.com" not in page.text
    assert link_in(refused[0]).rsplit("/", 2)[1] not in page.text
    for row in OutboxMail.objects.values():
        assert "/password/reset/key/" not in str(row)


def test_a_failed_mail_of_an_account_concerns_no_ticket(ana):
    ask("ana@example.com")
    give_up(OutboxMail.objects.get(), "550")
    assert OutboxMail.objects.get().state == "failed"
