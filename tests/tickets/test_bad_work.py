"""Everything bad in every field of the desk's work on a ticket: a sentence or nothing, never a 500."""

import uuid

import pytest

from tickets.models import FieldDefinition

from .hostile import TEXTS, post

FIELDS = {
    "move": {"category": "billing", "fill_in": "on", "f_order": "EB-1", "f_order__missing": ""},
    "tags": {"add": "vip", "remove": "1"},
    "merge": {"other": "482-913-053"},
    "unmerge": {},
    "hand-over": {"reason": "Too much", "form_key": str(uuid.uuid4())},
    "answers": {
        "subject": "Hello",
        "last_event": "1",
        "f_serial": "LP2208831947",
        "f_serial__missing": "",
        "f_device": "phone",
    },
    "redact/{message}": {"words": "file", "whole": "", "attached": "", "is_sure": "on"},
}


@pytest.mark.parametrize("bad", TEXTS)
@pytest.mark.parametrize("where", FIELDS)
def test_bad_input_is_told_or_ignored(cast, categories, ticket, sign_in, where, bad):
    FieldDefinition.objects.create(category=categories.billing, key="order", kind="line", label_en="Order")
    desk = sign_in(cast.owner)
    path = f"/desk/tickets/{ticket.reference_text}/{where.format(message=ticket.messages.get().pk)}/"
    for field in [*FIELDS[where], "something"]:
        assert post(desk, path, FIELDS[where] | {field: TEXTS[bad]}).status_code in (302, 404, 409, 413, 422), field
        ticket.refresh_from_db()


@pytest.mark.parametrize("bad", TEXTS)
def test_bad_input_into_a_callers_ticket_is_told(cast, categories, sign_in, bad):
    desk = sign_in(cast.ana)
    key = desk.get("/desk/new/downloads/").context["form"]["form_key"].value()
    good = {"form_key": key, "email": "tom@example.net", "name": "", "language": "en", "subject": "A", "text": "B"}
    for field in [*good, "f_serial", "f_device", "asked", "f_gone"]:
        answer = post(desk, "/desk/new/downloads/", good | {"f_serial__missing": "on", field: TEXTS[bad]})
        assert answer.status_code in (302, 413, 422), field


@pytest.mark.parametrize("query", ["notes=1", "notes=%00", "notes=" + "9" * 5_000])
def test_a_strange_query_prints_a_page(cast, ticket, sign_in, query):
    assert sign_in(cast.ana).get(f"/desk/tickets/{ticket.reference_text}/print/?{query}").status_code == 200
