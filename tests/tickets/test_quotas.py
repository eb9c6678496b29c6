"""How much one connection, and all strangers together, may leave here unsent."""

import uuid

import pytest
from django.core.cache import cache

from tickets import limits, services
from tickets.files.checking import MOST_FILES
from tickets.models import Attachment, FieldDefinition, HelpDesk, SubmissionDraft, Ticket

from .files import stored, upload

pytestmark = pytest.mark.usefixtures("own_folder")
HALF = b"x" * (600 * 1024)  # of the megabyte that a connection may bring in these tests


@pytest.fixture
def allow(db):
    """Return allow(**values): what the owner allows."""

    def allow(**values):
        services.save_help_desk(HelpDesk(**values))
        cache.clear()

    return allow


@pytest.fixture
def ahead(visitor, filled_in):
    """Return ahead(name, data, form_key): send a file ahead of a form, as the script does."""
    key = filled_in()["form_key"]

    def ahead(name, data=HALF, form_key=key, **fields):
        fields = {"form_key": form_key, "question": "", "attachments": upload(name, data)} | fields
        return visitor.post("/files/", fields)

    return ahead


def test_a_connection_brings_so_many_bytes_an_hour(visitor, filled_in, ahead, allow):
    allow(upload_mb_a_network=1)
    assert ahead("a.txt").status_code == 200
    page = visitor.post("/help/downloads/", filled_in(attachments=upload("b.txt", HALF)))
    assert page.status_code == 422
    [sentence] = page.context["form"].errors["attachments"]
    assert sentence.startswith("b.txt cannot be kept: one connection can add 1 MB of files an hour.")
    assert "send it without the file, or add the file again after " in sentence
    assert "It says it is damaged." in page.text
    assert len(stored()) == 1
    assert ahead("small.txt", b"x").status_code == 200


def test_other_connections_are_not_kept_from_it(visitor, filled_in, ahead, allow):
    allow(upload_mb_a_network=1)
    ahead("a.txt")
    assert ahead("b.txt").status_code == 422
    visitor.defaults["REMOTE_ADDR"] = "2001:db8::1"
    assert ahead("b.txt").status_code == 200
    visitor.defaults["REMOTE_ADDR"] = "2001:db8::2"  # the same network
    assert ahead("c.txt").status_code == 422


def test_the_key_of_a_form_that_was_sent_takes_no_file_for_nothing(visitor, ahead, allow, filled_in, only_ticket):
    allow(upload_mb_a_network=1)
    typed = filled_in()
    assert ahead("a.txt", form_key=typed["form_key"]).status_code == 200
    check = visitor.post("/help/downloads/", typed, follow=True)
    visitor.post("/help/downloads/check/", {"key": check.context["draft"].key})
    assert only_ticket()
    assert ahead("a.txt", form_key=typed["form_key"]).status_code == 422


def test_the_same_file_of_a_form_counts_once(visitor, filled_in, ahead, allow, only_ticket):
    allow(upload_mb_a_network=1)
    typed = filled_in(attachments=upload("a.txt", HALF), subject="")
    for _reload in range(3):
        page = visitor.post("/help/downloads/", typed | {"attachments": upload("a.txt", HALF)})
        assert "cannot be kept" not in page.text
    assert Attachment.objects.count() == 1
    visitor.post("/help/downloads/", typed | {"remove_file": [Attachment.objects.get().pk], "attachments": ""})
    assert ahead("a.txt", form_key=typed["form_key"]).status_code == 200
    check = visitor.post("/help/downloads/", typed | {"subject": "Now", "attachments": ""}, follow=True)
    visitor.post("/help/downloads/check/", {"key": check.context["draft"].key})
    assert only_ticket().messages.get().attachments.count() == 1


def test_two_requests_at_once_bring_no_file_twice_into_the_count(add, allow, monkeypatch):
    allow(upload_mb_a_network=1)
    monkeypatch.setattr("tickets.querysets.AttachmentQuerySet.exists", lambda *_: False)  # neither sees the other's
    for _click in range(2):
        assert add(upload("a.txt", HALF), network="192.0.2.1") == {}


def test_what_is_refused_for_what_it_is_costs_nothing(ahead, allow):
    allow(upload_mb_a_network=1)
    for number in range(3):
        assert ahead(f"{number}.png", HALF).status_code == 422
    assert ahead("a.txt").status_code == 200


def test_all_strangers_together_leave_so_much_unsent(visitor, filled_in, ahead, add, cast, allow, only_ticket):
    allow(upload_mb_unsent=1)
    add(upload("ours.txt", HALF * 2), user=cast.ana, form_key=uuid.uuid4())  # staff's is not counted
    typed = filled_in(attachments=upload("a.txt", HALF))
    check = visitor.post("/help/downloads/", typed, follow=True)
    visitor.defaults["REMOTE_ADDR"] = "192.0.2.1"
    page = visitor.post("/help/downloads/", filled_in(attachments=upload("b.txt", HALF)))
    assert page.status_code == 422
    assert "b.txt cannot be kept now: too many files wait here for their forms to be sent." in page.text
    assert "It says it is damaged." in page.text
    add(upload("ours2.txt", HALF * 2), user=cast.ana, form_key=uuid.uuid4())
    assert Attachment.objects.filter(uploaded_by=cast.ana).count() == 2
    visitor.post("/help/downloads/check/", {"key": check.context["draft"].key})
    assert only_ticket()
    assert ahead("b.txt").status_code == 200  # what is sent no longer waits


def test_how_much_is_unsent_is_one_query(add, django_assert_num_queries):
    add(*(upload(f"{number}.txt", b"x" * 10) for number in range(MOST_FILES)))
    with django_assert_num_queries(1):
        assert Attachment.objects.unsent_bytes() == 50


def test_the_owner_changes_both(cast, sign_in, django_capture_on_commit_callbacks):
    owner = sign_in(cast.owner)
    form = owner.get("/desk/settings/").context["form"]
    assert (form["upload_mb_a_network"].value(), form["upload_mb_unsent"].value()) == (200, 2048)
    typed = {name: form[name].value() or "" for name in form.fields}
    with django_capture_on_commit_callbacks(execute=True):
        owner.post("/desk/settings/", typed | {"upload_mb_a_network": 5, "upload_mb_unsent": 7})
    assert limits.uploaded_bytes().tries == 5 * 1024**2
    assert HelpDesk.current().upload_mb_unsent == 7


def test_too_many_files_of_one_connection_are_told_until_when(visitor, filled_in, monkeypatch):
    monkeypatch.setattr("tickets.views.keeping.UPLOADS.tries", 0)
    page = visitor.post("/help/downloads/", filled_in(attachments=upload()))
    assert "Your text is kept: add them again after " in page.text


class TestDrafts:
    def test_a_connection_leaves_so_many_forms_unsent(self, visitor, filled_in, allow):
        allow(tickets_a_network=6)
        for _form in range(3):
            assert visitor.post("/help/downloads/", filled_in()).status_code == 302
        page = visitor.post("/help/downloads/", filled_in(subject="The fourth", attachments=upload()))
        assert page.status_code == 429
        assert int(page["Retry-After"]) > 0
        assert "Too many forms of this connection are not sent yet" in page.text
        assert 'value="The fourth"' in page.text
        assert "It says it is damaged." in page.text
        assert "photo.png" in page.text
        assert SubmissionDraft.objects.count() == 3
        again = {name: page.context["form"][name].value() for name in page.context["form"].fields}
        cache.clear()  # an hour later
        again = {name: value for name, value in again.items() if isinstance(value, str)}
        assert visitor.post("/help/downloads/", again).status_code == 302

    def test_without_a_change_of_the_owner_it_is_thirty(self, visitor, filled_in):
        codes = [visitor.post("/help/downloads/", filled_in()).status_code for _form in range(40)]
        assert codes == [302] * 30 + [429] * 10

    def test_a_form_counts_once(self, visitor, filled_in, allow):
        allow(tickets_a_network=2)
        typed = filled_in()
        for number in range(4):
            assert visitor.post("/help/downloads/", typed | {"subject": f"Draft {number}"}).status_code == 302

    def test_what_is_sent_no_longer_counts(self, send, allow):
        allow(tickets_a_network=4)
        for number in range(4):
            send(subject=f"Ticket {number}")
        assert Ticket.objects.count() == 4

    def test_a_hint_that_solved_it_keeps_no_more_than_that(self, visitor, filled_in, allow):
        allow(tickets_a_network=2)
        visitor.post("/help/downloads/", filled_in())
        page = visitor.post("/help/downloads/solved/", filled_in(subject="Solved"))
        assert page.status_code == 429
        assert 'value="Solved"' in page.text
        assert SubmissionDraft.objects.count() == 1

    def test_files_of_questions_are_counted_as_well(self, ahead, allow, categories):
        allow(upload_mb_a_network=1)
        FieldDefinition.objects.create(category=categories.downloads, key="proof", kind="file", label_en="Proof")
        assert ahead("a.txt", question="proof").status_code == 200
        assert ahead("a.txt").status_code == 422  # another question's is another file
