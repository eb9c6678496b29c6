"""Staff code starts every query of tickets at the policy: a second way in is where help desks leak."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAFF_CODE = [
    *ROOT.glob("tickets/views/desk*.py"),
    ROOT / "tickets/views/files.py",
    ROOT / "tickets/views/keeping.py",
    *ROOT.glob("faq/**/*.py"),
    *ROOT.glob("notifications/**/*.py"),
    *ROOT.glob("tickets/search/*.py"),
    ROOT / "tickets/timeline.py",
    ROOT / "tickets/views/settings.py",
    ROOT / "tickets/context_processors.py",
]
STARTS = re.compile(r"\b(Ticket|Message|Event|OutboxMail|ReplyDraft|Requester|Attachment)\.objects\.(\w+)")
ALLOWED = {
    ("Ticket", "visible_to"),
    ("OutboxMail", "visible_to"),
    ("Message", "visible_to"),
    ("Message", "held_by"),  # a person's own replies
    ("Message", "replies_of"),
    ("Message", "of_tickets"),  # of tickets that were asked for so
    ("Attachment", "pending"),  # what is added to a form whose key they have
    ("Attachment", "of_response"),  # of a response that was asked for so
    ("Attachment", "of_ticket"),  # of a ticket that was asked for so
    ("Attachment", "shown_to_customer"),
}


def other_starts(source):
    return [match[0] for match in STARTS.finditer(source) if (match[1], match[2]) not in ALLOWED]


@pytest.mark.parametrize("path", STAFF_CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_staff_code_asks_for_visible_tickets(path):
    assert not other_starts(path.read_text())


def test_the_test_finds_another_start():
    assert other_starts("Ticket.objects.filter(pk=1)") == ["Ticket.objects.filter"]
    assert len(STAFF_CODE) > 10


def test_tickets_are_not_in_the_admin_site():
    registered = "".join(path.read_text() for path in ROOT.glob("*/admin*/**/*.py")) + "".join(
        path.read_text() for path in ROOT.glob("*/admin.py")
    )
    for model in ("Ticket", "Message", "Event", "Requester", "OutboxMail"):
        assert not re.search(rf"register\(\s*\[?{model}\b", registered)
