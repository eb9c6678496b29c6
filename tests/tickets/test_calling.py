"""A ticket entered for a customer who calls."""

import pytest

from tickets.models import FieldDefinition, OutboxMail, Ticket


@pytest.fixture
def enter(sign_in):
    """Return enter(user, slug, **changes): fill the form in and send it."""

    def enter(user, slug="downloads", **changes):
        desk = sign_in(user)
        path = f"/desk/new/{slug}/"
        page = desk.get(path)
        if page.status_code != 200:
            return desk.post(path, changes)
        typed = {
            "form_key": page.context["form"]["form_key"].value(),
            "email": "Tom@example.net",
            "name": "Tom",
            "language": "tr",
            "f_serial": "LP2208831947",
            "subject": "Does not open",
            "text": "He says that it is damaged.",
        } | changes
        return desk.post(path, {name: value for name, value in typed.items() if value is not None}, follow=True)

    return enter


def test_it_is_filed_and_confirmed_like_any_other_and_waits(cast, enter):
    page = enter(cast.ana)
    ticket = Ticket.objects.get()
    assert page.redirect_chain[-1][0] == f"/desk/tickets/{ticket.reference_text}/"
    assert f"Tell the customer the reference number: {ticket.reference_text}" in page.text
    assert "Ana entered the ticket for the customer" in page.text
    assert (ticket.requester.email, ticket.language, ticket.status) == ("tom@example.net", "tr", "queued")
    assert ticket.assignee is None
    assert ticket.waiting_since
    assert ticket.answers[0] == {"key": "serial", "label": "Seri numarası", "value": "LP2208831947"}
    assert ticket.messages.get().kind == "customer"
    assert OutboxMail.objects.get().kind == "confirmation"
    assert ticket.requester.confirmed_at is None


def test_a_ticket_of_the_form_names_nobody_who_entered_it(cast, ticket, sign_in):
    assert "entered the ticket" not in sign_in(cast.ana).get(f"/desk/tickets/{ticket.reference_text}/").text


def test_a_double_click_files_once(cast, enter, sign_in):
    key = sign_in(cast.ana).get("/desk/new/downloads/").context["form"]["form_key"].value()
    for _time in range(2):
        enter(cast.ana, form_key=key)
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": ""}, "the answer goes there"),
        ({"email": "tom@"}, "Enter an e-mail address in the right form"),
        ({"text": ""}, "Tell us what happens"),
        ({"f_serial": "x"}, "Serial number must be 12 characters"),
        ({"language": "xx"}, "Select a valid choice"),
        ({"text": "a\0b"}, "cannot be stored"),
        ({"form_key": "x"}, "A part of this page did not reach us"),
    ],
)
def test_what_is_wrong_is_told_and_kept(cast, enter, changes, sentence):
    page = enter(cast.ana, **changes)
    assert page.status_code == 422
    assert sentence in page.text
    assert 'value="Does not open"' in page.text
    assert not Ticket.objects.exists()


def test_a_hint_does_not_stand_in_the_way(cast, categories, enter):
    choice = FieldDefinition.objects.get(key="device").choices.get(key="phone")
    choice.hint_en = "Use the other app"
    choice.save()
    enter(cast.ana, f_device="phone")
    assert Ticket.objects.get().answers[1]["value"] == "Telefon"


def test_only_ones_own_open_categories_are_offered(cast, categories, sign_in, enter):
    page = sign_in(cast.ana).get("/desk/new/").text
    assert "Downloads" in page
    assert "Billing" not in page
    for slug in ("billing", "personal", "nowhere"):
        assert enter(cast.ana, slug, email="x@example.net", text="x").status_code == 404
    assert not Ticket.objects.exists()


def test_somebody_without_a_category_is_told(cast, sign_in):
    assert "No category is assigned to you yet" in sign_in(cast.nil).get("/desk/new/").text
