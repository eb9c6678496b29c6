"""What tickets teach the FAQ: entries made of answers, answers with entries, answers nobody found."""

import uuid

import pytest

from faq.models import DailyCount, Entry
from faq.services import entry_url
from tickets import services
from tickets.models import EntryUse


@pytest.fixture
def entry(categories):
    return Entry.objects.create(
        slug="again",
        question_en="How do I download my e-book again?",
        answer_en="Open the link in the order mail.",
        category=categories.downloads,
        state="published",
    )


@pytest.fixture
def desk(sign_in, cast):
    return sign_in(cast.ana)


def at(ticket, part=""):
    return f"/desk/tickets/{ticket.reference_text}/{part}"


def counted(entry):
    return [(row.answered, row.unfound) for row in DailyCount.objects.filter(entry=entry)]


# An entry of an answer


def test_one_click_publishes_an_answer_that_holds_nothing_personal(ticket, cast, send_reply, desk):
    message = send_reply(ticket, cast.ana, "Hello Ayşe,\n\nOpen the link in the mail.\n\nKind regards\nAna")
    page = desk.post(at(ticket, "faq/"), {"message": message.pk}, follow=True)
    entry = Entry.objects.get()
    assert (entry.question_en, entry.answer_en) == (ticket.subject, "Open the link in the mail.")
    assert (entry.category, entry.state, entry.personal) == (ticket.category, "published", [])
    assert "Added to the FAQ." in page.text
    assert f'href="{entry.get_absolute_url()}"' in page.text
    assert "Add to FAQ" not in page.text


def test_an_answer_that_may_be_personal_becomes_a_draft_that_names_the_words(open_ticket, cast, send_reply, desk):
    ticket = open_ticket(
        name="Ayşe Yılmaz", answers=[{"key": "serial", "label": "Serial number", "value": "LP2208831947"}]
    )
    message = send_reply(ticket, cast.ana, "Ayşe, type LP2208831947, or call 0532 111 22 33.")
    page = desk.post(at(ticket, "faq/"), {"message": message.pk}, follow=True)
    entry = Entry.objects.get()
    assert entry.state == "draft"
    assert set(entry.personal) == {"0532 111 22 33", "Ayşe", "LP2208831947"}
    assert "3 personal details to remove" in page.text


def test_what_the_owner_offers_as_a_choice_is_not_personal(open_ticket, cast, send_reply, desk):
    ticket = open_ticket(answers=[{"key": "device", "label": "Device", "value": "Phone"}])
    message = send_reply(ticket, cast.ana, "On a phone, open the link twice.")
    desk.post(at(ticket, "faq/"), {"message": message.pk})
    assert Entry.objects.get().is_published


def test_an_answer_of_a_category_for_named_people_only_becomes_a_draft(
    open_ticket, categories, cast, send_reply, sign_in
):
    ticket = open_ticket(categories.personal)
    message = send_reply(ticket, cast.owner, "Open the link.")
    sign_in(cast.owner).post(at(ticket, "faq/"), {"message": message.pk})
    assert Entry.objects.get().state == "draft"


def test_a_second_click_makes_no_second_entry(ticket, cast, send_reply, desk):
    message = send_reply(ticket, cast.ana)
    for _ in range(2):
        desk.post(at(ticket, "faq/"), {"message": message.pk})
    assert Entry.objects.count() == 1


def test_it_can_be_taken_back_until_somebody_works_on_it(ticket, cast, send_reply, desk):
    message = send_reply(ticket, cast.ana)
    desk.post(at(ticket, "faq/"), {"message": message.pk})
    desk.post(at(ticket, "faq/"), {"message": message.pk, "undo": "on"})
    assert not Entry.objects.exists()
    desk.post(at(ticket, "faq/"), {"message": message.pk})
    entry = Entry.objects.get()
    entry.answer_en = "Better words."
    services.teaching.save_entry(entry=entry, saved_by=cast.owner)
    page = desk.post(at(ticket, "faq/"), {"message": message.pk, "undo": "on"}, follow=True)
    assert "The entry is kept" in page.text
    assert Entry.objects.exists()


def test_only_an_answer_of_that_very_ticket_becomes_an_entry(ticket, open_ticket, categories, cast, send_reply, desk):
    other = open_ticket(categories.billing)
    foreign = send_reply(other, cast.bora)
    note = services.note(ticket=ticket, author=cast.ana, body="Only us", form_key=uuid.uuid4())
    for pk in (foreign.pk, note.pk, ticket.messages.filter(kind="customer").get().pk, "x", ""):
        assert desk.post(at(ticket, "faq/"), {"message": pk}).status_code == 404
    assert not Entry.objects.exists()


# An answer with an entry


def test_a_reply_with_an_entrys_address_is_counted_once_a_ticket(ticket, entry, cast, send_reply, desk):
    url = entry_url(entry, "tr")
    assert "/tr/faq/again/?from=staff" in url
    send_reply(ticket, cast.ana, f"Look here: {url}", then="open")
    send_reply(ticket, cast.ana, f"And again {entry_url(entry, 'en')}", then="open")
    assert counted(entry) == [(1, 0)]
    assert "Answered with:" in desk.get(at(ticket)).text


def test_a_reply_that_is_taken_back_is_no_longer_counted(ticket, entry, cast, send_reply):
    send_reply(ticket, cast.ana, entry_url(entry, "en"))
    services.undo(ticket=ticket, author=cast.ana)
    assert counted(entry) == [(0, 0)]
    assert not EntryUse.objects.exists()


@pytest.mark.parametrize(
    "address", ["http://elsewhere.example/faq/again/", "/faq/again/", "http://localhost:8000/faq/no/"]
)
def test_other_addresses_are_not_counted(ticket, entry, cast, send_reply, address):
    send_reply(ticket, cast.ana, address)
    assert not DailyCount.objects.exists()


def test_the_desk_suggests_entries_to_insert_and_similar_questions(ticket, entry, open_ticket, categories, desk):
    ticket.subject = "How can I download the book again"
    ticket.save()
    seen = open_ticket(subject="Download my book again please")
    hidden = open_ticket(categories.billing, subject="Download the book again secretly")
    page = desk.get(at(ticket, "suggested/?part"))
    assert "<html" not in page.text
    assert f'data-insert="Open the link in the order mail.\n\n{entry_url(entry, "en")}"' in page.text
    assert seen.reference_text in page.text
    assert hidden.reference_text not in page.text
    assert "<html" in desk.get(at(ticket, "suggested/")).text


def test_suggestions_cost_the_same_for_one_and_for_five(ticket, entry, open_ticket, categories, desk, count_queries):
    def more(number):
        open_ticket(subject=f"{ticket.subject} {number}")
        texts = {"question_en": ticket.subject, "answer_en": "So."}
        Entry.objects.create(slug=f"e{number}", category=categories.downloads, state="published", **texts)

    more(0)
    with_one = count_queries(lambda: desk.get(at(ticket, "suggested/")))
    for number in range(1, 5):
        more(number)
    assert count_queries(lambda: desk.get(at(ticket, "suggested/"))) == with_one


# Answers nobody found


def test_one_click_says_that_the_answer_stood_there_and_can_be_taken_back(ticket, entry, desk):
    for _ in range(2):
        desk.post(at(ticket, "unfound/"), {"entry": "again"})
    assert counted(entry) == [(0, 1)]
    desk.post(at(ticket, "unfound/"), {"entry": "again", "undo": "on"})
    assert counted(entry) == [(0, 0)]
    assert not EntryUse.objects.exists()


def test_the_owner_adds_the_tickets_words_as_a_phrase_and_sees_what_they_find(ticket, entry, cast, sign_in):
    services.say_unfound(ticket=ticket, entry=entry, user=cast.ana)
    owner = sign_in(cast.owner)
    assert ticket.subject in owner.get("/desk/faq/unfound/").text
    use = EntryUse.objects.get()
    page = owner.post("/desk/faq/unfound/", {"use": use.pk, "phrase": "zqx broken book", "add": "on"}, follow=True)
    assert f"“zqx broken book” now finds: {entry.question}" in page.text
    assert entry.phrasings.get().text == "zqx broken book"
    assert ticket.subject not in page.text


def test_the_owner_moves_the_entry_where_people_look(open_ticket, categories, entry, cast, sign_in):
    ticket = open_ticket(categories.billing)
    services.say_unfound(ticket=ticket, entry=entry, user=cast.bora)
    sign_in(cast.owner).post("/desk/faq/unfound/", {"use": EntryUse.objects.get().pk, "move": "on"})
    entry.refresh_from_db()
    assert entry.category == categories.billing


def test_what_is_for_named_people_only_is_not_listed_for_other_owners(open_ticket, categories, entry, cast, sign_in):
    ticket = open_ticket(categories.personal, subject="Secret shares")
    services.say_unfound(ticket=ticket, entry=entry, user=cast.owner)
    use = EntryUse.objects.get()
    assert "Secret shares" in sign_in(cast.owner).get("/desk/faq/unfound/").text
    other = sign_in(cast.other_owner)
    assert "Secret shares" not in other.get("/desk/faq/unfound/").text
    assert other.post("/desk/faq/unfound/", {"use": use.pk, "leave": "on"}).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_five(open_ticket, entry, cast, sign_in, count_queries):
    owner = sign_in(cast.owner)
    services.say_unfound(ticket=open_ticket(), entry=entry, user=cast.ana)
    with_one = count_queries(lambda: owner.get("/desk/faq/unfound/"))
    for _ in range(4):
        services.say_unfound(ticket=open_ticket(), entry=entry, user=cast.ana)
    assert count_queries(lambda: owner.get("/desk/faq/unfound/")) == with_one
