import re

import pytest
from django.urls import reverse

from faq.models import DailyCount, Entry

LIST, ADD = reverse("admin:faq_entry_changelist"), reverse("admin:faq_entry_add")


def change(entry):
    return reverse("admin:faq_entry_change", args=[entry.pk])


def html(response):
    return response.content.decode()


@pytest.fixture
def hidden(make_entry, named_only):
    return make_entry("Minutes of the board", category=named_only)


def form(category, **fields):
    values = {"question_en": "New?", "answer_en": "Yes.", "state": "published", "slug": "new", "category": category.pk}
    return values | fields


def test_the_owner_writes_an_entry_in_two_languages(as_owner, downloads):
    answer = as_owner.post(ADD, form(downloads, question_tr="Yeni mi?", answer_tr="Evet."))
    assert answer.status_code == 302
    entry = Entry.objects.get()
    assert (entry.slug, entry.question_en, entry.question_tr, entry.is_published) == ("new", "New?", "Yeni mi?", True)


def test_an_entry_may_be_in_turkish_only(as_owner, downloads, reader):
    only_turkish = {"question_en": "", "answer_en": "", "question_tr": "Yeni mi?", "answer_tr": "Evet."}
    assert as_owner.post(ADD, form(downloads, **only_turkish)).status_code == 302
    assert "Yeni mi?" in html(reader("/faq/new/"))
    assert '<h1 itemprop="name" lang="tr">' in html(reader("/faq/new/"))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"question_en": ""}, "Write the question and the answer in at least one language."),
        ({"answer_en": ""}, "Write the question and the answer in at least one language."),
        ({"slug": "search"}, "This address belongs to the search. Choose another one."),
        ({"answer_en": "x" * 20_001}, "20000"),
    ],
)
def test_an_entry_that_could_not_be_shown_is_explained(as_owner, downloads, fields, message):
    page = as_owner.post(ADD, form(downloads, **fields))
    assert page.status_code == 200
    assert message in html(page)
    assert not Entry.objects.exists()


def test_the_address_of_a_saved_entry_stays(as_owner, make_entry):
    entry = make_entry(slug="first")
    as_owner.post(change(entry), form(entry.category, slug="second"))
    entry.refresh_from_db()
    assert (entry.slug, entry.question_en) == ("first", "New?")


def test_the_list_shows_and_finds_entries(as_owner, shop):
    assert "The download stops halfway" in html(as_owner.get(LIST))
    found = html(as_owner.get(LIST + "?q=görünmüyor"))
    assert "Kindle" in found
    assert "halfway" not in found
    assert as_owner.get(LIST + "?o=1.2.3.4").status_code == 200


def test_deleting_names_the_entry_not_its_counters(as_owner, make_entry):
    entry = make_entry()
    DailyCount.objects.create(entry=entry, day="2026-01-01", search=3)
    url = reverse("admin:faq_entry_delete", args=[entry.pk])
    assert "2026-01-01" not in html(as_owner.get(url))
    as_owner.post(url, {"post": "yes"})
    assert not Entry.objects.exists()


def test_only_owners_come_in(sign_in, cast, shop):
    assert sign_in(cast.ana).get(LIST).status_code != 200
    assert sign_in(cast.ana).get(change(shop["kindle"])).status_code != 200


def test_what_belongs_to_named_people_only_is_nowhere_in_the_admin(as_owner, hidden, shop):
    for url in (LIST, ADD, change(shop["kindle"]), LIST + "?q=minutes"):
        page = as_owner.get(url)
        assert page.status_code == 200
        assert not re.search("board|personal", html(page), re.IGNORECASE), url
    assert "Billing" in html(as_owner.get(ADD))
    assert "Billing" in html(as_owner.get(LIST))


def test_a_hidden_entry_answers_like_one_that_does_not_exist(as_owner, hidden):
    for name in ("change", "delete", "history"):
        known, unknown = (
            as_owner.get(reverse(f"admin:faq_entry_{name}", args=[pk])) for pk in (hidden.pk, hidden.pk + 1000)
        )
        assert (known.status_code, known.headers.get("Location")) == (
            unknown.status_code,
            unknown.headers.get("Location"),
        )
        assert known.status_code != 200


def test_an_entry_can_not_be_put_where_the_owner_may_not_look(as_owner, named_only, make_entry):
    assert as_owner.post(ADD, form(named_only)).status_code == 200
    entry = make_entry()
    as_owner.post(change(entry), form(named_only))
    entry.refresh_from_db()
    assert entry.category != named_only


def test_filtering_by_a_hidden_category_or_deleting_in_bulk_reaches_nothing(as_owner, hidden, named_only):
    assert "Minutes" not in html(as_owner.get(f"{LIST}?category__id__exact={named_only.pk}"))
    action = {"action": "delete_selected", "_selected_action": [hidden.pk], "post": "yes"}
    as_owner.post(LIST, action)
    assert Entry.objects.filter(pk=hidden.pk).exists()


def test_an_owner_who_is_one_of_the_named_people_sees_it(as_named_owner, hidden):
    assert "Minutes of the board" in html(as_named_owner.get(LIST))
    assert "Personal" in html(as_named_owner.get(ADD))
    assert as_named_owner.get(change(hidden)).status_code == 200
