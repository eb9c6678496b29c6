"""The demo: something real on every page."""

from datetime import timedelta

import pytest
from django.conf import settings as loaded
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum
from django.test import override_settings
from django.utils import timezone
from django.utils.translation import override

from accounts.access import may_see
from accounts.models import CategoryAssignment, User
from faq.models import DailyCount, Entry, LoggedSearch
from faq.querysets.reading import SOURCES
from faq.search import search
from tickets.canned import PLACEHOLDER, render
from tickets.counts import counts_for
from tickets.demo import build
from tickets.demo.text import flow
from tickets.models import (
    CannedResponse,
    Category,
    Event,
    FieldChoice,
    FieldDefinition,
    Message,
    OutboxMail,
    RelatedLink,
    Ticket,
)
from tickets.services.delivering import send_due

EVERYTHING = [User, CategoryAssignment, Category, RelatedLink, FieldDefinition, FieldChoice, CannedResponse]
EVERYTHING += [Entry, DailyCount, LoggedSearch, Ticket, Message, Event, OutboxMail]
SLUGS = ["downloads", "installation", "billing", "sales", "suggestions", "joint-ventures", "personal", "something-else"]


@pytest.fixture
def debug(settings):
    settings.DEBUG = True


@pytest.fixture(scope="module")
def _demo(django_db_setup, django_db_blocker):
    """The demo, made once for all tests that follow: each of them rolls back to it."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # else no durable block could stand inside
        outer.__enter__()
        with override_settings(DEBUG=True):
            call_command("demo", verbosity=0)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def demo(_demo, db, debug):
    pass


def person(name):
    return User.objects.get(email=f"{name}@example.com")


def counted():
    return {model.__name__: model.objects.count() for model in EVERYTHING}


# These make a demo of their own, so they come before those that share one.


def test_it_is_refused_where_debug_is_off(db):
    assert not loaded.DEBUG
    with pytest.raises(CommandError, match="DEBUG is off"):
        call_command("demo")
    assert not User.objects.exists()


def test_what_was_there_before_is_left_alone(db, debug):
    own = Category.objects.create(slug="billing", name_en="Money")
    User.objects.create_user("ana@example.com", name="Another Ana", password="a password of her own")
    call_command("demo", verbosity=0)
    assert person("ana").check_password("a password of her own")
    assert not own.fields.exists()
    assert not own.tickets.exists()
    assert Category.objects.count() == len(SLUGS)


def test_nothing_is_announced(db, debug, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        call_command("demo", verbosity=0)
    assert callbacks == []


# These share one.


def test_a_second_time_changes_nothing(demo):
    before = counted()
    call_command("demo", verbosity=0)
    assert counted() == before


def test_what_a_person_changed_stays(demo):
    Category.objects.filter(slug="downloads").update(name_en="Books", named_only=True)
    Entry.objects.filter(slug="which-format").delete()
    LoggedSearch.objects.all().delete()
    CannedResponse.objects.filter(title="New download link").update(text_en="Changed")
    CategoryAssignment.objects.filter(user=person("ana")).delete()
    User.objects.filter(email="bora@example.com").update(is_active=False, language="en")
    before = counted()
    call_command("demo", verbosity=0)
    assert counted() == before
    assert Category.objects.get(slug="downloads").name_en == "Books"
    assert CannedResponse.objects.get(title="New download link").text_en == "Changed"
    assert not person("bora").is_active


def test_the_people_sign_in_and_see_their_categories(demo, client):
    sees = {
        name: [slug for slug in SLUGS if may_see(person(name), Category.objects.get(slug=slug))]
        for name in ("owner", "ana", "bora", "nil")
    }
    assert sees == {
        "owner": SLUGS,
        "ana": ["downloads", "installation"],
        "bora": ["billing", "something-else"],
        "nil": [],
    }
    assert not may_see(User(role="owner", pk=10_000), Category.objects.get(slug="personal"))
    for name in sees:
        answer = client.post("/accounts/login/", {"login": f"{name}@example.com", "password": "help-desk-demo"})
        assert (answer.status_code, answer["Location"]) == (302, "/desk/")
        client.logout()


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_category_has_its_words_form_answers_and_responses(demo, language):
    few = {"joint-ventures": 3, "personal": 2}
    for category in Category.objects.with_form():
        for name in ("name", "description", "hints", "covered", "promise_text"):
            assert getattr(category, f"{name}_{language}"), (category, name)
        fields = category.fields.all()
        assert 2 <= len(fields) <= 7
        for field in fields:
            assert getattr(field, f"label_{language}"), field
            assert bool(field.hint_en) == bool(field.hint_tr), field
            assert bool(field.error_text_en) == bool(field.error_text_tr), field
            field.full_clean()
            for choice in field.choices.all():
                assert getattr(choice, f"label_{language}"), choice
            assert field.kind not in ("choice", "choices") or field.choices.count() > 1
        entries = Entry.objects.published().in_category(category)
        assert entries.count() >= few.get(category.slug, 5)
        for entry in entries:
            assert getattr(entry, f"question_{language}"), entry
            assert getattr(entry, f"answer_{language}"), entry
        assert 3 <= category.canned_responses.count() <= 5


def test_owners_texts_fit_their_columns(demo):
    for model in (Category, RelatedLink, FieldDefinition, FieldChoice, CannedResponse, Entry):
        for row in model.objects.all():
            row.full_clean()


def test_both_ways_after_sending_occur(demo):
    assert set(CannedResponse.objects.values_list("after_send", flat=True)) == {"complete", "open"}


def test_placeholders_name_real_fields(demo):
    for response in CannedResponse.objects.all():
        known = {"name", "reference", "category"}
        known |= set(
            FieldDefinition.objects.filter(category__in=response.categories.all()).values_list("key", flat=True)
        )
        for text in (response.text_en, response.text_tr):
            assert set(PLACEHOLDER.findall(text)) <= known, response
        assert set(PLACEHOLDER.findall(response.text_en)) == set(PLACEHOLDER.findall(response.text_tr)), response


def test_every_response_can_be_sent_with_one_touch_on_some_ticket(demo):
    for response in CannedResponse.objects.all():
        tickets = Ticket.objects.filter(category__in=response.categories.all())
        assert any(render(response, ticket).is_ready for ticket in tickets), response


def test_the_past_has_tickets_of_every_kind(demo):
    tickets = Ticket.objects.all()
    assert tickets.count() >= 40
    assert set(tickets.values_list("status", flat=True)) == {"queued", "assigned", "asked", "completed"}
    assert tickets.filter(is_spam=True).count() == 1
    assert set(tickets.values_list("language", flat=True)) == {"en", "tr"}
    assert counts_for(person("ana"))["waiting"] + counts_for(person("bora"))["waiting"] >= 8
    assert counts_for(person("bora"))["waiting"] >= 3
    owner = counts_for(person("owner"))["categories"]
    assert 1 <= owner["joint-ventures"] <= 2
    assert tickets.filter(category__slug="personal").count() == 2
    assert set(tickets.values_list("category__slug", flat=True)) == set(SLUGS)
    addresses = tickets.values_list("requester__email", flat=True)
    assert all(
        address.rpartition("@")[2].endswith(("example.com", "example.org", "example.net")) for address in addresses
    )


def test_what_could_not_be_delivered_waits_before_all_others(demo):
    failed = OutboxMail.objects.get(state="failed")
    assert Ticket.objects.waiting().oldest_first().filter(category__slug="installation").first() == failed.ticket
    assert failed.ticket.events.filter(kind="mail_failed").exists()


def test_the_past_is_past_and_in_order(demo):
    now = timezone.now()
    for ticket in Ticket.objects.all():
        events = list(ticket.events.all())
        assert [event.created_at for event in events] == sorted(event.created_at for event in events)
        assert events[0].created_at == ticket.created_at <= now - timedelta(minutes=5)
        assert ticket.search_document
        for name in ("waiting_since", "assigned_at", "first_response_at", "completed_at"):
            time = getattr(ticket, name)
            assert time is None or ticket.created_at <= time < now - timedelta(seconds=30), (ticket, name)
        if ticket.waiting_since and not ticket.mails.filter(state="failed").exists():
            newest = ticket.messages.filter(kind="customer").latest("created_at")
            assert ticket.waiting_since <= newest.created_at
    assert not Message.objects.held().exists()
    assert not Message.objects.filter(created_at__gt=now - timedelta(minutes=1)).exists()


def test_nobody_gets_a_mail_for_it(demo, sent_mails):
    assert send_due() == 0
    assert sent_mails == []
    assert not OutboxMail.objects.filter(state="waiting").exists()
    for mail in OutboxMail.objects.filter(state="sent"):
        assert mail.created_at <= mail.sent_at < timezone.now()


def test_entries_have_been_read_and_some_searches_were_in_vain(demo):
    assert not Entry.objects.with_views(days=30).filter(views=0).exists()
    assert LoggedSearch.objects.count() >= 20
    assert set(LoggedSearch.objects.values_list("language", flat=True)) == {"en", "tr"}
    searched = {row.folded: row for row in LoggedSearch.objects.select_related("category")}.values()
    for row in searched:
        assert row.results == len(search(row.phrase, category=row.category, language=row.language, limit=10)), row
    assert LoggedSearch.objects.missed().filter(results=0).exists()
    assert LoggedSearch.objects.missed().filter(results__gt=0).exists()
    assert LoggedSearch.objects.exclude(opened=None).exists()


def test_readers_came_from_everywhere_and_said_what_they_think(demo):
    counts = DailyCount.objects.aggregate(**{name: Sum(name) for name in (*SOURCES, "helped", "not_helped", "filed")})
    assert all(counts.values()), counts
    assert DailyCount.objects.filter(solved__gt=0).exists()


def test_entries_have_a_short_answer_and_most_of_the_busy_ones_steps(demo):
    for entry in Entry.objects.all():
        for language in ("en", "tr"):
            assert len(getattr(entry, f"answer_{language}").split()) <= 40, entry
    assert Entry.objects.exclude(body_en="").exclude(body_tr="").count() >= 15


def test_searches_led_to_entries_that_they_find(demo):
    found = LoggedSearch.objects.exclude(opened=None).select_related("opened", "category")
    assert found.count() >= 20
    assert LoggedSearch.objects.filter(results__gt=0, opened=None).exists()
    for phrase in {(row.phrase, row.language, row.category, row.opened) for row in found}:
        words, language, category, entry = phrase
        with override(language):
            assert entry in [hit.entry for hit in search(words, category=category, language=language)], phrase


def test_texts_are_joined_but_lists_and_tables_stay():
    text = """
        One
        paragraph.

        - first
          item
        - second
        | a | b |
        """
    assert flow(text) == "One paragraph.\n\n- first item\n- second\n| a | b |"


def test_every_past_ticket_is_named_once():
    keys = [(data["email"], data["subject"]) for data in build.PAST]
    assert len(keys) == len(set(keys))
