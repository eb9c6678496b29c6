"""Editing what a ticket tells: checked like the customer's form, and nobody's edit is overwritten unseen."""

import pytest

from tickets import services
from tickets.models import FieldChoice, FieldDefinition


@pytest.fixture
def edit(sign_in, newest_event):
    """Return edit(user, ticket, **fields): the form as it is drawn now, with these fields changed."""

    def edit(user, ticket, **fields):
        path = f"/desk/tickets/{ticket.reference_text}/answers/"
        desk = sign_in(user)
        page = desk.get(path)
        drawn = {"last_event": newest_event(ticket)}
        if page.status_code == 200:
            drawn |= {bound.html_name: bound.value() for bound in page.context["form"] if bound.value()}
        return desk.post(path, {name: value for name, value in (drawn | fields).items() if value is not None})

    return edit


def values(ticket):
    ticket.refresh_from_db()
    return {answer["key"]: answer["value"] for answer in ticket.answers}


def test_an_edit_is_checked_kept_and_found(cast, ticket, edit, sign_in):
    page = edit(cast.ana, ticket, f_serial="LP12")
    assert page.status_code == 422
    assert "Serial number must be 12 characters" in page.text
    assert edit(cast.ana, ticket, f_serial="lp 9908831947", subject="It works again").status_code == 302
    assert values(ticket)["serial"] == "LP9908831947"
    assert ticket.subject == "It works again"
    desk = sign_in(cast.ana)
    assert list(desk.get("/desk/search/?q=LP9908831947").context["page"]) == [ticket]
    assert not list(desk.get("/desk/search/?q=LP2208831947").context["page"])


def test_the_timeline_names_what_was_edited_and_no_value(cast, ticket, edit, sign_in):
    edit(cast.ana, ticket, f_serial="LP9908831947", subject="Private words")
    assert ticket.events.last().detail == "Subject, Serial number"
    page = sign_in(cast.ana).get(f"/desk/tickets/{ticket.reference_text}/").text
    assert "Ana edited the details: Subject, Serial number" in page
    assert "LP2208831947" not in page


def test_saving_without_a_change_is_no_event(cast, ticket, edit):
    before = ticket.answers
    assert edit(cast.ana, ticket).status_code == 302
    ticket.refresh_from_db()
    assert ticket.answers == before
    assert not ticket.events.filter(kind="answers_edited").exists()


def test_choices_are_chosen_by_their_labels_in_the_tickets_language(cast, open_ticket, edit):
    ticket = open_ticket(
        language="tr",
        answers=[
            {"key": "serial", "label": "Seri numarası", "value": "", "missing": True},
            {"key": "device", "label": "Cihaz", "value": "Telefon"},
        ],
    )
    assert edit(cast.ana, ticket, f_device="computer").status_code == 302
    assert values(ticket) == {"serial": "", "device": "Bilgisayar"}
    assert ticket.answers[0]["missing"]


def test_what_is_no_longer_offered_or_would_not_fit_can_stay(cast, categories, open_ticket, edit):
    old = [
        {"key": "serial", "label": "Serial", "value": "typed before there was a pattern"},
        {"key": "device", "label": "Device", "value": "Pager"},
        {"key": "gone", "label": "Shoe size", "value": "42", "no_longer_asked": True},
    ]
    ticket = open_ticket(answers=old)
    assert edit(cast.ana, ticket, subject="New").status_code == 302
    ticket.refresh_from_db()
    assert ticket.answers == old
    assert edit(cast.ana, ticket, f_gone="43").status_code == 302
    assert values(ticket) == {"serial": "typed before there was a pattern", "device": "Pager", "gone": "43"}


def test_what_a_condition_takes_away_is_kept_as_no_longer_asked(cast, categories, open_ticket, edit):
    device = FieldDefinition.objects.get(category=categories.downloads, key="device")
    FieldDefinition.objects.create(
        category=categories.downloads,
        key="model",
        kind="line",
        label_en="Model",
        position=3,
        shown_if=device,
        shown_if_value="phone",
    )
    ticket = open_ticket(
        answers=[
            {"key": "serial", "label": "Serial number", "value": "LP2208831947"},
            {"key": "device", "label": "Device", "value": "Phone"},
            {"key": "model", "label": "Model", "value": "X1"},
        ]
    )
    assert edit(cast.ana, ticket, f_device="computer", f_model=None).status_code == 302
    assert values(ticket)["device"] == "Computer"
    assert ticket.answers[2] == {"key": "model", "label": "Model", "value": "X1", "no_longer_asked": True}


def test_several_choices_keep_what_is_no_longer_offered(cast, categories, open_ticket, edit):
    field = FieldDefinition.objects.create(category=categories.downloads, key="apps", kind="choices", label_en="Apps")
    for key in ("reader", "studio"):
        FieldChoice.objects.create(field=field, key=key, label_en=key.title())
    ticket = open_ticket(answers=[{"key": "apps", "label": "Apps", "value": "Reader, Studio"}])
    assert edit(cast.ana, ticket, f_apps=["studio"], f_serial__missing="on").status_code == 302
    assert values(ticket)["apps"] == "Studio"


def test_nobodys_edit_is_overwritten_unseen(cast, ticket, edit, newest_event):
    drawn_at = newest_event(ticket)
    edit(cast.bora, ticket, f_serial="LP1111111111")
    page = edit(cast.ana, ticket, f_serial="LP2222222222", last_event=drawn_at)
    assert page.status_code == 409
    assert "Bora edited the details: Serial number" in page.text
    assert "LP1111111111" in page.text
    assert page.context["form"]["f_serial"].value() == "LP2222222222"
    assert values(ticket)["serial"] == "LP1111111111"
    edit(cast.ana, ticket, f_serial="LP2222222222", last_event=page.context["last_event"])
    assert values(ticket)["serial"] == "LP2222222222"


@pytest.mark.parametrize("last_event", ["", "x", "-1", "9" * 30, "\0", None])
def test_a_strange_event_is_no_error(cast, ticket, edit, last_event):
    assert edit(cast.ana, ticket, subject="Other", last_event=last_event).status_code == 302


@pytest.mark.parametrize("fields", [{"subject": ""}, {"subject": "x" * 151}, {"f_serial": "a\0b"}, {"f_device": "x"}])
def test_bad_input_is_told(cast, ticket, edit, fields):
    assert edit(cast.ana, ticket, **fields).status_code == 422


def test_a_hidden_ticket_is_not_edited(cast, categories, open_ticket, edit, reload):
    hidden = open_ticket(categories.billing)
    assert edit(cast.ana, hidden, subject="Mine").status_code == 404
    assert reload(hidden).subject == hidden.subject


def test_an_edit_over_a_move_is_stopped(cast, categories, ticket, edit, newest_event):
    drawn_at = newest_event(ticket)
    services.move(ticket=ticket, category=categories.billing, actor=cast.bora)
    assert edit(cast.bora, ticket, subject="Other", last_event=drawn_at).status_code == 409
