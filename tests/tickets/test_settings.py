"""The owner's own words, who we are, and the first run."""

import socket

import pytest
from django.core import mail as django_mail
from django.core.cache import cache

from accounts.models import User
from tests.tickets.admin_forms import CAPS
from tests.tickets.conftest import link_path
from tickets.models import Category, HelpDesk, MailText
from tickets.services.delivering import send_due


@pytest.fixture(autouse=True)
def _cold():
    cache.clear()


@pytest.fixture
def owner(cast, sign_in):
    return sign_in(cast.owner)


@pytest.fixture
def newcomer(sign_in, db):
    """The first owner of an empty help desk."""
    return sign_in(User.objects.create_user("first@example.com", name="First", role=User.Role.OWNER))


def edit(owner, event="confirmation", language="en", **typed):
    typed = {"do": "save", "subject": "Ticket {reference}", "body": "Here it is: {link}"} | typed
    return owner.post(f"/desk/settings/mail/{event}/{language}/", typed, follow=True)


class TestMailTexts:
    def test_own_words_go_out_instead_of_ours(self, owner, open_ticket, sent_mails):
        edit(owner, subject="Ours: {reference}", body="Dear friend,\n\n{link}\n{not_me}\nPhone: {phone}")
        ticket = open_ticket()
        send_due()
        [mail] = sent_mails
        assert mail.subject == f"Ours: {ticket.reference_text}"
        assert mail.body.startswith("Dear friend,\n\nhttp://localhost:8000/t/")
        assert "Phone" not in mail.body  # a line without its value is left out

    def test_those_of_a_category_go_before_those_for_all(self, owner, open_ticket, categories, sent_mails):
        edit(owner, body="For all {link}")
        edit(owner, body="For downloads {link}", category="downloads")
        open_ticket(categories.downloads)
        open_ticket(categories.billing, email="b@example.org")
        open_ticket(categories.downloads, language="tr", email="c@example.org")
        send_due()
        assert [mail.body.split(" http")[0] for mail in sent_mails[:2]] == ["For downloads", "For all"]
        assert "For" not in sent_mails[2].body

    def test_reset_brings_ours_back(self, owner, open_ticket, sent_mails):
        edit(owner, body="My words {link}")
        assert "These are your own words." in owner.get("/desk/settings/mail/confirmation/en/").text
        edit(owner, do="reset")
        assert not MailText.objects.exists()
        assert "These are our words." in owner.get("/desk/settings/mail/confirmation/en/").text

    def test_a_preview_saves_nothing_and_keeps_what_was_typed(self, owner):
        page = edit(owner, do="preview", body="Look: {reference} {link}")
        assert "Look: 482-913-053" in page.text
        assert "Look: {reference} {link}" in page.text
        assert not MailText.objects.exists()

    def test_a_test_mail_goes_to_the_person_who_asks(self, owner, cast):
        edit(owner, do="test", body="Test {reference} {link}")
        [mail] = django_mail.outbox
        assert mail.to == [cast.owner.email]
        assert "482-913-053" in mail.body

    def test_a_test_mail_that_does_not_leave_says_why(self, owner, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        page = edit(owner, do="test")
        assert "The test mail did not leave:" in page.text

    def test_a_mail_server_that_never_answers_keeps_nobody_waiting(self, owner, settings, monkeypatch):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
            monkeypatch.setattr("tickets.services.settings.PATIENCE", 0.1)
            page = edit(owner, do="test")
        assert "The test mail did not leave: Connection unexpectedly closed: timed out" in page.text

    def test_what_customers_will_miss_is_told_and_saved_all_the_same(self, owner):
        page = edit(owner, subject="Hello", body="We have it.")
        assert "{link} is missing" in page.text
        assert "{reference} is missing" in page.text
        assert MailText.objects.get().body == "We have it."

    @pytest.mark.parametrize(
        ("event", "typed"),
        [
            ("confirmation", {"body": "You wrote {answer} {link}"}),
            ("confirmation", {"subject": "{subject}"}),
            ("answer", {"body": "No answer here {link}"}),
            ("confirmation", {"subject": ""}),
            ("confirmation", {"body": "  "}),
            ("confirmation", {"body": "x" * 10_001}),
            ("confirmation", {"body": "a\0b {link}"}),
        ],
    )
    def test_what_cannot_be_sent_is_refused_and_kept(self, owner, event, typed):
        page = edit(owner, event, **typed)
        assert page.status_code == 422
        assert "There is a problem" in page.text
        assert not MailText.objects.exists()

    def test_braces_that_are_no_placeholder_stay(self, owner, open_ticket, sent_mails):
        edit(owner, body="{ } {X} {Reference} %s {link}")
        open_ticket()
        send_due()
        assert sent_mails[0].body.startswith("{ } {X} {Reference} %s http")

    def test_another_owner_knows_nothing_of_named_people_only(self, owner, cast, sign_in, open_ticket, categories):
        edit(owner, body="Secret words {link}", category="personal")
        other = sign_in(cast.other_owner)
        assert "Secret words" in owner.get("/desk/settings/mail/confirmation/en/?category=personal").text
        assert other.get("/desk/settings/mail/confirmation/en/?category=personal").status_code == 404
        assert "personal" not in other.get("/desk/settings/mail/").text.lower()

    @pytest.mark.parametrize("path", ["nonsense/en/", "answer/xx/", "tickets/en/?category=downloads"])
    def test_what_there_is_not_is_not_found(self, owner, categories, path):
        assert owner.get(f"/desk/settings/mail/{path}").status_code == 404

    @pytest.mark.parametrize("event", ["confirmation", "answer", "question", "link", "tickets"])
    def test_every_text_of_ours_can_be_saved_as_it_is(self, owner, event):
        page = owner.get(f"/desk/settings/mail/{event}/en/")
        form = page.context["form"]
        assert not form.warnings
        saved = edit(owner, event, subject=form["subject"].value(), body=form["body"].value())
        assert saved.status_code == 200
        assert MailText.objects.get().event == event


class TestTheHelpDesk:
    def test_its_name_and_ways_to_reach_it_are_on_every_page(self, owner, client, django_capture_on_commit_callbacks):
        typed = {
            "name": "Elma Books",
            "phone": "0212 555 01 23",
            "address": "Galata 1\nIstanbul",
            **CAPS,
        }
        assert "0212" not in client.get("/").text
        with django_capture_on_commit_callbacks(execute=True):
            assert owner.post("/desk/settings/", typed).status_code == 302
        page = client.get("/").text
        assert "Elma Books" in page
        assert "0212 555 01 23" in page
        assert "Galata 1<br>Istanbul" in page

    @pytest.mark.parametrize("value", ["0", "-1", "x", "", "1e400", "99999999999999999999"])
    def test_a_cap_must_be_a_number_that_lets_something_through(self, owner, value):
        page = owner.post("/desk/settings/", {"name": "Kept", "mails_overall": value})
        assert page.status_code == 422
        assert 'value="Kept"' in page.text
        assert not HelpDesk.objects.exists()


class TestTheFirstRun:
    def test_without_a_category_both_sides_are_told(self, newcomer, client):
        assert "This help desk opens soon." in client.get("/").text
        assert "<form" not in client.get("/").text.split("Check a ticket with")[0].split("<main")[1]
        assert '/desk/setup/"' in newcomer.get("/desk/").text

    def test_three_pages_lead_to_a_help_desk_that_works(self, newcomer, client):
        page = newcomer.post("/desk/setup/", {"name": "Elma"}, follow=True)
        assert page.redirect_chain[-1][0] == "/desk/setup/category/"
        page = newcomer.post("/desk/setup/category/", {"name": "Siparişler ve İade"}, follow=True)
        assert page.redirect_chain[-1][0] == "/desk/setup/assistant/"
        page = newcomer.post("/desk/setup/assistant/", {"name": "Can", "email": "can@example.com"}, follow=True)
        assert "/accounts/password/reset/key/" in page.text
        category = Category.objects.get()
        assert category.slug == "siparisler-ve-iade"
        assert client.get(f"/help/{category.slug}/").status_code == 200
        person = User.objects.get(email="can@example.com")
        assert list(Category.objects.visible_to(person)) == [category]
        assert not person.is_owner

    def test_a_double_click_makes_one_category(self, newcomer):
        for _ in range(2):
            newcomer.post("/desk/setup/category/", {"name": "Orders"})
        assert Category.objects.count() == 1

    @pytest.mark.parametrize(
        ("path", "typed"),
        [
            ("", {"name": " "}),
            ("category/", {"name": ""}),
            ("category/", {"name": "x" * 81}),
            ("assistant/", {"name": "Can", "email": "can@"}),
            ("assistant/", {"name": "", "email": "can@example.com"}),
            ("assistant/", {"name": "Me again", "email": "FIRST@example.com"}),
        ],
    )
    def test_what_is_missing_is_told_at_the_field(self, newcomer, path, typed):
        page = newcomer.post(f"/desk/setup/{path}", typed)
        assert page.status_code == 422
        assert "There is a problem" in page.text

    def test_a_name_in_another_script_gets_an_address_too(self, newcomer):
        for name in ("中文", "日本", "😀"):
            newcomer.post("/desk/setup/category/", {"name": name})
        assert len(set(Category.objects.values_list("slug", flat=True))) == 3


def test_the_privacy_page_names_every_cookie_that_is_set(client, send, visitor, ticket, cast, sign_in):
    send()
    visitor.get(link_path(ticket))
    desk = sign_in(cast.ana)
    desk.get("/desk/")
    client.get("/accounts/login/")
    named = {cookie["name"] for cookie in client.get("/privacy/").context["cookies"]}
    assert {*visitor.cookies, *desk.cookies, *client.cookies} <= named
    assert {"tickets", "filed", "sessionid", "csrftoken"} <= named
