"""The owners' settings. `owner` is one of the named people of `personal`, `other_owner` is not."""

import re
from functools import partial

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType

from accounts.access import may_see
from accounts.models import CategoryAssignment, User
from faq.models import Entry
from tickets import services
from tickets.models import Category, FieldChoice, FieldDefinition, Ticket

from .admin_forms import category_form, errors, field_form, rows, staff_form, url

LISTS = ["accounts_user", "tickets_category", "tickets_fielddefinition"]


@pytest.fixture
def owner(sign_in, cast):
    return sign_in(cast.owner)


@pytest.fixture
def other_owner(sign_in, cast):
    return sign_in(cast.other_owner)


@pytest.fixture
def hidden(categories, cast):
    """Something of every kind in the category for named people only."""
    field = FieldDefinition.objects.create(category=categories.personal, key="secret_key", label_en="Secret field")
    return {
        "tickets_category": categories.personal,
        "tickets_fielddefinition": field,
    }


# Who comes in


def test_an_assistant_is_led_to_the_desk(sign_in, cast):
    assistant = sign_in(cast.ana)
    for address in ("/admin/", "/admin/login/", url("tickets_category", "changelist"), "/admin/nothing/"):
        answer = assistant.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/desk/"), address


def test_a_visitor_is_led_to_the_sign_in_of_all_staff(client, cast):
    page = client.get("/admin/tickets/category/", follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/login/?next=/admin/tickets/category/"
    assert client.post("/admin/login/", {"username": "owner@example.com", "password": "x"}).status_code == 302


def test_somebody_locked_out_is_a_visitor(sign_in, cast):
    assert sign_in(cast.locked_out).get("/admin/")["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(
    "address",
    ["accounts/user/?category=%00", "accounts/user/?role__exact=x%00"],
)
def test_a_nul_in_a_filter_is_a_bad_request(owner, sign_in, cast, address):
    page = owner.get(f"/admin/{address}")
    assert page.status_code == 400
    assert "<h1>" in page.text
    assert sign_in(cast.ana).get(f"/admin/{address}").status_code == 302


def test_only_settings_are_registered():
    assert sorted(model._meta.label for model in admin.site._registry) == [
        "accounts.User",
        "tickets.Category",
        "tickets.FieldDefinition",
    ]


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_page_keeps_to_the_content_security_policy(owner, cast, categories, hidden, language):
    User.objects.update(language=language)
    changes = [url(name, "change", row.pk) for name, row in hidden.items()]
    pages = ["/admin/", "/admin/tickets/", url("accounts_user", "change", cast.ana.pk), *changes]
    pages += [url(name, view) for name in LISTS for view in ("changelist", "add")]
    for address in pages:
        page = owner.get(address)
        assert page.status_code == 200, address
        assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", page.text), address
        assert not re.search(r"<style|<[^>]+\s(style|on[a-z]+)=\"", page.text), address
        assert "'unsafe" not in page["Content-Security-Policy"]


def test_the_way_back_leads_to_the_desk(owner):
    page = owner.get("/admin/")
    assert 'href="/desk/"' in page.text
    assert "Admin panel – settings" in page.text


# What is for named people only


def test_what_is_for_named_people_only_is_nowhere(other_owner, cast, categories, hidden):
    pages = ["/admin/", *(url(name, view) for name in LISTS for view in ("changelist", "add"))]
    pages += [url("accounts_user", view, cast.owner.pk) for view in ("change", "history")]
    pages += [url("tickets_category", "change", categories.billing.pk)]
    for address in pages:
        page = other_owner.get(address)
        assert page.status_code == 200, address
        assert not re.search("personal|secret", page.text, re.IGNORECASE), address
    assert "Billing" in other_owner.get(url("tickets_fielddefinition", "add")).text


def test_the_named_person_sees_it(owner, hidden):
    assert "Personal" in owner.get(url("tickets_category", "changelist")).text
    assert "Secret field" in owner.get(url("tickets_fielddefinition", "changelist")).text
    assert "Personal" in owner.get(url("tickets_fielddefinition", "add")).text
    assert owner.get(url("tickets_category", "change", hidden["tickets_category"].pk)).status_code == 200


@pytest.mark.parametrize("view", ["change", "delete", "history"])
def test_a_hidden_row_answers_like_one_that_does_not_exist(other_owner, hidden, view):
    for name, row in hidden.items():
        known, unknown = (other_owner.get(url(name, view, pk)) for pk in (row.pk, row.pk + 1000))
        assert known.status_code == unknown.status_code != 200
        assert known.headers.get("Location") == unknown.headers.get("Location")


def test_no_address_leads_from_a_number_to_a_rows_page(owner, categories):
    entry = Entry.objects.create(slug="a", question_en="A?", answer_en="-", category=categories.billing)
    kind = ContentType.objects.get_for_model(Entry)
    assert owner.get(f"/admin/r/{kind.pk}/{entry.pk}/").status_code == 404


@pytest.mark.parametrize("query", ["?category=personal", "?assignments__category={pk}"])
def test_no_filter_tells_who_is_in_a_hidden_category(other_owner, cast, categories, query):
    page = other_owner.get(url("accounts_user", "changelist") + query.format(pk=categories.personal.pk), follow=True)
    assert "ana@example.com" not in page.text
    assert "owner@example.com" not in page.text


def test_people_are_not_found_by_their_password(owner, cast):
    assert owner.get(url("accounts_user", "changelist") + "?password__startswith=m").status_code == 400


def test_filtering_by_a_category(owner, cast):
    people = owner.get(url("accounts_user", "changelist") + "?category=billing").text
    assert "bora@example.com" in people
    assert "ana@example.com" not in people


def test_nothing_can_be_put_where_the_owner_may_not_look(other_owner, cast, categories):
    other_owner.post(url("tickets_fielddefinition", "add"), field_form(categories.personal))
    other_owner.post(url("accounts_user", "change", cast.ana.pk), staff_form(cast.ana, categories.personal))
    assert not FieldDefinition.objects.filter(category=categories.personal).exists()
    assert not may_see(cast.ana, categories.personal)


# Categories


def test_a_category_is_added_in_two_languages_with_a_link(owner):
    link = {"label_en": "Press kit", "label_tr": "Basın", "url_en": "https://example.com/press", "position": 0}
    form = category_form(name_tr="Basın", hints_en="- Look here", **rows("links", link))
    assert owner.post(url("tickets_category", "add"), form).status_code == 302
    category = Category.objects.get(slug="press")
    assert (category.name_en, category.name_tr, category.named_only) == ("Press", "Basın", False)
    assert category.links.get().url_en == "https://example.com/press"


def test_a_category_may_be_named_in_turkish_only_but_must_be_named(owner):
    assert owner.post(url("tickets_category", "add"), category_form(name_en="", name_tr="Basın")).status_code == 302
    page = owner.post(url("tickets_category", "add"), category_form(name_en="", slug="other"))
    assert "Write this in at least one language." in errors(page)


def test_who_adds_a_category_for_named_people_is_one_of_them(other_owner, cast):
    assert other_owner.post(url("tickets_category", "add"), category_form(named_only="on")).status_code == 302
    category = Category.objects.get(slug="press")
    assert category.named_only
    assert may_see(cast.other_owner, category)
    assert not may_see(cast.owner, category)


def test_who_closes_a_category_stays_in_it_and_others_lose_its_tickets(owner, cast, categories, open_ticket, reload):
    ticket = open_ticket(categories.billing)
    services.assign_to(ticket=ticket, user=cast.other_owner, instead_of=None)
    form = category_form(name_en="Billing", slug="billing", named_only="on")
    assert owner.post(url("tickets_category", "change", categories.billing.pk), form).status_code == 302
    categories.billing.refresh_from_db()
    assert may_see(cast.owner, categories.billing)
    assert not may_see(cast.other_owner, categories.billing)
    assert may_see(cast.bora, categories.billing)
    assert (reload(ticket).assignee, reload(ticket).status) == (None, Ticket.Status.QUEUED)


def test_saving_a_closed_category_again_adds_nobody(owner, cast, categories):
    form = category_form(name_en="Personal", slug="personal", named_only="on")
    assert owner.post(url("tickets_category", "change", categories.personal.pk), form).status_code == 302
    assert categories.personal.assignments.count() == 2


def test_a_category_that_was_used_cannot_be_deleted(owner, ticket, categories):
    delete = url("tickets_category", "delete", categories.downloads.pk)
    assert delete not in owner.get(url("tickets_category", "change", categories.downloads.pk)).text
    assert owner.post(delete, {"post": "yes"}).status_code == 403
    assert Category.objects.filter(pk=categories.downloads.pk).exists()


def test_an_unused_category_can_be_deleted_with_its_fields(owner, categories):
    delete = url("tickets_category", "delete", categories.billing.pk)
    assert delete in owner.get(url("tickets_category", "change", categories.billing.pk)).text
    assert owner.post(delete, {"post": "yes"}).status_code == 302
    assert not Category.objects.filter(pk=categories.billing.pk).exists()


def test_a_category_leads_to_its_fields(owner, categories):
    page = owner.get(url("tickets_category", "change", categories.billing.pk)).text
    field = categories.billing.fields.get()
    assert url("tickets_fielddefinition", "change", field.pk) in page
    add = f"{url('tickets_fielddefinition', 'add')}?category={categories.billing.pk}"
    assert add in page
    assert f'<option value="{categories.billing.pk}" selected>' in owner.get(add).text


# Fields


def test_a_choice_field_is_added_with_its_choices(owner, categories):
    choices = [
        {"label_en": "Phone", "label_tr": "Telefon", "key": "phone", "position": 0},
        {"label_en": "", "label_tr": "Bilgisayar", "key": "computer", "position": 1},
    ]
    form = field_form(categories.billing, *choices, kind="choice", label_tr="Model")
    assert owner.post(url("tickets_fielddefinition", "add"), form).status_code == 302
    field = FieldDefinition.objects.get(key="model")
    assert [choice.key for choice in field.choices.all()] == ["phone", "computer"]


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_a_choice_field_needs_a_choice(owner, categories, kind):
    for choices in ([], [{"label_en": "Old", "key": "old", "position": 0, "is_archived": "on"}]):
        page = owner.post(url("tickets_fielddefinition", "add"), field_form(categories.billing, *choices, kind=kind))
        assert "A field of this kind needs at least one choice that is not archived." in errors(page)
    assert not FieldDefinition.objects.filter(key="model").exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "pattern"}, "A field of the kind Pattern needs a pattern."),
        ({"kind": "pattern", "pattern": "LP("}, "This is not a pattern we can use."),
        ({"kind": "pattern", "pattern": "(?=x)x"}, "This is not a pattern we can use."),
        ({"key": "email"}, "This key is used by the form itself. Choose another one."),
        ({"key": "Serial-No"}, "Use lower-case letters, digits and _"),
        ({"key": "invoice"}, "already exists"),
        ({"label_en": ""}, "Write this in at least one language."),
    ],
)
def test_a_field_that_could_not_be_asked_is_explained(owner, categories, fields, sentence):
    page = owner.post(url("tickets_fielddefinition", "add"), field_form(categories.billing, **fields))
    assert sentence in errors(page)


def test_a_saved_field_keeps_its_key_and_category_and_is_archived_not_deleted(owner, categories):
    field = categories.downloads.fields.get(key="device")
    kept = [
        {
            "id": choice.pk,
            "field": field.pk,
            "label_en": choice.label_en,
            "key": choice.key,
            "position": 0,
            "DELETE": "on",
        }
        for choice in field.choices.all()
    ]
    form = field_form(
        categories.billing, kind="choice", key="other", is_archived="on", **rows("choices", *kept, initial=2)
    )
    assert owner.post(url("tickets_fielddefinition", "change", field.pk), form).status_code == 302
    field.refresh_from_db()
    assert (field.key, field.category, field.is_archived) == ("device", categories.downloads, True)
    assert FieldChoice.objects.filter(field=field).count() == 2
    assert owner.post(url("tickets_fielddefinition", "delete", field.pk), {"post": "yes"}).status_code == 403


def test_lists_cost_the_same_however_long(owner, cast, categories, hidden, count_queries):
    def queries():
        return [count_queries(partial(owner.get, url(name, "changelist"))) for name in LISTS]

    one = queries()
    for number in range(5):
        category = Category.objects.create(slug=f"more-{number}", name_en=f"More {number}")
        FieldDefinition.objects.create(category=category, key="more", label_en="More")
        person = User.objects.create_user(f"more{number}@example.com", name="More")
        CategoryAssignment.objects.create(user=person, category=category)
    assert queries() == one
