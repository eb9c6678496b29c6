"""The reply box: how a text is shown, what was forgotten, which responses are at hand, and where one goes on."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from tickets import services
from tickets.models import Attachment, CannedResponse, Message, Tag


@pytest.fixture
def desk(cast, sign_in):
    """Ana's browser."""
    return sign_in(cast.ana)


@pytest.fixture
def post(desk, newest_event):
    """Return post(ticket, where, **fields): as a page drawn now would send it."""

    def post(ticket, where="reply", **fields):
        fields = {"form_key": uuid.uuid4(), "last_event": newest_event(ticket)} | fields
        return desk.post(f"/desk/tickets/{ticket.reference_text}/{where}/", fields)

    return post


def replies(ticket):
    return [message.body for message in ticket.messages.filter(kind="reply")]


def add_response(category, title, used=0, days=0, on=None, **fields):
    response = CannedResponse.objects.create(title=title, text_en="Hello", text_tr="Merhaba", **fields)
    response.categories.add(category)
    for _number in range(used):
        message = Message.objects.create(
            ticket=on, kind="reply", author=on.assignee, body="Hello", canned=response, visible_at=timezone.now()
        )
        Message.objects.filter(pk=message.pk).update(created_at=timezone.now() - timedelta(days=days))
    return response


def test_an_answer_is_markdown_for_both_sides_and_its_lines_stay(post, desk, holder, ticket, let_the_hold_pass):
    post(ticket, body="**Try** this:\n1. Close it\n2. Open it\n\nOne line\nand another <b>", then="open")
    let_the_hold_pass()
    for page in (desk.get(f"/desk/tickets/{ticket.reference_text}/"), holder.get(f"/tickets/{ticket.reference_text}/")):
        assert "<strong>Try</strong>" in page.text
        assert "<li>Open it</li>" in page.text
        assert "One line<br>\nand another &lt;b&gt;" in page.text


def test_what_a_customer_writes_is_never_markdown(desk, ticket):
    services.customer_reply(ticket=ticket, body="**not bold** [x](https://example.com)", form_key=uuid.uuid4())
    text = desk.get(f"/desk/tickets/{ticket.reference_text}/").text
    assert "**not bold** [x](" in text


def test_a_preview_shows_the_text_and_keeps_it(post, ticket):
    page = post(ticket, "preview", body="**Try** this")
    assert "<strong>Try</strong>" in page.text
    assert page.context["reply_form"]["body"].value() == "**Try** this"
    assert replies(ticket) == []
    assert post(ticket, "preview", body="**Try** this <script>", part="on").text.startswith("<p><strong>Try</strong>")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("Your number is {serial}", "Fill in what still stands in brackets: serial"),
        ("Your number is [serial], {name}", "Fill in what still stands in brackets: serial, name"),
        ("The file is attached.", "Your text speaks of a file, but none is added."),
        ("Dosya EKTE.", "Your text speaks of a file, but none is added."),
        ("İlişikte bulabilirsiniz", "Your text speaks of a file, but none is added."),
    ],
)
def test_what_was_forgotten_is_told_once(post, ticket, body, sentence):
    page = post(ticket, body=body)
    assert page.status_code == 422
    assert sentence in page.text
    assert "Send anyway" in page.text
    assert page.context["reply_form"]["body"].value() == body
    post(ticket, body=body, anyway=page.context["reply_form"].forgotten)
    assert replies(ticket) == [body]


@pytest.mark.parametrize(
    "body", ["See [serial](https://example.com)", "[other] and {other}", "> It was attached\n\nI see", "Attache"]
)
def test_what_only_looks_like_it_is_sent(post, ticket, body):
    post(ticket, body=body)
    assert replies(ticket) == [body]


def test_an_added_file_is_not_forgotten(post, desk, ticket):
    key = uuid.uuid4()
    services.keep_files(form_key=key, uploads={"": [ContentFile(b"text", name="a.txt")]}, user=desk_user(desk))
    post(ticket, body="The file is attached.", form_key=key)
    assert replies(ticket) == ["The file is attached."]


def desk_user(client):
    from accounts.models import User

    return User.objects.get(pk=client.session["_auth_user_id"])


def test_three_buttons_are_at_hand_the_pinned_first_then_the_most_used(desk, cast, categories, ticket, open_ticket):
    services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
    bill = open_ticket(categories.billing)
    services.assign_to(ticket=bill, user=cast.bora, instead_of=None)
    ticket.refresh_from_db()
    bill.refresh_from_db()
    add_response(categories.downloads, "never used")
    add_response(categories.downloads, "often", used=3, on=ticket)
    add_response(categories.downloads, "once", used=1, on=ticket)
    add_response(categories.downloads, "long ago", used=5, days=31, on=ticket)
    add_response(categories.downloads, "elsewhere", used=5, on=bill)
    add_response(categories.downloads, "pinned", is_pinned=True)
    page = desk.get(f"/desk/tickets/{ticket.reference_text}/")
    assert [response.title for response, _rendered in page.context["one_touch"]] == ["pinned", "often", "once"]


def test_a_response_without_the_customers_language_opens_in_the_box(post, canned, open_ticket):
    canned.text_tr = ""
    canned.save()
    ticket = open_ticket(language="tr")
    page = post(ticket, canned=canned.pk)
    assert page.status_code == 422
    assert "no text in the customer" in page.text
    assert "Hello Ayşe" in page.context["reply_form"]["body"].value()
    assert replies(ticket) == []


def test_a_response_sets_its_tags_and_its_state(post, canned, ticket, reload):
    canned.tags.add(Tag.objects.create(name="Outage"))
    canned.after_send = "ask"
    canned.save()
    post(ticket, canned=canned.pk)
    assert reload(ticket).status == "asked"
    assert [tag.name for tag in ticket.tags.all()] == ["Outage"]
    assert ticket.messages.get(kind="reply").canned == canned


def test_a_response_brings_copies_of_its_files(post, canned, open_ticket):
    original = Attachment(canned=canned, name="guide.txt", size=5, content_type="text/plain")
    original.file.save("guide.txt", ContentFile(b"guide"), save=False)
    original.save()
    sent, inserted = open_ticket(), open_ticket()
    post(sent, canned=canned.pk)
    [copy] = sent.messages.get(kind="reply").attachments.all()
    assert (copy.name, copy.file.read()) == ("guide.txt", b"guide")
    assert copy.file.name != original.file.name
    key = uuid.uuid4()
    for _twice in range(2):
        post(inserted, insert=canned.pk, form_key=key)
    assert Attachment.objects.filter(form_key=key).count() == 1
    post(inserted, body="Here", form_key=key)
    assert inserted.messages.get(kind="reply").attachments.count() == 1
    assert Attachment.objects.filter(canned=canned).count() == 1


@pytest.mark.parametrize(
    ("after_send", "where"), [("next", "/desk/tickets/{next}/"), ("stay", "/desk/tickets/{same}/"), ("queue", "/desk/")]
)
def test_everybody_goes_on_as_they_like(post, cast, open_ticket, after_send, where):
    cast.ana.after_send = after_send
    cast.ana.save()
    first, second = open_ticket(), open_ticket()
    expected = where.format(next=second.reference_text, same=first.reference_text)
    assert post(first, body="Try this.")["Location"] == expected


def test_a_reply_is_held_as_long_as_its_author_likes(post, cast, ticket):
    cast.ana.undo_seconds = 60
    cast.ana.save()
    post(ticket, body="Try this.")
    assert ticket.messages.get(kind="reply").seconds_left > 50
