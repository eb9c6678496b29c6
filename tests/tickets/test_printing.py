"""A ticket on paper."""

import uuid

import pytest

from tickets import services


@pytest.fixture
def printed(sign_in):
    """Return printed(user, ticket, query=""): the page to print."""
    return lambda user, ticket, query="": sign_in(user).get(f"/desk/tickets/{ticket.reference_text}/print/{query}")


def test_notes_and_events_are_left_out_unless_asked_for(cast, ticket, send_reply, printed):
    services.note(ticket=ticket, author=cast.ana, body="Difficult customer", form_key=uuid.uuid4())
    send_reply(ticket, cast.ana, body="Try this link.")
    page = printed(cast.ana, ticket).text
    for part in (ticket.reference_text, ticket.subject, "It says that the file is damaged.", "Try this link.", "LP22"):
        assert part in page
    assert "Difficult customer" not in page
    assert "Ana took the ticket" not in page
    page = printed(cast.ana, ticket, "?notes=1").text
    assert "Difficult customer" in page
    assert "Ana took the ticket" in page


def test_it_is_a_page_of_its_own(cast, ticket, printed):
    page = printed(cast.ana, ticket).text
    assert 'class="top"' not in page
    assert 'id="reply-body"' not in page
    assert "<form" not in page


def test_merged_messages_print_for_who_sees_them(cast, categories, open_ticket, printed):
    ticket, mine, hidden = (
        open_ticket(),
        open_ticket(text="The second one"),
        open_ticket(categories.billing, text="Of money"),
    )
    for other in (mine, hidden):
        services.merge(ticket=ticket, other=other, actor=cast.bora)
    page = printed(cast.ana, ticket, "?notes=1").text
    assert "The second one" in page
    assert "Of money" not in page
    assert hidden.reference_text not in page
