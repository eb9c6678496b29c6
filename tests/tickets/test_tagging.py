"""Tags: adding and taking away, one word however it is typed, and suggestions that give nothing away."""

import pytest

from tickets import links, services
from tickets.models import CannedResponse, Tag


@pytest.fixture
def post(sign_in):
    """Return post(user, ticket, **fields)."""

    def post(user, ticket, **fields):
        return sign_in(user).post(f"/desk/tickets/{ticket.reference_text}/tags/", fields, follow=True)

    return post


def names(ticket):
    return {tag.name for tag in ticket.tags.all()}


def suggested(page):
    return set(page.json()["tags"])


def test_tags_are_added_with_commas_and_taken_away_one_by_one(cast, ticket, post):
    page = post(cast.ana, ticket, add=" vip,  refund due , ,vip")
    assert names(ticket) == {"vip", "refund due"}
    assert "Ana changed the tags: + vip, + refund due" in page.text
    page = post(cast.ana, ticket, remove=Tag.objects.get(name="vip").pk)
    assert names(ticket) == {"refund due"}
    assert "Ana changed the tags: − vip" in page.text


def test_a_word_is_one_tag_however_it_is_typed(cast, ticket, open_ticket, post):
    post(cast.ana, ticket, add="İade")
    other = open_ticket()
    for typed in ("iade", "IADE", "ıade"):
        post(cast.ana, other, add=typed)
    assert names(other) == {"İade"}
    assert Tag.objects.count() == 1
    assert other.events.filter(kind="tagged").count() == 1


@pytest.mark.parametrize("typed", ["x" * 41, "\u0301", "good, " + "x" * 41, "y" * 10_000])
def test_what_is_no_tag_is_told_and_changes_nothing(cast, ticket, post, typed):
    assert "A tag is a word or two" in (page := post(cast.ana, ticket, add=typed).text) or "must be" in page
    assert not names(ticket)


@pytest.mark.parametrize(
    "fields", [{"add": ""}, {}, {"add": "a\0b"}, {"remove": "9" * 30}, {"remove": "x"}, {"remove": "-1"}]
)
def test_strange_input_is_no_error(cast, ticket, post, fields):
    assert post(cast.ana, ticket, **fields).status_code == 200
    assert not names(ticket)


def test_a_ticket_has_twenty_tags_at_most(cast, ticket, post):
    page = post(cast.ana, ticket, add=",".join(f"t{number}" for number in range(21)))
    assert "too many tags" in page.text
    assert not names(ticket)
    assert not Tag.objects.exists()


def test_a_hidden_ticket_is_not_tagged(cast, categories, open_ticket, post):
    hidden = open_ticket(categories.billing)
    assert post(cast.ana, hidden, add="mine").status_code == 404
    assert not names(hidden)
    assert not Tag.objects.exists()


def test_suggestions_hold_no_tag_of_what_one_does_not_see(cast, categories, open_ticket, sign_in):
    services.change_tags(ticket=open_ticket(categories.personal), actor=cast.owner, add=["secret"])
    services.change_tags(ticket=open_ticket(categories.billing), actor=cast.bora, add=["money"])
    services.change_tags(ticket=open_ticket(), actor=cast.ana, add=["vip"])
    for category, name in ((categories.downloads, "broken link"), (categories.billing, "paid twice")):
        response = CannedResponse.objects.create(title=name, text_en="…")
        response.categories.add(category)
        response.tags.add(Tag.objects.create(name=name))
    path = "/desk/tags/"
    assert suggested(sign_in(cast.nil).get(path)) == set()
    assert suggested(sign_in(cast.ana).get(path)) == {"vip", "broken link"}
    assert suggested(sign_in(cast.bora).get(path)) == {"vip", "broken link", "money", "paid twice"}
    assert suggested(sign_in(cast.owner).get(path)) == {"vip", "broken link", "money", "paid twice", "secret"}


def test_tags_show_in_the_queue_without_a_query_a_row(cast, open_ticket, sign_in, count_queries):
    desk = sign_in(cast.ana)
    services.change_tags(ticket=open_ticket(), actor=cast.ana, add=["vip"])
    assert '<li class="mark" dir="auto">vip</li>' in desk.get("/desk/").text
    one = count_queries(lambda: desk.get("/desk/"))
    for number in range(4):
        services.change_tags(ticket=open_ticket(), actor=cast.ana, add=["vip", f"tag {number}"])
    assert count_queries(lambda: desk.get("/desk/")) == one


def test_the_tickets_page_costs_the_same_for_one_tag_and_for_five(cast, ticket, sign_in, count_queries):
    desk = sign_in(cast.ana)
    path = f"/desk/tickets/{ticket.reference_text}/"
    services.change_tags(ticket=ticket, actor=cast.ana, add=["vip"])
    one = count_queries(lambda: desk.get(path))
    services.change_tags(ticket=ticket, actor=cast.ana, add=["a", "b", "c", "d"])
    assert count_queries(lambda: desk.get(path)) == one


def test_the_customer_sees_no_tag(client, cast, ticket):
    services.change_tags(ticket=ticket, actor=cast.ana, add=["difficult"])
    client.get(links.private_url(ticket).removeprefix("http://localhost:8000"))
    page = client.get(f"/tickets/{ticket.reference_text}/")
    assert page.status_code == 200
    assert "difficult" not in page.text
