"""What staff type is kept on the server while they do."""

import uuid

import pytest

from tickets import services
from tickets.models import ReplyDraft


@pytest.fixture
def keep(sign_in, cast, ticket, newest_event):
    """Return keep(body, person=ana, **fields): what the script sends while somebody types."""

    def keep(body, person=cast.ana, **fields):
        written = {"kind": "reply", "form_key": uuid.uuid4(), "draft": "", "body": body}
        fields = written | {"last_event": newest_event(ticket)} | fields
        return sign_in(person).post(f"/desk/tickets/{ticket.reference_text}/draft/", fields)

    return keep


@pytest.fixture
def page(sign_in, cast, ticket):
    return lambda person=cast.ana: sign_in(person).get(f"/desk/tickets/{ticket.reference_text}/")


def test_a_draft_is_found_again_in_another_browser(keep, page):
    first = keep("Dear")
    assert first.json()["said"].startswith("Draft saved at ")
    second = keep("Dear Ayşe", draft=first.json()["draft"])
    assert page().context["reply_form"]["body"].value() == "Dear Ayşe"
    assert page().context["reply_draft"] == second.json()["draft"]
    assert ReplyDraft.objects.count() == 1


def test_a_reply_and_a_note_are_kept_beside_each_other(keep, page):
    keep("Dear Ayşe")
    keep("She called before", kind="note")
    shown = page()
    assert shown.context["reply_form"]["body"].value() == "Dear Ayşe"
    assert shown.context["note_form"]["body"].value() == "She called before"


def test_others_see_only_that_there_is_one(keep, page, cast):
    keep("A secret text")
    shown = page(cast.bora)
    assert "Ana has a draft." in shown.text
    assert "A secret text" not in shown.text


def test_a_second_window_overwrites_nothing(keep, page):
    keep("from one window")
    answer = keep("from the other")
    assert answer.status_code == 409
    assert "in another window" in answer.json()["error"]
    assert page().context["reply_form"]["body"].value() == "from one window"


def test_an_emptied_box_is_no_draft(keep):
    first = keep("Dear")
    assert keep("  ", draft=first.json()["draft"]).json() == {"draft": "", "said": "", "taken": False}
    assert not ReplyDraft.objects.exists()


def test_sending_uses_the_draft_up(keep, sign_in, cast, ticket, newest_event):
    for kind, where in (("reply", "reply"), ("note", "note")):
        draft = keep("Dear", kind=kind).json()["draft"]
        fields = {"body": "Dear Ayşe", "draft": draft, "form_key": uuid.uuid4(), "last_event": newest_event(ticket)}
        sign_in(cast.ana).post(f"/desk/tickets/{ticket.reference_text}/{where}/", fields)
    assert not ReplyDraft.objects.exists()


def test_what_comes_after_it_was_sent_is_no_draft(keep, cast, ticket, newest_event, send_reply):
    drawn_at = newest_event(ticket)
    keep("Dear Ayşe")  # the page is sent before it hears of this
    send_reply(ticket, cast.ana, body="Dear Ayşe")
    assert not ReplyDraft.objects.exists()
    assert keep("Dear", last_event=drawn_at).json()["draft"] == ""
    assert not ReplyDraft.objects.exists()


def test_the_first_key_takes_a_ticket_that_nobody_has(keep, cast, ticket, reload):
    assert keep("D").json()["taken"]
    assert reload(ticket).assignee == cast.ana
    assert not keep("Dear", person=cast.bora).json()["taken"]
    assert reload(ticket).assignee == cast.ana
    assert ticket.events.filter(kind="assigned").count() == 1


def test_a_note_takes_no_ticket(keep, ticket, reload):
    assert not keep("For the team", kind="note").json()["taken"]
    assert reload(ticket).assignee is None


def test_a_reply_taken_back_joins_the_draft_and_leaves_the_note(keep, cast, ticket, send_reply):
    keep("A note", kind="note")
    send_reply(ticket, cast.ana, body="Sent too early")
    keep("New words")
    services.undo(ticket=ticket, author=cast.ana)
    assert {draft.kind: draft.body for draft in ticket.drafts.all()} == {
        "note": "A note",
        "reply": "New words\n\nSent too early",
    }


@pytest.mark.parametrize(
    "fields", [{"kind": "customer"}, {"form_key": "x"}, {"draft": "x"}, {"body": "x" * 20_001}, {"body": "a\x00b"}]
)
def test_what_cannot_be_kept_is_told(keep, fields):
    answer = keep(**{"body": "Dear"} | fields)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert not ReplyDraft.objects.exists()


def test_nobody_keeps_a_draft_on_what_they_may_not_see(keep, cast):
    assert keep("Dear", person=cast.nil).status_code == 404
