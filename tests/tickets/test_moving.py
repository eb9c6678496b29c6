"""Moving a ticket to another category: who may, what it asks, who is told, and what nobody learns."""

import uuid

import pytest

from tickets import links, services
from tickets.models import Category, FieldChoice, FieldDefinition, Ticket
from tickets.search import find


@pytest.fixture
def move(sign_in):
    """Return move(user, ticket, category, **fields): as the page posts it."""

    def move(user, ticket, category, **fields):
        path = f"/desk/tickets/{ticket.reference_text}/move/"
        slug = category.slug if isinstance(category, Category) else category
        return sign_in(user).post(path, {"category": slug} | fields, follow=True)

    return move


@pytest.fixture
def pushed(monkeypatch):
    frames = []
    monkeypatch.setattr("tickets.services.recording.push_counts", lambda count: frames.append(count()))
    return frames


def ask(category, key="order", **fields):
    defaults = {"kind": "line", "label_en": key.title(), "label_tr": f"{key} tr", "position": 5}
    return FieldDefinition.objects.create(category=category, key=key, **defaults | fields)


def test_a_ticket_is_handed_to_a_category_the_mover_does_not_work_in(cast, categories, ticket, move, reload):
    page = move(cast.ana, ticket, categories.billing)
    assert reload(ticket).category == categories.billing
    assert page.redirect_chain[-1][0] == "/desk/"
    assert f"Ticket {ticket.reference_text} is now in this category, which you do not work in: Billing" in page.text
    assert ticket.subject not in page.text
    assert not Ticket.objects.visible_to(cast.ana).filter(pk=ticket.pk).exists()


def test_who_sees_both_categories_stays_on_the_ticket(cast, categories, ticket, move):
    page = move(cast.bora, ticket, categories.billing)
    assert page.redirect_chain[-1][0] == f"/desk/tickets/{ticket.reference_text}/"
    assert "Bora moved the ticket: Downloads → Billing" in page.text


def test_the_page_lists_no_category_for_named_people_only(cast, categories, ticket, sign_in):
    path = f"/desk/tickets/{ticket.reference_text}/move/"
    for user, listed in ((cast.ana, False), (cast.other_owner, False), (cast.owner, True)):
        page = sign_in(user).get(path).text
        assert "Billing" in page
        assert ("Personal" in page) == listed


@pytest.mark.parametrize("slug", ["personal", "nowhere", "x\0", "closed", "9" * 10_000])
def test_a_category_that_is_not_offered_is_refused_as_if_there_were_none(cast, categories, ticket, move, slug, reload):
    Category.objects.create(slug="closed", name_en="Closed", is_active=False)
    for user in (cast.ana, cast.other_owner):
        assert move(user, ticket, slug).status_code == 404
    assert reload(ticket).category == categories.downloads
    assert not ticket.events.filter(kind="moved").exists()


@pytest.mark.parametrize("name", ["billing", "personal"])
def test_a_ticket_one_does_not_see_is_not_moved(cast, categories, open_ticket, move, name, reload):
    hidden = open_ticket(getattr(categories, name))
    assert move(cast.ana, hidden, categories.downloads).status_code == 404
    assert reload(hidden).category == getattr(categories, name)


def test_nothing_chosen_is_told(cast, ticket, move):
    page = move(cast.ana, ticket, "")
    assert page.status_code == 422
    assert "Choose a category" in page.text


def test_missing_required_answers_are_asked_for_first(cast, categories, ticket, move, reload):
    ask(categories.billing)
    page = move(cast.ana, ticket, categories.billing)
    assert page.status_code == 422
    assert [field.name for field in page.context["form"]] == ["f_order", "f_order__missing"]
    assert reload(ticket).category == categories.downloads
    assert "Fill in this field: Order" in move(cast.ana, ticket, categories.billing, fill_in="on").text
    move(cast.ana, ticket, categories.billing, fill_in="on", f_order="EB-1")
    moved = reload(ticket)
    assert moved.category == categories.billing
    assert moved.answers == [
        {"key": "order", "label": "Order", "value": "EB-1"},
        {"key": "serial", "label": "Serial number", "value": "LP2208831947", "no_longer_asked": True},
    ]
    assert [found.pk for found in find("EB-1", user=cast.bora).tickets] == [ticket.pk]


def test_what_the_customer_did_not_say_may_stay_open(cast, categories, ticket, move, reload):
    ask(categories.billing)
    move(cast.ana, ticket, categories.billing, fill_in="on", f_order__missing="on")
    assert reload(ticket).answers[0] == {"key": "order", "label": "Order", "value": "", "missing": True}


def test_an_answer_that_does_not_fit_is_asked_anew_and_kept(cast, categories, open_ticket, move, reload):
    ask(categories.billing, "serial", kind="number")
    ticket = open_ticket()
    page = move(cast.ana, ticket, categories.billing, fill_in="on", f_serial="seven")
    assert "Enter a number" in page.text
    move(cast.ana, ticket, categories.billing, fill_in="on", f_serial="7")
    assert [(answer["key"], answer["value"]) for answer in reload(ticket).answers] == [
        ("serial", "7"),
        ("serial_before", "LP2208831947"),
    ]


def test_an_answer_that_fits_is_taken_along_and_back(cast, categories, open_ticket, move, reload):
    ask(categories.billing, "serial")
    before = open_ticket().answers
    ticket = open_ticket()
    move(cast.bora, ticket, categories.billing)
    assert reload(ticket).answers == before
    move(cast.bora, ticket, categories.downloads)
    assert reload(ticket).answers == before


def test_a_required_question_is_asked_only_with_the_answer_that_brings_it_up(
    cast, categories, open_ticket, move, reload
):
    kind = ask(categories.billing, "kind", kind="choice")
    for key in ("card", "transfer"):
        FieldChoice.objects.create(field=kind, key=key, label_en=key.title(), label_tr=f"{key} tr")
    ask(categories.billing, "iban", position=6, shown_if=kind, shown_if_value="transfer")
    ticket, other = open_ticket(language="tr"), open_ticket()
    move(cast.ana, other, categories.billing, fill_in="on", f_kind="card")
    assert [answer["key"] for answer in reload(other).answers] == ["kind", "serial"]
    page = move(cast.ana, ticket, categories.billing, fill_in="on", f_kind="transfer")
    assert "Fill in this field: Iban" in page.text
    move(cast.ana, ticket, categories.billing, fill_in="on", f_kind="transfer", f_iban="TR1")
    assert [(answer["label"], answer["value"]) for answer in reload(ticket).answers[:2]] == [
        ("kind tr", "transfer tr"),
        ("iban tr", "TR1"),
    ]


def test_the_service_moves_nothing_while_an_answer_is_missing(cast, categories, ticket, reload):
    field = ask(categories.billing)
    with pytest.raises(services.MissingAnswers) as missing:
        services.move(ticket=ticket, category=categories.billing, actor=cast.ana)
    assert missing.value.fields == [field]
    assert reload(ticket).category == categories.downloads


def test_moving_to_where_it_is_changes_nothing(cast, categories, ticket, move):
    move(cast.ana, ticket, categories.downloads)
    assert not ticket.events.filter(kind="moved").exists()


@pytest.mark.parametrize("then", [None, "ask"])
def test_an_assignee_who_loses_sight_of_it_no_longer_has_it(cast, categories, ticket, send_reply, reload, then):
    services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
    if then:
        send_reply(ticket, cast.ana, then=then)
    services.move(ticket=ticket, category=categories.billing, actor=cast.bora)
    moved = reload(ticket)
    assert (moved.assignee, moved.status) == (None, "asked" if then else "queued")
    assert ticket.events.last().kind == "unassigned"


def test_an_assignee_who_still_sees_it_keeps_it(cast, categories, ticket, reload):
    services.assign_to(ticket=ticket, user=cast.bora, instead_of=None)
    services.move(ticket=ticket, category=categories.billing, actor=cast.ana)
    assert reload(ticket).assignee == cast.bora


def test_a_completed_ticket_remembers_who_answered(cast, categories, ticket, send_reply, reload):
    send_reply(ticket, cast.ana)
    services.move(ticket=ticket, category=categories.billing, actor=cast.bora)
    assert reload(ticket).assignee == cast.ana


def test_a_reply_taken_back_after_a_move_gives_it_to_nobody_who_lost_sight(
    cast, categories, ticket, send_reply, reload
):
    services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
    send_reply(ticket, cast.ana)
    services.move(ticket=ticket, category=categories.billing, actor=cast.bora)
    services.undo(ticket=ticket, author=cast.ana)
    assert (reload(ticket).assignee, reload(ticket).status) == (None, "queued")


def test_the_timeline_names_no_category_for_named_people_only(cast, categories, ticket, sign_in):
    for category in (categories.personal, categories.billing):
        services.move(ticket=ticket, category=category, actor=cast.owner)
    path = f"/desk/tickets/{ticket.reference_text}/"
    for user in (cast.bora, cast.other_owner):
        page = sign_in(user).get(path).text
        assert "Personal" not in page
        assert "Owner moved the ticket to another category" in page
        assert "Owner moved the ticket here from another category: Billing" in page
    assert "Downloads → Personal" in sign_in(cast.owner).get(path).text


def test_both_categories_people_are_told_their_own_numbers(
    cast, categories, ticket, pushed, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.move(ticket=ticket, category=categories.billing, actor=cast.owner)
    [frames] = pushed
    assert set(frames) == {user.pk for user in (cast.owner, cast.other_owner, cast.ana, cast.bora)}
    assert frames[cast.ana.pk] == {
        "type": "counts",
        "event": "refresh",
        "id": None,
        "ticket": None,
        "waiting": 0,
        "overdue": 0,
        "categories": {"downloads": 0},
    }
    assert (frames[cast.bora.pk]["event"], frames[cast.bora.pk]["ticket"]) == ("refresh", ticket.reference_text)


def test_a_waiting_ticket_arrives_at_those_who_did_not_see_it(
    cast, categories, open_ticket, pushed, django_capture_on_commit_callbacks
):
    ticket = open_ticket(categories.personal)
    with django_capture_on_commit_callbacks(execute=True):
        services.move(ticket=ticket, category=categories.downloads, actor=cast.owner)
    [frames] = pushed
    assert frames[cast.ana.pk]["event"] == "ticket.opened"
    assert frames[cast.ana.pk]["categories"] == {"downloads": 1}
    assert frames[cast.owner.pk]["event"] == "refresh"


def test_the_customer_learns_the_new_category_and_goes_on(client, cast, categories, ticket):
    services.move(ticket=ticket, category=categories.billing, actor=cast.bora)
    client.get(links.private_url(ticket).removeprefix("http://localhost:8000"))
    page = client.get(f"/tickets/{ticket.reference_text}/")
    assert "Billing" in page.text
    services.customer_reply(ticket=ticket, body="And now?", form_key=uuid.uuid4())
    assert Ticket.objects.visible_to(cast.bora).waiting().get() == ticket
