"""The desk's pages: what is listed, one touch, news, drafts, search, counts, and what they cost."""

import re
import uuid

import pytest
from django.contrib.sessions.models import Session

from accounts.models import CategoryAssignment, User
from tickets import services
from tickets.models import CannedResponse, Category, ReplyDraft, Ticket


@pytest.fixture
def desk(cast, sign_in):
    """Ana's browser."""
    return sign_in(cast.ana)


@pytest.fixture
def post(newest_event):
    """Return post(client, ticket, where, **fields): as a page drawn now would send it."""

    def post(client, ticket, where="reply", **fields):
        fields = {"form_key": uuid.uuid4(), "last_event": newest_event(ticket)} | fields
        return client.post(f"/desk/tickets/{ticket.reference_text}/{where}/", fields)

    return post


def subjects(page):
    return [ticket.subject for ticket in page.context["page"]]


def test_the_queue_holds_what_waits_in_my_categories_oldest_first(desk, open_ticket, categories):
    open_ticket(subject="first")
    open_ticket(categories.billing, subject="of others")
    open_ticket(subject="second")
    page = desk.get("/desk/")
    assert subjects(page) == ["first", "second"]
    assert "of others" not in page.text
    assert page.context["desk"].waiting == 2


def test_the_address_filters(cast, sign_in, open_ticket, categories):
    desk = sign_in(cast.bora)
    mine, done, _other = (
        open_ticket(subject="mine"),
        open_ticket(subject="done"),
        open_ticket(categories.billing, subject="bill"),
    )
    services.assign_to(ticket=mine, user=cast.bora, instead_of=None)
    services.complete(ticket=done, actor=cast.bora)
    assert subjects(desk.get("/desk/?assignee=me")) == ["mine"]
    assert subjects(desk.get("/desk/?assignee=nobody")) == ["bill"]
    assert subjects(desk.get("/desk/?state=completed")) == ["done"]
    assert subjects(desk.get("/desk/?state=all&category=billing")) == ["bill"]
    assert set(subjects(desk.get("/desk/?state=all"))) == {"mine", "done", "bill"}
    assert subjects(desk.get(f"/desk/?assignee={cast.bora.pk}&category=downloads")) == ["mine"]


@pytest.mark.parametrize(
    "query",
    [
        "state=%00",
        "category=%00",
        "assignee=%00",
        "page=%00",
        "category=nothing",
        "assignee=x",
        "page=zero",
        "page=99",
        f"assignee={9**30}",
    ],
)
def test_a_strange_address_shows_a_page(desk, ticket, query):
    assert desk.get(f"/desk/?{query}").status_code == 200


def test_the_filter_names_who_works_in_my_categories(desk, cast, categories, open_ticket):
    mine, foreign, of_somebody_gone = open_ticket(), open_ticket(categories.billing), open_ticket()
    open_ticket()
    services.assign_to(ticket=foreign, user=cast.other_owner, instead_of=None)
    Ticket.objects.filter(pk=of_somebody_gone.pk).update(assignee=cast.locked_out, status="assigned")
    services.assign_to(ticket=mine, user=cast.bora, instead_of=None)
    page = desk.get("/desk/")
    assert {person.name for person in page.context["people"]} == {"Ana", "Bora", "Owner", "Other"}
    assert f'<option value="{cast.bora.pk}"' in page.text


def test_arrivals_lead_to_the_queue_from_a_filtered_view_too(desk, ticket):
    link = re.search(r"<a[^>]*data-new-tickets", desk.get("/desk/?state=completed").text)[0]
    assert 'href="/desk/"' in link


def test_a_held_reply_is_not_shown_once_its_category_is_taken_away(desk, cast, ticket, send_reply):
    send_reply(ticket, cast.ana)
    assert ticket.reference_text in desk.get("/desk/").text
    services.set_assignments(user=cast.ana, categories=[], by=cast.owner)
    page = desk.get("/desk/")
    assert page.context["desk"].held == []
    assert ticket.reference_text not in page.text


def test_fifty_a_page(desk, open_ticket):
    for number in range(51):
        open_ticket(subject=f"{number}")
    first = desk.get("/desk/")
    assert len(subjects(first)) == 50
    assert subjects(desk.get("/desk/", {"after": first.context["page"].next})) == ["50"]


def test_one_touch_sends_completes_and_shows_the_next(desk, open_ticket, canned, post, reload):
    first, second = open_ticket(), open_ticket()
    answer = post(desk, first, canned=canned.pk)
    assert answer["Location"] == f"/desk/tickets/{second.reference_text}/"
    assert reload(first).status == "completed"
    assert first.messages.get(kind="reply").body == "Hello Ayşe Yılmaz, here is a new link for LP2208831947."
    assert f"Answer to {first.reference_text} leaves" in desk.get(answer["Location"]).text


def test_one_touch_speaks_the_tickets_language(desk, open_ticket, canned, post):
    ticket = open_ticket(language="tr")
    post(desk, ticket, canned=canned.pk)
    assert ticket.messages.get(kind="reply").body.startswith("Merhaba Ayşe Yılmaz")


def test_one_touch_keeps_open_what_the_response_keeps_open(desk, ticket, canned, post, reload):
    CannedResponse.objects.update(after_send="open")
    post(desk, ticket, canned=canned.pk)
    assert reload(ticket).status == "assigned"


def test_an_empty_placeholder_opens_the_text_instead_of_sending(desk, open_ticket, canned, post):
    ticket = open_ticket(answers=[{"key": "serial", "label": "Serial number", "value": ""}])
    page = post(desk, ticket, canned=canned.pk)
    assert page.status_code == 422
    assert "here is a new link for [serial]" in page.text
    assert not ticket.messages.filter(kind="reply").exists()


def test_what_a_customer_typed_is_not_a_placeholder(desk, open_ticket, canned, post):
    ticket = open_ticket(name="{serial}")
    post(desk, ticket, canned=canned.pk)
    assert ticket.messages.get(kind="reply").body.startswith("Hello {serial},")


def test_one_touch_never_sends_the_text_in_the_box(desk, ticket, canned, post, cast):
    stopped = post(desk, ticket, canned=canned.pk, body="half a thought")
    assert stopped.status_code == 409
    assert "half a thought" in stopped.text
    assert not ticket.messages.filter(kind="reply").exists()
    post(desk, ticket, canned=canned.pk, body="half a thought", alone="on")
    assert ticket.messages.get(kind="reply").body.startswith("Hello Ayşe")
    assert ReplyDraft.objects.get(ticket=ticket, author=cast.ana).body == "half a thought"


def test_insert_puts_the_text_behind_what_is_typed(desk, ticket, canned, post):
    page = post(desk, ticket, insert=canned.pk, body="Dear customer,")
    assert page.context["reply_form"]["body"].value().startswith("Dear customer,\n\nHello Ayşe")
    assert not ticket.messages.filter(kind="reply").exists()


def test_a_response_of_another_category_cannot_be_used(desk, ticket, canned, categories, post):
    canned.categories.set([categories.billing])
    page = post(desk, ticket, canned=canned.pk)
    assert page.status_code == 422
    assert "New link" not in page.text
    assert not ticket.messages.filter(kind="reply").exists()


def test_an_archived_response_is_not_offered(desk, ticket, canned):
    assert "New link" in desk.get(f"/desk/tickets/{ticket.reference_text}/").text
    CannedResponse.objects.update(is_archived=True)
    assert "New link" not in desk.get(f"/desk/tickets/{ticket.reference_text}/").text


def test_a_stopped_reply_keeps_the_text_beside_what_is_new(desk, ticket, cast, post, newest_event):
    drawn_at = newest_event(ticket)
    services.customer_reply(ticket=ticket, body="Wait, I found it", form_key=uuid.uuid4())
    page = post(desk, ticket, body="Do this", last_event=drawn_at)
    assert page.status_code == 409
    assert "Wait, I found it" in page.text
    assert page.context["reply_form"]["body"].value() == "Do this"
    again = post(desk, ticket, body="Do this", last_event=page.context["last_event"])
    assert again.status_code == 302


def test_a_reply_taken_back_is_in_the_box_again(desk, ticket, post):
    post(desk, ticket, body="Too fast")
    page = desk.post(f"/desk/tickets/{ticket.reference_text}/undo/", follow=True)
    assert page.context["reply_form"]["body"].value() == "Too fast"


@pytest.mark.parametrize(
    "fields",
    [
        {"body": "  "},
        {"body": "x" * 20_001},
        {"form_key": "x", "body": "y"},
        {"last_event": "-1", "body": "y"},
        {"canned": "0"},
        {"then": "burn", "body": "y"},
    ],
)
def test_a_bad_reply_is_told_and_nothing_is_lost(desk, ticket, post, fields):
    page = post(desk, ticket, **fields)
    assert page.status_code == 422
    assert "Not sent yet" in page.text
    assert fields.get("body", "").strip() in page.text


def test_a_nul_in_a_reply_is_told(desk, ticket, post):
    page = post(desk, ticket, body="a\x00b")
    assert page.status_code == 422
    assert "cannot be stored" in page.text


@pytest.mark.parametrize("where", ["complete", "spam"])
def test_nothing_is_completed_over_what_just_arrived(desk, ticket, post, newest_event, reload, where):
    drawn_at = newest_event(ticket)
    services.customer_reply(ticket=ticket, body="URGENT news", form_key=uuid.uuid4())
    answer = post(desk, ticket, where, last_event=drawn_at)
    assert reload(ticket).waiting_since
    assert "Nothing was changed" in desk.get(answer["Location"]).text
    post(desk, ticket, where)
    assert reload(ticket).is_completed


def test_a_stopped_text_is_kept_for_who_leaves_the_page(desk, ticket, post, newest_event):
    drawn_at = newest_event(ticket)
    services.customer_reply(ticket=ticket, body="Wait", form_key=uuid.uuid4())
    post(desk, ticket, body="Do this", last_event=drawn_at)
    page = desk.get(f"/desk/tickets/{ticket.reference_text}/")
    assert page.context["reply_form"]["body"].value() == "Do this"


def test_a_field_the_customer_lacks_is_a_gap(desk, open_ticket, canned, post):
    ticket = open_ticket(answers=[{"key": "serial", "label": "Serial number", "value": "", "missing": True}])
    page = post(desk, ticket, canned=canned.pk)
    assert page.status_code == 422
    assert "Does not have it" in page.text


def test_the_key_of_another_form_is_no_error(desk, open_ticket, post):
    key = uuid.uuid4()
    for ticket in (open_ticket(), open_ticket()):
        assert post(desk, ticket, body="Hello", form_key=key).status_code == 302
        assert ticket.messages.filter(kind="reply").count() == 1


def test_a_note_is_kept_beside_the_timeline(desk, ticket, post):
    post(desk, ticket, "note", body="Known batch")
    assert "Known batch" in desk.get(f"/desk/tickets/{ticket.reference_text}/").text
    assert post(desk, ticket, "note", body="").status_code == 422


def test_other_tickets_of_the_customer_show_within_my_categories_only(desk, ticket, open_ticket, categories):
    open_ticket(subject="earlier one")
    open_ticket(categories.billing, subject="about money")
    page = desk.get(f"/desk/tickets/{ticket.reference_text}/")
    assert "earlier one" in page.text
    assert "about money" not in page.text


@pytest.mark.parametrize(
    "text",
    [
        "LP2208831947",
        "lp 2208-831947",
        "lp2208",
        "2208831947",
        "1947",
        "AYSE@example.org",
        "ayse@",
        "ayşe",
        "yilmaz",
        "Ayşe Yılmaz",
        "AYSE YIL",
    ],
)
def test_a_ticket_is_found_by_what_it_holds(desk, cast, ticket, open_ticket, text):
    open_ticket(email="tom@example.net", name="Tom", answers=[])
    services.complete(ticket=ticket, actor=cast.ana)
    assert subjects_found(desk, text) == [ticket.reference]


def subjects_found(desk, text):
    return [ticket.reference for ticket in desk.get("/desk/search/", {"q": text}).context["page"]]


@pytest.mark.parametrize("text", ["208947", "%", "_", "'", "\x00", "x" * 5000, "😀", ""])
def test_a_search_for_something_else_finds_nothing(desk, ticket, text):
    page = desk.get("/desk/search/", {"q": text})
    assert page.status_code == 200
    assert not list(page.context["page"])


def test_a_reference_jumps_to_its_ticket(desk, ticket):
    for text in (ticket.reference_text, str(ticket.reference), f"Re: [{ticket.reference_text}] hello"):
        assert desk.get("/desk/search/", {"q": text})["Location"] == f"/desk/tickets/{ticket.reference_text}/"


def test_search_finds_nothing_of_other_categories(cast, sign_in, open_ticket, categories):
    hidden = open_ticket(categories.personal)
    for user, found in ((cast.ana, []), (cast.other_owner, []), (cast.owner, [hidden.reference])):
        assert subjects_found(sign_in(user), "LP2208831947") == found
        assert (sign_in(user).get("/desk/search/", {"q": hidden.reference_text}).status_code == 302) == bool(found)


def test_exact_hits_come_first(desk, open_ticket):
    exact = open_ticket(answers=[{"key": "serial", "label": "", "value": "AB1"}])
    longer = open_ticket(answers=[{"key": "serial", "label": "", "value": "AB12"}])
    assert subjects_found(desk, "ab1") == [exact.reference, longer.reference]


def test_counts_are_those_of_the_queue_and_answer_304(desk, open_ticket, categories):
    open_ticket()
    open_ticket(categories.billing)
    answer = desk.get("/desk/counts/")
    assert answer.json() == {"type": "counts", "waiting": 1, "overdue": 0, "categories": {"downloads": 1}}
    assert desk.get("/desk/counts/", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    open_ticket()
    assert desk.get("/desk/counts/", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_asking_for_the_counts_is_cheap_and_does_not_extend_the_login(desk, cast, open_ticket, count_queries):
    def ask():
        answer = desk.get("/desk/counts/")
        assert not answer.cookies
        return answer

    def ends():
        return [session.expire_date for session in Session.objects.all()]

    ask()  # which notes that she watches
    ended, few = ends(), count_queries(ask)
    for number in range(9):
        category = Category.objects.create(slug=f"software-{number}", name_en="Software")
        CategoryAssignment.objects.create(user=cast.ana, category=category)
        open_ticket(category)
    assert count_queries(ask) == few
    assert len(ask().content) < 300
    assert ends() == ended


def test_who_is_not_signed_in_gets_no_counts(desk, cast, client):
    User.objects.filter(pk=cast.ana.pk).update(is_active=False)
    for browser in (desk, client):
        answer = browser.get("/desk/counts/")
        assert (answer.status_code, answer.content) == (401, b"")


def test_the_desk_speaks_the_persons_language(cast, sign_in, ticket):
    User.objects.filter(pk=cast.ana.pk).update(language="tr")
    page = sign_in(User.objects.get(pk=cast.ana.pk)).get("/desk/")
    assert '<html lang="tr"' in page.text
    assert "İndirmeler" in page.text


BUDGETS = {"/desk/": 13, "/desk/search/?q=lp2208": 13, "/desk/tickets/{reference}/": 15}


@pytest.mark.parametrize("path", BUDGETS)
def test_a_page_costs_the_same_for_one_row_and_for_five(
    desk, cast, open_ticket, canned, send_reply, count_queries, path
):
    def grow():
        ticket = open_ticket()
        send_reply(ticket, cast.bora, then="open")
        services.customer_reply(ticket=ticket, body="More", form_key=uuid.uuid4())
        services.note(ticket=ticket, author=cast.bora, body="Note", form_key=uuid.uuid4())
        return ticket

    ticket, budget = grow(), BUDGETS[path]
    path = path.format(reference=ticket.reference_text)
    one = count_queries(lambda: desk.get(path))
    for number in range(4):
        grow()
        services.note(ticket=ticket, author=cast.bora, body=f"Note {number}", form_key=uuid.uuid4())
        response = CannedResponse.objects.create(title=f"Response {number}", text_en="{name}")
        response.categories.add(ticket.category)
    five = count_queries(lambda: desk.get(path))
    assert one == five
    assert five <= budget


def test_a_reply_and_a_submission_stay_in_their_budgets(client, desk, open_ticket, canned, post, count_queries, cast):
    ticket = open_ticket()
    for _number in range(4):
        open_ticket()
    assert count_queries(lambda: post(desk, ticket, canned=canned.pk)) - 1 <= 18  # one asks for the newest event
    assert Ticket.objects.get(pk=ticket.pk).status == "completed"
