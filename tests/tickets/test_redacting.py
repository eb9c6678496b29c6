"""Redacting: for owners, for good, everywhere."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tickets import links, services
from tickets.models import Attachment, SubmissionDraft, Ticket
from tickets.services.delivering import send_due


@pytest.fixture
def redact(sign_in):
    """Return redact(user, message, **fields): as the page posts it."""

    def redact(user, message, **fields):
        path = f"/desk/tickets/{message.ticket.reference_text}/redact/{message.pk}/"
        fields = {"is_sure": "on"} | fields
        return sign_in(user).post(path, {name: value for name, value in fields.items() if value}, follow=True)

    return redact


@pytest.fixture
def message(open_ticket):
    return open_ticket(text="My card is 4111 1111\n1111 1111, code 123.").messages.get()


def add_file(message, name="card.png", **fields):
    file = Attachment(message=message, name=name, size=4, content_type="image/png", **fields)
    for stored in (file.file, file.preview):
        stored.save(name, ContentFile(b"data"), save=False)
    file.save()
    return file


def test_words_are_replaced_wherever_they_stand(cast, message, redact, client):
    page = redact(cast.owner, message, words="4111 1111 1111 1111\ncode 123\nMY CARD")
    assert "Owner removed a part of a message for good" in page.text
    message.refresh_from_db()
    assert message.body == "█████ is █████, █████."
    client.get(links.private_url(message.ticket).removeprefix("http://localhost:8000"))
    assert "4111" not in client.get(f"/tickets/{message.ticket.reference_text}/").text


def test_the_whole_text_is_removed_in_the_tickets_language(cast, open_ticket, redact):
    for language, text in (("en", "[removed]"), ("tr", None)):
        message = open_ticket(language=language, text="All of it").messages.get()
        redact(cast.owner, message, whole="on")
        message.refresh_from_db()
        assert message.body == (text or message.body)
        assert "All of it" not in message.body


def test_the_original_is_kept_nowhere(cast, categories, open_ticket, redact):
    key = uuid.uuid4()
    services.keep_draft(key=key, category=categories.downloads, data={"text": ["Secret"]})
    ticket = open_ticket(form_key=key, text="Secret")
    reply = services.customer_reply(ticket=ticket, body="Another secret", form_key=uuid.uuid4())
    for message in ticket.messages.all():
        redact(cast.owner, message, whole="on")
    reply.refresh_from_db()
    assert reply.form_key is None
    assert not SubmissionDraft.objects.filter(key=key).exists()
    assert not ticket.events.exclude(detail="").exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": "not there"}, "This does not stand in the text: not there"),
        ({"words": "("}, "This does not stand in the text: ("),
        ({"words": "x" * 5_001}, "must be 5000 characters or less"),
        ({"words": "code\0"}, "cannot be stored"),
        ({}, "Say what is to be removed"),
        ({"whole": "on", "is_sure": None}, "Confirm that you know this cannot be taken back"),
    ],
)
def test_what_cannot_be_done_is_told_and_removes_nothing(cast, message, redact, fields, sentence):
    page = redact(cast.owner, message, **fields)
    assert page.status_code == 422
    assert sentence in page.text
    before = message.body
    message.refresh_from_db()
    assert message.body == before


def test_a_file_goes_with_its_name_and_both_its_pictures(
    cast, open_ticket, redact, reload, django_capture_on_commit_callbacks
):
    ticket = open_ticket(answers=[{"key": "photo", "label": "Photo", "value": "card.png, other.png"}])
    message = ticket.messages.get()
    gone, stays = add_file(message, field_key="photo"), add_file(message, "other.png", field_key="photo")
    with django_capture_on_commit_callbacks(execute=True):
        page = redact(cast.owner, message, attached=str(gone.pk))
    assert "card.png" not in page.text
    assert list(message.attachments.all()) == [stays]
    assert reload(ticket).answers[0]["value"] == "[removed], other.png"
    assert not default_storage.exists(gone.file.name)
    assert not default_storage.exists(gone.preview.name)
    assert default_storage.exists(stays.file.name)


def test_a_file_of_another_message_is_not_deleted(cast, message, open_ticket, redact):
    foreign = add_file(open_ticket().messages.get())
    add_file(message)
    assert redact(cast.owner, message, attached=str(foreign.pk)).status_code == 422
    assert Attachment.objects.filter(pk=foreign.pk).exists()


def test_nobody_but_an_owner_who_sees_the_ticket_removes_anything(cast, categories, message, open_ticket, redact):
    hidden = open_ticket(categories.personal).messages.get()
    for user, target in ((cast.ana, message), (cast.other_owner, hidden)):
        body = target.body
        assert redact(user, target, whole="on").status_code == 404
        target.refresh_from_db()
        assert target.body == body


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_a_message_of_another_ticket_is_not_found(cast, message, open_ticket, sign_in, pk):
    desk, other = sign_in(cast.owner), open_ticket()
    for number in (pk, other.messages.get().pk):
        path = f"/desk/tickets/{message.ticket.reference_text}/redact/{number}/"
        assert desk.post(path, {"whole": "on", "is_sure": "on"}).status_code == 404


def test_the_way_there_is_shown_to_owners_only(cast, message, sign_in):
    path = f"/desk/tickets/{message.ticket.reference_text}/"
    assert f"{path}redact/{message.pk}/" in sign_in(cast.owner).get(path).text
    assert "redact/" not in sign_in(cast.ana).get(path).text


def test_an_answer_that_still_waits_leaves_redacted(cast, ticket, send_reply, redact, let_the_hold_pass, sent_mails):
    reply = send_reply(ticket, cast.ana, body="The password is hunter2")
    redact(cast.owner, reply, words="hunter2")
    let_the_hold_pass()
    send_due()
    [mail] = [mail for mail in sent_mails if "password" in mail.body]
    assert "hunter2" not in mail.message().as_string()
    assert Ticket.objects.get(pk=ticket.pk).is_completed
