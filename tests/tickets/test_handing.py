"""Can't answer: the ticket goes, with a reason, to who helps; and what people may decide by themselves."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from tickets import services
from tickets.models import Category, OutboxMail, Ticket
from tickets.services.delivering import send_due


@pytest.fixture
def post(sign_in):
    """Return post(user, ticket, **fields)."""

    def post(user, ticket, **fields):
        fields = {"form_key": uuid.uuid4(), "reason": "They want their money back, 400 €."} | fields
        return sign_in(user).post(f"/desk/tickets/{ticket.reference_text}/hand-over/", fields, follow=True)

    return post


@pytest.fixture
def named(categories, cast):
    Category.objects.filter(pk=categories.downloads.pk).update(handed_to=cast.bora)
    return cast.bora


def test_it_goes_to_the_person_named_for_the_category(cast, ticket, named, post, reload, sign_in):
    page = post(cast.ana, ticket)
    assert "The ticket is handed over: Bora" in page.text
    assert "Ana could not answer and handed the ticket over: Bora" in page.text
    handed = reload(ticket)
    assert (handed.assignee, handed.status) == (cast.bora, "assigned")
    assert handed.waiting_since
    assert ticket.messages.get(kind="note").body == "They want their money back, 400 €."
    mine = sign_in(cast.bora).get("/desk/?assignee=me&state=assigned")
    assert list(mine.context["page"]) == [ticket]


@pytest.mark.parametrize("how", ["nobody", "not theirs", "locked out", "the same person"])
def test_else_it_goes_to_an_owner(cast, categories, ticket, post, reload, how):
    people = {"nobody": None, "not theirs": cast.nil, "locked out": cast.locked_out, "the same person": cast.ana}
    Category.objects.filter(pk=categories.downloads.pk).update(handed_to=people[how])
    post(cast.ana, ticket)
    assert reload(ticket).assignee == cast.owner


def test_of_a_category_for_named_people_it_goes_to_an_owner_who_is_one(cast, categories, open_ticket, post, reload):
    ticket = open_ticket(categories.personal)
    services.set_assignments(user=cast.nil, categories=[categories.personal], by=cast.owner)
    post(cast.nil, ticket)
    assert reload(ticket).assignee == cast.owner


def test_where_nobody_else_is_the_reason_is_kept(cast, categories, open_ticket, post, reload):
    ticket = open_ticket(categories.personal)
    page = post(cast.owner, ticket)
    assert page.status_code == 422
    assert "Nobody else sees this category" in page.text
    assert "400 €" in page.text
    assert reload(ticket).assignee is None
    assert not ticket.messages.filter(kind="note").exists()


def test_a_double_click_hands_over_once(cast, ticket, named, post):
    key = uuid.uuid4()
    for _time in range(2):
        post(cast.ana, ticket, form_key=key)
    assert ticket.messages.filter(kind="note").count() == 1
    assert ticket.events.filter(kind="handed_over").count() == 1
    assert OutboxMail.objects.filter(kind="handed_over").count() == 1


@pytest.mark.parametrize("fields", [{"reason": " "}, {"reason": "x" * 2_001}, {"form_key": "x"}, {"reason": "a\0b"}])
def test_what_is_missing_is_told_and_nothing_is_lost(cast, ticket, named, post, fields, reload):
    page = post(cast.ana, ticket, **fields)
    assert page.status_code == 422
    assert fields.get("reason", "400 €").strip().replace("\0", "") in page.text
    assert reload(ticket).assignee is None


def test_a_hidden_ticket_is_not_handed_over(cast, categories, open_ticket, post, reload):
    hidden = open_ticket(categories.billing)
    assert post(cast.ana, hidden).status_code == 404
    assert reload(hidden).assignee is None


def test_a_snoozed_ticket_waits_again(cast, ticket, named, post, reload):
    Ticket.objects.filter(pk=ticket.pk).update(
        snoozed_until=timezone.now() + timedelta(hours=2), waited_since=ticket.waiting_since, waiting_since=None
    )
    post(cast.ana, ticket)
    assert (reload(ticket).waiting_since, reload(ticket).snoozed_until) == (ticket.waiting_since, None)


def test_they_get_a_mail_in_their_language_that_tells_nothing_of_the_content(
    cast, categories, ticket, named, post, sent_mails
):
    User.objects.filter(pk=named.pk).update(language="tr")
    OutboxMail.objects.all().delete()
    post(cast.ana, ticket)
    send_due()
    [mail] = sent_mails
    assert mail.to == [named.email]
    assert f"http://localhost:8000/desk/tickets/{ticket.reference_text}/" in mail.body
    assert "İndirmeler" in mail.body
    assert "/t/" not in mail.body
    for secret in ("money back", ticket.subject, ticket.name, ticket.requester.email):
        assert secret not in mail.message().as_string()
    assert mail.extra_headers["Auto-Submitted"] == "auto-replied"


def test_who_loses_a_ticket_by_a_move_is_told_where_it_went(cast, categories, open_ticket, sent_mails):
    for target, name in ((categories.billing, True), (categories.personal, False)):
        ticket = open_ticket()
        services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
        OutboxMail.objects.all().delete()
        services.move(ticket=ticket, category=target, actor=cast.owner)
        sent_mails.clear()
        send_due()
        [mail] = sent_mails
        assert mail.to == [cast.ana.email]
        assert ticket.reference_text in mail.body
        assert (target.name in mail.body) == name
        assert ticket.subject not in mail.message().as_string()


def test_what_people_may_decide_stands_beside_the_ticket(cast, categories, ticket, open_ticket, sign_in):
    Category.objects.filter(pk=categories.downloads.pk).update(staff_note="Refund **up to 50 €** without asking.")
    desk = sign_in(cast.bora)
    page = desk.get(f"/desk/tickets/{ticket.reference_text}/").text
    assert "What you may decide" in page
    assert "<strong>up to 50 €</strong>" in page
    other = open_ticket(categories.billing)
    assert "What you may decide" not in desk.get(f"/desk/tickets/{other.reference_text}/").text


def test_owners_write_it_where_they_edit_categories(cast, categories, sign_in):
    page = sign_in(cast.owner).get(f"/admin/tickets/category/{categories.downloads.pk}/change/").text
    assert 'name="staff_note"' in page
    assert 'name="handed_to"' in page
    assert f'<option value="{cast.ana.pk}">' in page
    assert f'<option value="{cast.locked_out.pk}">' not in page
