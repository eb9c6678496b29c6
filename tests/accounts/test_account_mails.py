"""Staff are mailed when their password, second step or address changes."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import RequestFactory
from django.urls import reverse

from accounts.invitations import one_time_link
from helpdesk.adapter import DeskAdapter
from tests.tickets.admin_forms import staff_form
from tickets import services
from tickets.mail.account_mails import BODIES, SUBJECTS
from tickets.models import AccountMail, MailText, OutboxMail
from tickets.services.delivering import send_due

from .steps import PASSWORD, NoMail, change_password, choose

OF_ALLAUTH = Path(allauth.__file__).parent / "templates/mfa/email"


def kinds():
    return list(OutboxMail.objects.order_by("pk").values_list("kind", "to"))


@pytest.fixture
def as_ana(ana, try_in, client):
    try_in(browser=client)
    return client


def test_a_changed_password(as_ana, ana, sent_mails):
    change_password(as_ana)
    assert kinds() == [("password_changed", "ana@example.com")]
    assert send_due() == 1
    assert sent_mails[0].subject == "[Help desk] Your password was changed"
    assert re.search(r"Your password was changed, on \d+ \w+ \d{4} at \d\d:\d\d \(UTC\)\.", sent_mails[0].body)
    assert "http://localhost:8000/accounts/password/reset/\n" in sent_mails[0].body
    assert "{" not in sent_mails[0].body
    assert sent_mails[0].extra_headers["Auto-Submitted"] == "auto-replied"


def test_a_password_chosen_by_a_link(client, cast):
    choose(client, one_time_link(cast.ana))
    assert kinds() == [("password_changed", "ana@example.com")]


def test_a_second_step_added_and_removed(as_ana, ana, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = f"{NoMail.__module__}.NoMail"
    as_ana.post("/accounts/reauthenticate/", {"password": PASSWORD})
    as_ana.get("/accounts/2fa/totp/activate/")
    secret = as_ana.session[totp.SECRET_SESSION_KEY]
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    with django_capture_on_commit_callbacks(execute=True):
        as_ana.post("/accounts/2fa/totp/activate/", {"code": code})
    assert Authenticator.objects.filter(type="totp").exists()
    with django_capture_on_commit_callbacks(execute=True):
        as_ana.post("/accounts/2fa/recovery-codes/generate/")
    as_ana.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(type="totp").exists()
    told = ["totp_activated", "recovery_codes_generated", "totp_deactivated"]
    assert kinds() == [(kind, "ana@example.com") for kind in told]


@pytest.mark.parametrize("template", sorted(OF_ALLAUTH.glob("*_message.txt")), ids=lambda path: path.name)
def test_every_notice_of_allauth_has_words_of_ours(cast, template, sent_mails):
    prefix = f"mfa/email/{template.name.removesuffix('_message.txt')}"
    DeskAdapter(RequestFactory().get("/")).send_notification_mail(prefix, cast.ana)
    assert send_due() == 1
    assert sent_mails[0].to == ["ana@example.com"]


def test_allauth_sends_nothing_by_itself(cast, sent_mails, caplog):
    DeskAdapter(RequestFactory().get("/")).send_mail("account/email/login_code", "ana@example.com", {})
    assert not sent_mails
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("kind", AccountMail)
def test_each_mail_has_a_text_without_a_gap(cast, kind, language, sent_mails):
    cast.ana.language = language
    cast.ana.save()
    services.mail_about_account(what=kind, email="ana@example.com")
    assert send_due() == 1
    text = sent_mails[0].subject + sent_mails[0].body
    assert "{" not in text
    assert text.count("Help desk") == 2
    assert (str(SUBJECTS[kind]) in text) == (language == "en")
    for line in str(BODIES[kind]).splitlines():
        if language == "en" and "{" not in line:
            assert line in text


def test_a_new_address_is_told_at_both(sign_in, cast, sent_mails):
    form = staff_form(cast.ana, email="ana@new.example")
    sign_in(cast.owner).post(reverse("admin:accounts_user_change", args=[cast.ana.pk]), form)
    assert kinds() == [("address_changed", "ana@example.com"), ("address_changed", "ana@new.example")]
    assert send_due() == 2


def test_who_keeps_the_address_is_not_told(sign_in, cast):
    form = staff_form(cast.ana, name="Ana K.")
    sign_in(cast.owner).post(reverse("admin:accounts_user_change", args=[cast.ana.pk]), form)
    cast.ana.refresh_from_db()
    assert cast.ana.name == "Ana K."
    assert not kinds()


def test_the_words_are_not_the_owners_to_change(sign_in, cast):
    browser = sign_in(cast.owner)
    assert browser.get("/desk/settings/mail/handed_over/en/").status_code == 200
    for kind in AccountMail:
        assert browser.get(f"/desk/settings/mail/{kind}/en/").status_code == 404
    assert not set(AccountMail) & set(dict(MailText._meta.get_field("event").choices))


def test_who_says_not_me_as_a_customer_is_told_of_their_account_all_the_same(cast, open_ticket):
    ticket = open_ticket(email="ana@example.com")
    services.mail_about_account(what="reset", email="ana@example.com")
    services.stop_mail(requester=ticket.requester)
    assert dict(OutboxMail.objects.values_list("kind", "state")) == {"confirmation": "held", "reset": "waiting"}
