"""The audit log: what is noted, together with what it notes or not at all; who reads it; that nobody changes it."""

import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import audit
from accounts.audit import Kind
from accounts.models import AuditEntry, User
from tickets import audit_words, services
from tickets.models import Category, HelpDesk, MailText

from .admin_forms import CAPS, category_form, field_form, rows, staff_form, url

PAGE = "/desk/settings/audit/"
PASSWORD = "a long pass phrase"
ROOT = Path(__file__).resolve().parents[2]
OURS = [
    path
    for app in ("accounts", "faq", "helpdesk", "notifications", "tickets")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def owner(cast, sign_in):
    return sign_in(cast.owner)


@pytest.fixture
def ana(cast):
    cast.ana.set_password(PASSWORD)
    cast.ana.save()
    return cast.ana


def enter(email="ana@example.com", password=PASSWORD):
    client = Client(headers={"User-Agent": FIREFOX})
    client.post("/accounts/login/", {"login": email, "password": password})
    return client


def noted(**wanted):
    """List what the entries like that hold, the oldest first: what, actor, person, category."""
    found = AuditEntry.objects.filter(**wanted).order_by("pk")
    return [(row.what, row.actor, row.person, row.category) for row in found]


def read(browser, **query):
    """Return the rows of the page as text."""
    page = browser.get(PAGE, query)
    assert page.status_code == 200
    body = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in body.split("</tr>")[:-1]]


class TestSigningIn:
    def test_in_and_out_are_noted_with_the_network(self, ana):
        client = enter()
        client.post("/accounts/logout/")
        assert noted() == [("signed-in", ana, None, None), ("signed-out", ana, None, None)]
        assert {row.network for row in AuditEntry.objects.all()} == {"127.0.0.1"}

    def test_so_is_leaving_by_the_settings_site(self, cast, owner):
        owner.post("/admin/logout/")
        assert noted() == [("signed-out", cast.owner, None, None)]
        assert owner.get("/desk/").status_code == 302

    def test_a_lock_is_noted_once_and_only_for_people_there_are(self, ana):
        for _ in range(11):
            enter(password="wrong")
            enter("nobody@example.com", "wrong")
        assert noted() == [("locked", None, ana, None)]

    def test_ended_sessions_are_noted(self, ana):
        here, _there, _third = enter(), enter(), enter()
        here.post("/accounts/sessions/", {"session": "others"})
        assert noted(what="sessions-ended") == [("sessions-ended", ana, ana, None)]
        assert AuditEntry.objects.first().data == {"n": 2}


class TestAnAccount:
    def test_a_new_password_is_noted_whoever_chose_it(self, ana):
        client, new = enter(), "another long pass phrase"
        typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        client.post("/accounts/password/change/", typed)
        assert noted(kind=Kind.ACCOUNT) == [("password-set", ana, ana, None)]

    def test_a_second_factor_is_noted_in_the_transaction_that_adds_it(self, ana, monkeypatch):
        client = enter()
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        monkeypatch.setattr("allauth.mfa.totp.forms.auth.validate_totp_code", lambda *args: True)
        client.get("/accounts/2fa/totp/activate/")
        client.raise_request_exception = False

        real = audit.note
        monkeypatch.setattr(audit, "note", lambda *args, **data: 1 / 0)
        assert client.post("/accounts/2fa/totp/activate/", {"code": "123456"}).status_code == 500
        assert not Authenticator.objects.exists()

        monkeypatch.setattr(audit, "note", real)
        assert client.post("/accounts/2fa/totp/activate/", {"code": "123456"}).status_code == 302
        assert Authenticator.objects.filter(type="totp").exists()
        client.post("/accounts/2fa/totp/deactivate/")
        whats = ["totp-added", "recovery_codes-added", "totp-removed"]
        assert noted(kind=Kind.ACCOUNT) == [(what, ana, None, None) for what in whats]

    def test_a_lost_entry_takes_the_new_password_with_it(self, ana, monkeypatch):
        client, new = enter(), "another long pass phrase"
        client.raise_request_exception = False
        monkeypatch.setattr(audit, "note", lambda *args, **data: 1 / 0)
        typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert client.post("/accounts/password/change/", typed).status_code == 500
        assert User.objects.get(pk=ana.pk).check_password(PASSWORD)


class TestRights:
    def test_all_that_an_owner_does_to_a_person(self, owner, cast, categories):
        change = url("accounts_user", "change", cast.ana.pk)
        form = {"name": "Ece", "email": "ece@example.com", "role": "assistant", "language": "tr"}
        owner.post(url("accounts_user", "add"), form | {"categories": [categories.billing.pk]})
        owner.post(change, staff_form(cast.ana, categories.billing, role="owner", is_active=None))
        cast.ana.refresh_from_db()
        owner.post(change, staff_form(cast.ana, categories.billing))
        ece = User.objects.get(email="ece@example.com")
        assert noted(kind=Kind.RIGHTS) == [
            ("person-added", cast.owner, ece, None),
            ("category-given", cast.owner, ece, categories.billing),
            ("link-shown", cast.owner, ece, None),
            ("role", cast.owner, cast.ana, None),
            ("locked-out", cast.owner, cast.ana, None),
            ("category-taken", cast.owner, cast.ana, categories.downloads),
            ("category-given", cast.owner, cast.ana, categories.billing),
            ("let-in", cast.owner, cast.ana, None),
        ]
        assert AuditEntry.objects.get(what="role").data == {"before": "assistant", "role": "owner"}

    def test_a_new_address_is_noted(self, owner, cast, categories):
        form = staff_form(cast.ana, categories.downloads, email="new@example.com")
        owner.post(url("accounts_user", "change", cast.ana.pk), form)
        assert noted() == [("email", cast.owner, cast.ana, None)]

    def test_saving_without_a_change_notes_nothing(self, owner, cast, categories):
        owner.post(url("accounts_user", "change", cast.ana.pk), staff_form(cast.ana, categories.downloads))
        assert not noted()

    def test_a_category_for_named_people_only(self, owner, cast, categories):
        category = categories.billing
        services.keep_to_named_people(category=category, by=cast.owner)
        assert noted() == [("named-only", cast.owner, None, category)]

    def test_an_owner_made_by_the_command(self, db):
        call_command("createowner", "first@example.com")
        call_command("createowner", "first@example.com")  # only another link
        first = User.objects.get()
        assert noted() == [("person-added", None, first, None), *[("link-shown", None, first, None)] * 2]
        assert {entry.network for entry in AuditEntry.objects.all()} == {""}


class TestSettings:
    def test_values_are_kept_where_they_are_short(self, owner, cast):
        typed = CAPS | {"name": "Elma", "mails_an_address": 5, "privacy_text_en": "x" * 500}
        owner.post("/desk/settings/", typed)
        [entry] = AuditEntry.objects.all()
        assert entry.data["changed"] == {
            "name": ["", "Elma"],
            "mails_an_address": [10, 5],
            "privacy_text_en": None,
        }
        assert (entry.actor, entry.kind) == (cast.owner, Kind.SETTINGS)
        owner.post("/desk/settings/", typed)
        assert AuditEntry.objects.count() == 1
        [row] = read(owner)
        assert "Changed the help desk" in row
        assert "Name: – → Elma" in row
        assert "10 → 5" in row
        assert "xxx" not in row

    def test_the_words_of_a_mail(self, owner, cast, categories):
        typed = {"do": "save", "subject": "Ticket {reference}", "body": "{link}", "category": "downloads"}
        owner.post("/desk/settings/mail/confirmation/en/", typed)
        owner.post("/desk/settings/mail/confirmation/en/", {"do": "reset", "category": "downloads"})
        owner.post("/desk/settings/mail/confirmation/en/", {"do": "reset", "category": "downloads"})
        assert not MailText.objects.exists()
        assert noted() == [
            ("mail-text", cast.owner, None, categories.downloads),
            ("mail-text-reset", cast.owner, None, categories.downloads),
        ]

    def test_categories_and_their_fields(self, owner, cast):
        owner.post(url("tickets_category", "add"), category_form())
        press = Category.objects.get(slug="press")
        changed = category_form(
            name_en="The press", **rows("links", {"label_en": "A", "url_en": "https://a.example", "position": 0})
        )
        owner.post(url("tickets_category", "change", press.pk), changed)
        owner.post(url("tickets_fielddefinition", "add"), field_form(press))
        assert noted() == [
            ("category-added", cast.owner, None, press),
            ("category-changed", cast.owner, None, press),
            ("fielddefinition-added", cast.owner, None, press),
        ]
        rows_read = " ".join(read(owner))
        assert "Press → The press" in rows_read
        assert "Added a field in “The press”: model" in rows_read
        press.fields.all().delete()
        owner.post(url("tickets_category", "delete", press.pk), {"post": "yes"})
        assert not Category.objects.filter(pk=press.pk).exists()
        assert read(owner) == [read(owner)[0]]
        assert "Removed the category “press”" in read(owner)[0]
        assert AuditEntry.objects.count() == 4  # those of a category that is gone stay

    def test_the_first_run(self, owner, cast):
        owner.post("/desk/setup/category/", {"name": "Orders"})
        owner.post("/desk/setup/assistant/", {"name": "Ece", "email": "ece@example.com"})
        assert [what for what, *_ in noted()][:2] == ["category-added", "person-added"]


@pytest.mark.parametrize("path", ["/desk/faq/", "/desk/faq/misses/"])
def test_a_table_that_is_taken_along_is_noted(owner, cast, path):
    owner.get(path)
    assert not noted()
    owner.get(f"{path}?format=csv")
    assert noted(kind=Kind.EXPORT) == [("table", cast.owner, None, None)]
    assert "days.csv" in read(owner)[0]


def test_every_table_is_made_where_that_is_noted():
    makers = [path.name for path in OURS if re.search(r"text/csv|^import csv$", path.read_text(), re.MULTILINE)]
    assert makers == ["csv_files.py"]


def test_a_redaction_is_noted_without_what_was_removed(owner, cast, ticket):
    services.redact(message=ticket.messages.get(), actor=cast.owner, words=["damaged"])
    [entry] = AuditEntry.objects.all()
    assert (entry.what, entry.category) == ("redacted", ticket.category)
    assert entry.data == {
        "ticket": ticket.reference,
        "message": ticket.messages.get().pk,
        "whole": False,
        "files": 0,
    }
    assert ticket.reference_text in read(owner)[0]


class TestReading:
    def test_what_is_about_named_people_only_is_read_by_them_only(self, cast, sign_in, categories, open_ticket):
        ticket = open_ticket(categories.personal)
        services.redact(message=ticket.messages.get(), actor=cast.owner, words=["damaged"])
        services.set_assignments(user=cast.ana, categories=[categories.personal], by=cast.owner)
        services.save_mail_text(MailText(event="answer", language="en", category=categories.personal), by=cast.owner)
        audit.note(Kind.SETTINGS, "category-removed", actor=cast.owner, category=Category(pk=10**6), key="secret")
        assert len(read(sign_in(cast.owner))) == 4  # also that she took "downloads" from Ana; but not what is gone
        [row] = read(sign_in(cast.other_owner))
        assert "Downloads" in row

    def test_what_becomes_for_named_people_only_is_hidden_with_its_past(self, cast, sign_in, categories):
        services.set_assignments(user=cast.nil, categories=[categories.billing], by=cast.owner)
        other = sign_in(cast.other_owner)
        assert len(read(other)) == 1
        services.keep_to_named_people(category=categories.billing, by=cast.owner)
        assert read(other) == []

    def test_by_kind_and_person(self, owner, cast, categories):
        services.set_active(user=cast.ana, is_active=False, by=cast.other_owner)
        services.save_help_desk(HelpDesk(name="Elma"), by=cast.owner)
        assert len(read(owner)) == 2
        assert len(read(owner, kind="rights")) == 1
        assert read(owner, person=cast.ana.pk) == read(owner, kind="rights", person=cast.other_owner.pk)
        assert read(owner, kind="rights", person=cast.owner.pk) == []
        assert len(read(owner, kind="nonsense", person="\0", before="x")) == 2
        assert read(owner, before="9" * 30) == read(owner)

    def test_pages_are_cut_where_the_last_one_ended(self, owner, cast):
        for n in range(51):
            audit.note(Kind.EXPORT, "table", actor=cast.owner, name=f"table-{n}")
        first = read(owner)
        older = re.search(r"\?before=(\d+)", owner.get(PAGE).text)[1]
        audit.note(Kind.EXPORT, "table", actor=cast.owner, name="table-new")
        assert (len(first), "table-50.csv" in first[0]) == (50, True)
        assert ["table-0.csv" in row for row in read(owner, before=older)] == [True]
        assert "The newest" in owner.get(PAGE, {"before": older}).text

    def test_with_one_row_and_with_five_it_takes_as_many_queries(self, owner, cast, categories, count_queries):
        services.set_assignments(user=cast.nil, categories=[categories.billing], by=cast.owner)
        few = count_queries(lambda: owner.get(PAGE))
        for person in (cast.ana, cast.bora):
            services.set_active(user=person, is_active=False, by=cast.owner)
            services.set_active(user=person, is_active=True, by=cast.other_owner)
        assert count_queries(lambda: owner.get(PAGE)) == few

    def test_words_are_the_readers(self, owner, cast):
        services.set_active(user=cast.ana, is_active=False, by=cast.owner)
        assert "Locked Ana out" in read(owner)[0]
        User.objects.filter(pk=cast.owner.pk).update(language="tr")
        assert "Locked" not in read(owner)[0]
        assert "Ana" in read(owner)[0]

    def test_an_entry_of_another_version_is_shown_as_it_is(self, owner, cast):
        audit.note(Kind.SETTINGS, "unheard-of", actor=cast.owner, changed={"gone": [1, 2], "long": None})
        audit.note(Kind.RIGHTS, "role", person=cast.ana)
        assert "Ana: – → –" in read(owner)[0]
        assert "unheard-of gone: 1 → 2 long" in read(owner)[1]

    def test_every_word_that_is_noted_has_its_sentence(self):
        code = "".join(path.read_text() for path in OURS)
        used = set(re.findall(r'\bnote\(\s*(?:audit\.)?Kind\.\w+,\s*"([\w-]+)"', code))
        assert len(used) > 12
        assert used <= set(audit_words.WHAT)


class TestNobodyChangesIt:
    @pytest.fixture
    def entry(self, cast):
        return audit.note(Kind.RIGHTS, "let-in", person=cast.ana)

    @pytest.mark.parametrize(
        "change",
        [
            lambda entry: entry.save(),
            lambda entry: entry.delete(),
            lambda entry: AuditEntry.objects.update(what="x"),
            lambda entry: AuditEntry.objects.all().delete(),
            lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(network=""),
            lambda entry: AuditEntry.objects.bulk_update([entry], ["what"]),
            lambda entry: AuditEntry.objects.update_or_create(pk=entry.pk, defaults={"what": "x"}),
            lambda entry: entry.person.delete(),
        ],
    )
    def test_no_way_leads_to_another_past(self, entry, change):
        with pytest.raises((TypeError, IntegrityError)), transaction.atomic():
            change(entry)
        assert noted() == [("let-in", None, entry.person, None)]

    def test_no_code_goes_round_the_model(self):
        for path in OURS:
            text = path.read_text()
            assert "_raw_delete" not in text, path
            assert "accounts_auditentry" not in text.lower(), path
            assert "AuditEntry" not in text or path.name in {"models.py", "audit.py", "audit_words.py"}, path

    def test_a_kind_that_nobody_knows_is_refused(self, db):
        with pytest.raises(IntegrityError, match="accounts_audit_entries_are_of_a_known_kind"), transaction.atomic():
            audit.note("gossip", "x")
