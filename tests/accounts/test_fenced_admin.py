"""What belongs to several categories, some of them hidden from an owner, seen through Django's admin site."""

import pytest
from django.contrib.admin import AdminSite, ModelAdmin, TabularInline
from django.forms.models import model_to_dict
from django.test import RequestFactory

from accounts.admin import FencedAdmin
from accounts.models import CategoryAssignment
from tickets.models import CannedResponse, Category, FieldDefinition


class SharedAdmin(FencedAdmin, ModelAdmin):
    category_path = "categories"
    fields = ["title", "categories"]


class CategoryAdmin(FencedAdmin, ModelAdmin):
    category_path = "pk"


class FieldInline(FencedAdmin, TabularInline):
    model = FieldDefinition


class AssignmentInline(FencedAdmin, TabularInline):
    model = CategoryAssignment


@pytest.fixture
def request_of():
    def make(user):
        request = RequestFactory().get("/")
        request.user = user
        return request

    return make


@pytest.fixture
def shared(canned, categories):
    canned.categories.add(categories.billing, categories.personal)
    return canned


def admin_of(admin_class, model):
    return admin_class(model, AdminSite())


def save(admin, request, row, **values):
    form = admin.get_form(request, row)(model_to_dict(row, fields=admin.fields) | values, instance=row)
    assert form.is_valid(), form.errors
    form.save(commit=False).save()
    admin.save_related(request, form, [], change=True)


def test_a_row_of_several_categories_is_listed_once_to_who_may_know_of_one(shared, cast, categories, request_of):
    admin = admin_of(SharedAdmin, CannedResponse)
    hidden = CannedResponse.objects.create(title="Hidden", text_en="x")
    hidden.categories.add(categories.personal)
    assert list(admin.get_queryset(request_of(cast.other_owner))) == [shared]
    assert set(admin.get_queryset(request_of(cast.owner))) == {shared, hidden}
    assert list(admin.get_queryset(request_of(cast.nil))) == []


def test_pickers_name_only_what_the_person_may_know_of(cast, categories, request_of):
    for admin, name in (
        (admin_of(SharedAdmin, CannedResponse), "categories"),
        (admin_of(FieldInline, Category), "category"),
        (admin_of(AssignmentInline, type(cast.owner)), "category"),
    ):
        field = admin.model._meta.get_field(name)
        for user, visible in ((cast.other_owner, False), (cast.owner, True)):
            rows = admin.formfield_for_dbfield(field, request_of(user)).queryset
            assert categories.billing in rows
            assert (categories.personal in rows) == visible


def test_saving_keeps_the_categories_the_person_could_not_see(shared, cast, categories, request_of):
    admin = admin_of(SharedAdmin, CannedResponse)
    save(admin, request_of(cast.other_owner), shared, categories=[categories.billing.pk])
    assert set(shared.categories.all()) == {categories.billing, categories.personal}
    save(admin, request_of(cast.owner), shared, categories=[categories.billing.pk])
    assert set(shared.categories.all()) == {categories.billing}


def test_a_hidden_category_can_not_be_chosen(shared, cast, categories, request_of):
    admin, request = admin_of(SharedAdmin, CannedResponse), request_of(cast.other_owner)
    values = {"title": "x", "categories": [categories.personal.pk]}
    assert "categories" in admin.get_form(request, shared)(values, instance=shared).errors


def test_categories_themselves_are_fenced(cast, categories, request_of):
    admin = admin_of(CategoryAdmin, Category)
    assert categories.personal not in admin.get_queryset(request_of(cast.other_owner))
    assert categories.personal in admin.get_queryset(request_of(cast.owner))


def test_rows_of_an_inline_are_fenced(cast, categories, request_of):
    FieldDefinition.objects.create(category=categories.personal, key="secret", label_en="Secret")
    rows = admin_of(FieldInline, Category).get_queryset(request_of(cast.other_owner))
    assert rows.filter(key="serial").exists()
    assert not rows.filter(key="secret").exists()
