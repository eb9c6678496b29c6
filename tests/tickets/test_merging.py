"""Merging a customer's tickets and taking it back: nothing is lost, nothing is shown to who may not see it."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from tickets import links, services
from tickets.models import Attachment, Message, OutboxMail, Ticket
from tickets.services.delivering import give_up

STATE = ("status", "assignee_id", "waiting_since", "completed_at", "mail_failed_at", "snoozed_until", "waited_since")


@pytest.fixture
def pair(open_ticket):
    """The ticket that goes on, and a later one of the same customer."""
    return open_ticket(subject="goes on"), open_ticket(subject="came later", text="One more thing.")


@pytest.fixture
def post(sign_in):
    """Return post(user, ticket, other): merge `other` into `ticket`, as the page does."""

    def post(user, ticket, other):
        path = f"/desk/tickets/{ticket.reference_text}/merge/"
        return sign_in(user).post(path, {"other": getattr(other, "reference_text", other)}, follow=True)

    return post


@pytest.fixture
def unmerge(sign_in):
    return lambda user, ticket: sign_in(user).post(f"/desk/tickets/{ticket.reference_text}/unmerge/", follow=True)


def state(ticket):
    ticket.refresh_from_db()
    return {name: getattr(ticket, name) for name in STATE}


def open_link(client, ticket):
    client.get(links.private_url(ticket).removeprefix("http://localhost:8000"))


def customer_says(ticket, body="And now?"):
    return services.customer_reply(ticket=ticket, body=body, form_key=uuid.uuid4())


def test_the_other_one_is_completed_and_its_messages_stand_in_the_timeline(cast, pair, post, reload):
    ticket, other = pair
    services.note(ticket=other, author=cast.ana, body="A note there", form_key=uuid.uuid4())
    page = post(cast.ana, ticket, other)
    assert page.redirect_chain[-1][0] == f"/desk/tickets/{ticket.reference_text}/"
    assert "One more thing." in page.text
    assert "A note there" in page.text
    assert f"from {other.reference_text}" in page.text
    assert f"Ana merged a ticket into this one: {other.reference_text}" in page.text
    merged = reload(other)
    assert (merged.status, merged.merged_into, merged.waiting_since) == ("completed", ticket, None)
    assert Ticket.objects.visible_to(cast.ana).waiting().get() == ticket


def test_the_merged_one_says_where_it_goes_on_and_takes_no_reply(cast, pair, post, sign_in, reload):
    ticket, other = pair
    post(cast.ana, ticket, other)
    desk = sign_in(cast.ana)
    page = desk.get(f"/desk/tickets/{other.reference_text}/")
    assert f"{ticket.reference_text} goes on" in page.text
    assert 'id="reply-body"' not in page.text
    for where in ("reply", "spam", "complete", "reopen"):
        fields = {"body": "Hello", "form_key": uuid.uuid4(), "last_event": page.context["last_event"]}
        desk.post(f"/desk/tickets/{other.reference_text}/{where}/", fields)
    assert not other.messages.filter(kind="reply").exists()
    assert (reload(other).is_spam, reload(other).status) == (False, "completed")


@pytest.mark.parametrize("target", ["asked", "completed", "snoozed", "assigned", "queued"])
def test_taking_it_back_leaves_both_as_they_were(cast, pair, send_reply, target):
    ticket, other = pair
    if target in ("asked", "completed"):
        send_reply(ticket, cast.ana, then={"asked": "ask", "completed": "complete"}[target])
    elif target == "assigned":
        services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
    elif target == "snoozed":
        until = timezone.now() + timedelta(hours=3)
        Ticket.objects.filter(pk=ticket.pk).update(
            snoozed_until=until, waited_since=ticket.waiting_since, waiting_since=None
        )
    services.assign_to(ticket=other, user=cast.bora, instead_of=None)
    before = state(ticket), state(other)
    services.merge(ticket=ticket, other=other, actor=cast.ana)
    ticket.refresh_from_db()
    assert ticket.waiting_since
    assert services.take_merge_back(ticket=other, actor=cast.ana)
    assert (state(ticket), state(other)) == before
    assert other.before_merge is None
    assert not services.take_merge_back(ticket=other, actor=cast.ana)


def test_a_snoozed_one_that_is_merged_waits_where_it_goes_on(cast, pair, send_reply, reload):
    ticket, other = pair
    send_reply(ticket, cast.ana)
    Ticket.objects.filter(pk=other.pk).update(
        snoozed_until=timezone.now() + timedelta(hours=3), waited_since=other.waiting_since, waiting_since=None
    )
    before = state(other)
    services.merge(ticket=ticket, other=other, actor=cast.ana)
    assert reload(ticket).waiting_since == before["waited_since"]
    services.take_merge_back(ticket=other, actor=cast.ana)
    assert state(other) == before


def test_a_completed_one_wakes_nothing(cast, pair, send_reply, reload):
    ticket, other = pair
    send_reply(ticket, cast.ana, then="ask")
    services.complete(ticket=other, actor=cast.ana)
    services.merge(ticket=ticket, other=other, actor=cast.ana)
    assert reload(ticket).status == "asked"


def test_what_the_customer_wrote_since_keeps_the_ticket_waiting(cast, pair, send_reply, reload):
    ticket, other = pair
    send_reply(ticket, cast.ana, then="ask")
    services.merge(ticket=ticket, other=other, actor=cast.ana)
    customer_says(ticket)
    services.take_merge_back(ticket=other, actor=cast.ana)
    assert reload(ticket).waiting_since
    assert reload(other).waiting_since


def test_a_second_merge_keeps_the_ticket_waiting_when_the_first_is_taken_back(
    cast, pair, open_ticket, send_reply, reload
):
    ticket, other = pair
    third = open_ticket()
    send_reply(ticket, cast.ana, then="ask")
    for merged in (other, third):
        services.merge(ticket=ticket, other=merged, actor=cast.ana)
    services.take_merge_back(ticket=other, actor=cast.ana)
    assert reload(ticket).waiting_since


def test_merging_twice_happens_once(cast, pair):
    ticket, other = pair
    for _time in range(2):
        assert services.merge(ticket=ticket, other=other, actor=cast.ana) == ticket
    assert ticket.events.filter(kind="merged").count() == other.events.filter(kind="merged").count() == 1


def test_merging_into_a_merged_one_goes_to_where_that_goes_on(cast, pair, open_ticket, post, reload):
    ticket, other = pair
    third = open_ticket()
    post(cast.ana, ticket, other)
    page = post(cast.ana, other, third)
    assert page.redirect_chain[-1][0] == f"/desk/tickets/{ticket.reference_text}/"
    assert reload(third).merged_into == ticket


def test_no_chains_and_no_rings(cast, pair, open_ticket, post, reload):
    ticket, other = pair
    third = open_ticket()
    post(cast.ana, ticket, other)
    assert "Others were merged into ticket" in post(cast.ana, third, ticket).text
    assert "These two are merged already" in post(cast.ana, other, ticket).text
    assert "These two are merged already" in post(cast.ana, ticket, ticket).text
    assert "was merged already" in post(cast.ana, third, other).text
    assert reload(ticket).merged_into is None
    assert not reload(ticket).is_completed


def test_tickets_of_two_customers_stay_two(cast, ticket, open_ticket, post, reload):
    other = open_ticket(email="tom@example.net")
    assert "Only tickets of the same customer" in post(cast.ana, ticket, other).text
    assert reload(other).merged_into is None


def test_a_ticket_with_a_held_answer_is_merged_once_that_has_left(cast, pair, send_reply, post, let_the_hold_pass):
    ticket, other = pair
    send_reply(other, cast.ana)
    assert "is about to leave" in post(cast.ana, ticket, other).text
    let_the_hold_pass()
    assert "You can take that back" in post(cast.ana, ticket, other).text


@pytest.mark.parametrize("other", ["", "x", "999-999-999", "\0", "1" * 10_000])
def test_a_ticket_that_is_none_is_not_found(cast, ticket, post, other):
    assert post(cast.ana, ticket, other).status_code == 404


@pytest.mark.parametrize("category", ["billing", "personal"])
def test_hidden_tickets_are_neither_merged_nor_told_of(cast, categories, ticket, open_ticket, post, category, reload):
    hidden = open_ticket(getattr(categories, category))
    answers = [post(cast.ana, ticket, hidden), post(cast.ana, hidden, ticket), post(cast.ana, ticket, "999-999-999")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert reload(hidden).merged_into is reload(ticket).merged_into is None


def test_what_was_merged_shows_to_those_only_who_see_it(cast, categories, open_ticket, post, unmerge, sign_in, reload):
    ticket, hidden = open_ticket(), open_ticket(categories.billing, subject="money", text="My card number")
    post(cast.bora, ticket, hidden)
    page = sign_in(cast.ana).get(f"/desk/tickets/{ticket.reference_text}/")
    assert page.context["merged"] == []
    for secret in (hidden.reference_text, "My card number", "money"):
        assert secret not in page.text
    assert "Bora merged the ticket with another one" in page.text
    assert unmerge(cast.ana, hidden).status_code == 404
    assert reload(hidden).merged_into == ticket


def test_where_it_goes_on_is_told_to_those_only_who_see_it(
    cast, categories, open_ticket, post, unmerge, sign_in, reload
):
    ticket, hidden = open_ticket(), open_ticket(categories.billing, subject="money")
    post(cast.bora, hidden, ticket)
    page = sign_in(cast.ana).get(f"/desk/tickets/{ticket.reference_text}/")
    assert "in a category you do not work in" in page.text
    assert hidden.reference_text not in page.text
    assert "money" not in page.text
    assert unmerge(cast.ana, ticket).status_code == 404
    third = open_ticket()
    assert hidden.reference_text not in post(cast.ana, ticket, third).text
    assert reload(third).merged_into is None


def test_the_customers_page_leads_on_by_their_own_access(client, cast, pair, open_ticket):
    ticket, other = pair
    services.merge(ticket=ticket, other=other, actor=cast.ana)
    open_link(client, other)
    page = client.get(f"/tickets/{other.reference_text}/")
    assert f'href="/status/?reference={ticket.reference_text}"' in page.text
    assert "goes on" not in page.text.replace("_goes_on", "")
    assert client.get(f"/tickets/{ticket.reference_text}/").status_code == 404
    open_link(client, ticket)
    page = client.get(f"/tickets/{other.reference_text}/")
    assert f'href="/tickets/{ticket.reference_text}/"' in page.text
    assert "One more thing." not in client.get(f"/tickets/{ticket.reference_text}/").text


def test_what_the_customer_does_on_the_merged_one_happens_where_it_goes_on(client, cast, pair, send_reply, reload):
    ticket, other = pair
    services.merge(ticket=ticket, other=other, actor=cast.ana)
    send_reply(ticket, cast.ana)
    open_link(client, other)
    form_key = client.get(f"/tickets/{other.reference_text}/").context["form"]["form_key"].value()
    fields = {"body": "Still not right", "form_key": form_key}
    page = client.post(f"/tickets/{other.reference_text}/reply/", fields, follow=True)
    assert f"It stands in ticket {ticket.reference_text}" in page.text
    assert ticket.messages.last().body == "Still not right"
    assert reload(ticket).waiting_since
    client.post(f"/tickets/{other.reference_text}/solved/")
    assert reload(ticket).is_completed
    client.post(f"/tickets/{other.reference_text}/reopen/")
    assert not reload(ticket).is_completed
    assert (reload(other).status, reload(other).merged_into) == ("completed", ticket)


def test_the_bare_progress_tells_no_other_reference(client, cast, pair):
    ticket, other = pair
    services.merge(ticket=ticket, other=other, actor=cast.ana)
    page = client.get(f"/status/?reference={other.reference_text}")
    assert "We answer this together with another ticket of yours." in page.text
    assert ticket.reference_text not in page.text


def test_a_mail_of_the_merged_one_that_fails_is_told_where_it_goes_on(
    cast, pair, send_reply, let_the_hold_pass, reload
):
    ticket, other = pair
    send_reply(other, cast.ana)
    let_the_hold_pass()
    services.merge(ticket=ticket, other=other, actor=cast.ana)
    give_up(OutboxMail.objects.get(message__ticket=other), "550 no such mailbox")
    assert reload(ticket).mail_failed_at
    assert reload(other).is_completed


def test_a_corrected_address_parts_merged_tickets(cast, pair, reload):
    ticket, other = pair
    services.merge(ticket=ticket, other=other, actor=cast.ana)
    services.change_address(ticket=ticket, email="tom@example.net")
    assert reload(other).merged_into is None
    assert reload(ticket).requester.email == "tom@example.net"
    assert ticket.events.filter(kind="unmerged", actor=None).exists()


def test_a_file_of_the_merged_one_opens_from_the_timeline(cast, pair, sign_in, post):
    ticket, other = pair
    file = Attachment(message=other.messages.get(), name="a.txt", size=4, content_type="text/plain")
    file.file.save("a.txt", ContentFile(b"data"), save=False)
    file.save()
    address = f"/desk/tickets/{other.reference_text}/files/{file.pk}/"
    assert f'href="{address}"' in post(cast.ana, ticket, other).text
    assert sign_in(cast.ana).get(address).status_code == 200


def test_the_page_costs_the_same_for_one_merged_ticket_and_for_five(cast, pair, open_ticket, sign_in, count_queries):
    ticket, other = pair
    desk = sign_in(cast.ana)
    services.merge(ticket=ticket, other=other, actor=cast.ana)
    one = count_queries(lambda: desk.get(f"/desk/tickets/{ticket.reference_text}/"))
    for _number in range(4):
        services.merge(ticket=ticket, other=open_ticket(), actor=cast.ana)
    assert count_queries(lambda: desk.get(f"/desk/tickets/{ticket.reference_text}/")) == one
    assert Message.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_merges_that_go_opposite_ways_while_the_customer_writes_end_in_one_ticket(cast, pair):
    ticket, other = pair
    ready, done = threading.Barrier(3), []

    def run(work):
        ready.wait(timeout=10)
        try:
            work()
            done.append("done")
        except services.CannotMerge:
            done.append("refused")
        finally:
            connection.close()

    works = [
        lambda: services.merge(ticket=ticket, other=other, actor=cast.ana),
        lambda: services.merge(ticket=other, other=ticket, actor=cast.bora),
        lambda: customer_says(other, "While they merge"),
    ]
    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(done) == ["done", "done", "refused"]
    goes_on = Ticket.objects.get(merged_into=None)
    assert goes_on.waiting_since
    assert Message.objects.filter(body="While they merge").count() == 1
