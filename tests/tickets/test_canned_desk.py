"""Canned responses as the desk keeps them: who sees and changes which, what is checked, and what comes back."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tickets import services
from tickets.forms.canned import state_of
from tickets.models import Attachment, CannedResponse, Tag


@pytest.fixture
def desk(cast, sign_in):
    """Bora's browser: downloads and billing."""
    return sign_in(cast.bora)


@pytest.fixture
def fill(categories):
    """Return fill(**changes): what a filled-in form sends."""

    def fill(response=None, **changes):
        typed = {
            "title": "New link",
            "categories": [categories.downloads.pk],
            "text_en": "Hello {name}, your {serial}.",
            "text_tr": "",
            "shortcut": "",
            "after_send": "complete",
            "tag_names": "",
            "form_key": uuid.uuid4(),
            "seen": state_of(response) if response else "",
        }
        return typed | changes

    return fill


def titles(page):
    return [response.title for response in page.context["responses"]]


def only():
    return CannedResponse.objects.get()


def test_a_response_is_written_with_everything(desk, fill, cast):
    page = desk.post(
        "/desk/canned/new/",
        fill(shortcut="link", after_send="ask", is_pinned="on", tag_names="Outage, outage, New"),
        follow=True,
    )
    assert "“New link” is saved." in page.text
    response = only()
    assert (response.shortcut, response.after_send, response.is_pinned) == ("link", "ask", True)
    assert sorted(tag.name for tag in response.tags.all()) == ["New", "Outage"]
    assert titles(page) == ["New link"]


def test_the_list_holds_what_my_categories_have(desk, sign_in, cast, canned, categories):
    hidden = CannedResponse.objects.create(title="Secret", text_en="Yes")
    hidden.categories.add(categories.personal)
    shared = CannedResponse.objects.create(title="Shared", text_en="Yes")
    shared.categories.add(categories.personal, categories.billing)
    page = desk.get("/desk/canned/")
    assert titles(page) == ["New link", "Shared"]
    assert "Personal" not in page.text
    assert titles(desk.get("/desk/canned/?category=billing")) == ["Shared"]
    assert titles(desk.get("/desk/canned/?q=LİNK")) == ["New link"]
    assert titles(sign_in(cast.nil).get("/desk/canned/")) == []


def test_use_is_counted_on_tickets_i_may_know_of(sign_in, cast, canned, categories, open_ticket, newest_event):
    canned.categories.add(categories.billing)
    for category, author in ((categories.downloads, cast.ana), (categories.billing, cast.bora)):
        ticket = open_ticket(category)
        event = newest_event(ticket)
        services.reply(ticket=ticket, author=author, body="Hi", last_event=event, form_key=uuid.uuid4(), canned=canned)
    assert [response.times_used for response in sign_in(cast.ana).get("/desk/canned/").context["responses"]] == [1]
    assert [response.times_used for response in sign_in(cast.bora).get("/desk/canned/").context["responses"]] == [2]


def test_what_reaches_into_hidden_categories_can_only_be_copied(desk, canned, categories, fill, cast):
    canned.categories.add(categories.personal)
    page = desk.get(f"/desk/canned/{canned.pk}/")
    assert "Make a copy for my categories" in page.text
    assert "Personal" not in page.text
    desk.post(f"/desk/canned/{canned.pk}/", fill(canned, title="Changed"))
    assert only().title == "New link"
    assert desk.post(f"/desk/canned/{canned.pk}/archive/").status_code == 404
    copy = desk.get(f"/desk/canned/new/?copy={canned.pk}").context["form"]
    assert copy["text_en"].value() == canned.text_en


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Enter a title"),
        ({"categories": []}, "Choose at least one category"),
        ({"text_en": "  "}, "Write the text in at least one language"),
        ({"text_en": "{nothing}"}, "No field of these categories fills in {nothing}."),
        ({"text_en": "x" * 10_001}, "at most 10000 characters"),
        ({"tag_names": "x" * 41}, "A tag has at most 40 characters."),
        ({"text_en": "a\x00b"}, "Some characters here cannot be stored."),
        ({"shortcut": "no spaces"}, "Enter a valid"),
    ],
)
def test_what_cannot_be_saved_is_told_and_kept(desk, fill, changes, sentence):
    page = desk.post("/desk/canned/new/", fill(**changes))
    assert page.status_code == 422
    assert sentence in page.text
    assert not CannedResponse.objects.exists()


def test_categories_i_do_not_see_are_no_choice(desk, fill, categories):
    page = desk.post("/desk/canned/new/", fill(categories=[categories.personal.pk]))
    assert page.status_code == 422
    assert "Personal" not in page.text


def test_a_shortcut_stands_once_in_a_category(desk, fill, canned, categories):
    CannedResponse.objects.filter(pk=canned.pk).update(shortcut="link")
    page = desk.post("/desk/canned/new/", fill(shortcut="link", title="Other"))
    assert "Another response of these categories has this shortcut." in page.text
    elsewhere = fill(shortcut="link", title="Other", categories=[categories.billing.pk], text_en="Hello")
    assert desk.post("/desk/canned/new/", elsewhere).status_code == 302


def test_two_people_who_change_it_lose_nothing(desk, sign_in, cast, fill, canned):
    opened = fill(canned)
    sign_in(cast.ana).post(f"/desk/canned/{canned.pk}/", fill(canned, text_en="Hello from Ana"))
    page = desk.post(f"/desk/canned/{canned.pk}/", opened | {"text_en": "Hello from Bora"})
    assert page.status_code == 422
    assert "Hello from Ana" in page.text
    assert "Hello from Bora" in page.text
    assert only().text_en == "Hello from Ana"
    again = opened | {"text_en": "Hello from both", "seen": page.context["newer_seen"]}
    desk.post(f"/desk/canned/{canned.pk}/", again)
    assert only().text_en == "Hello from both"


def test_files_go_along_and_can_be_taken_away(desk, fill, cast):
    key = uuid.uuid4()
    file = SimpleUploadedFile("guide.txt", b"guide")
    desk.post("/desk/canned/new/", fill(form_key=key, attachments=[file], title=""))
    desk.post("/desk/canned/new/", fill(form_key=key))
    response = only()
    [kept] = response.attachments.all()
    answer = desk.get(f"/desk/canned/{response.pk}/files/{kept.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer) == b"guide"
    desk.post(f"/desk/canned/{response.pk}/", fill(response, remove_file=[kept.pk]))
    assert not Attachment.objects.exists()


def test_a_preview_fills_in_a_real_ticket_and_saves_nothing(desk, fill, ticket):
    page = desk.post("/desk/canned/new/", fill(preview="on"))
    assert "Hello Ayşe Yılmaz, your LP2208831947." in page.text
    assert f"On ticket {ticket.reference_text}" in page.text
    assert page.context["form"]["title"].value() == "New link"
    assert not CannedResponse.objects.exists()


def test_a_preview_shows_no_ticket_i_may_not_see(desk, fill, open_ticket, categories):
    hidden = open_ticket(categories.personal, name="Hidden Person")
    page = desk.post("/desk/canned/new/", fill(preview="on", preview_on=hidden.reference_text))
    assert "Hidden Person" not in page.text
    assert "There is no ticket in these categories yet" in page.text


def test_archiving_can_be_taken_back(desk, canned, ticket):
    page = desk.post(f"/desk/canned/{canned.pk}/archive/", follow=True)
    assert titles(page) == ["New link"]
    assert titles(desk.get("/desk/canned/")) == []
    assert not CannedResponse.objects.usable_on(ticket).exists()
    desk.post(f"/desk/canned/{canned.pk}/archive/", {"back": "on"})
    assert titles(desk.get("/desk/canned/")) == ["New link"]


def test_pinning(desk, canned):
    desk.post(f"/desk/canned/{canned.pk}/pin/", {"pin": "on"})
    assert only().is_pinned
    desk.post(f"/desk/canned/{canned.pk}/pin/", {"pin": ""})
    assert not only().is_pinned


def test_a_reply_becomes_a_response(desk, sign_in, cast, ticket, send_reply):
    reply = send_reply(ticket, cast.ana, body="Try **this**.")
    form = desk.get(f"/desk/canned/new/?from={reply.pk}").context["form"]
    assert form["text_en"].value() == "Try **this**."
    assert form["title"].value() == ticket.subject
    assert sign_in(cast.nil).get(f"/desk/canned/new/?from={reply.pk}").context["form"]["text_en"].value() in (None, "")


@pytest.mark.parametrize("query", ["copy=x", "from=\x00", f"copy={9**30}", "from=0"])
def test_a_strange_address_shows_an_empty_form(desk, query):
    assert desk.get(f"/desk/canned/new/?{query}").status_code == 200


def test_the_list_costs_the_same_for_one_and_for_five(desk, canned, count_queries):
    canned.tags.add(Tag.objects.create(name="Outage"))
    one = count_queries(lambda: desk.get("/desk/canned/"))
    for number in range(4):
        response = CannedResponse.objects.create(title=f"{number}", text_en="Hello")
        response.categories.add(canned.categories.get())
        response.tags.add(Tag.objects.create(name=f"Tag {number}"))
    assert count_queries(lambda: desk.get("/desk/canned/")) == one
