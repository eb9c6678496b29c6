"""An entry's page: the short answer, the rest of it, what else there is."""

import pytest

from faq.models import Entry


def in_order(page, *parts):
    places = [page.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_the_short_answer_comes_first_and_the_way_to_a_ticket_last(shop, reader):
    kindle = shop["kindle"]
    kindle.body_en = "1. Open **Settings**\n\n![The menu](/media/menu.png)"
    kindle.save()
    page = reader("/faq/kindle/").text
    assert in_order(
        page,
        "Why does my Kindle",
        "Send the file to your Kindle address",
        "<li>Open <strong>Settings</strong></li>",
        'alt="The menu"',
        "Updated:",
        "Did this help?",
        "Related questions",
        "Still need help? Send us a ticket",
    )


def test_an_entry_without_steps_has_no_empty_part(shop, reader):
    assert 'class="body"' not in reader("/faq/kindle/").text


def test_what_the_owner_put_beside_it_stands_first_and_search_fills_up_to_three(shop, make_entry, reader):
    kindle = shop["kindle"]
    kindle.related.set([shop["cards"], make_entry("Hidden Kindle book", slug="hidden", state="draft")])
    for number in range(4):
        make_entry(f"Where is the Kindle book {number}?")
    related = reader("/faq/kindle/").context["related"]
    assert len(related) == 3
    assert related[0] == shop["cards"]
    assert len({entry.pk for entry in related} | {kindle.pk}) == 4
    assert all("Kindle" in entry.question for entry in related[1:])


def test_what_was_archived_meanwhile_is_related_to_nothing(shop, make_entry, reader):
    other = make_entry("Why does my Kindle not show the book in a list?")
    assert other in reader("/faq/kindle/").context["related"]
    Entry.objects.filter(pk=other.pk).update(state="archived")
    assert other not in reader("/faq/kindle/").context["related"]


@pytest.mark.parametrize("chosen", [0, 1])
def test_one_related_entry_and_many_cost_the_same_queries(shop, make_entry, reader, count_queries, chosen):
    kindle = shop["kindle"]
    kindle.related.set([shop["cards"]][:chosen])
    make_entry("Why does my Kindle not show a book?")
    reader("/faq/kindle/")
    with_few = count_queries(lambda: reader("/faq/kindle/"))
    kindle.related.set([*shop.values()][:chosen] or [])
    for _ in range(4):
        make_entry("Why does my Kindle not show a book?")
    assert count_queries(lambda: reader("/faq/kindle/")) <= with_few <= 5
