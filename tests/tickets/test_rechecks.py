"""Whose desk looks anew, because a right of theirs may have ended or begun."""

import pytest

from accounts.models import User
from tickets import services
from tickets.models import Category

from .admin_forms import category_form, staff_form, url


@pytest.fixture
def rechecked(monkeypatch):
    """The ids of the people whose desks were told to look: a list of sets."""
    told = []
    for place in ("tickets.services.recording", "helpdesk.adapter"):
        monkeypatch.setattr(f"{place}.recheck", lambda people: told.append(set(people)))
    return told


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.mark.parametrize(
    "change",
    [
        {"categories": []},
        {"role": "owner"},
        {"is_active": None},
    ],
)
def test_a_person_whose_categories_role_or_access_is_changed(cast, categories, sign_in, rechecked, committed, change):
    form = staff_form(cast.ana, categories.downloads) | change
    form = {name: value for name, value in form.items() if value is not None}
    with committed():
        assert sign_in(cast.owner).post(url("accounts_user", "change", cast.ana.pk), form).status_code == 302
    assert set.union(*rechecked) == {cast.ana.pk}


def test_everybody_who_may_see_a_category_when_it_is_closed_or_opened(cast, categories, sign_in, rechecked, committed):
    change = url("tickets_category", "change", categories.billing.pk)
    everybody = {cast.owner.pk, cast.other_owner.pk, cast.bora.pk, cast.locked_out.pk}
    form = category_form(name_en="Billing", slug="billing")
    owner = sign_in(cast.owner)
    for changed in (form | {"named_only": "on"}, form, form | {"is_active": ""}):
        with committed():
            assert owner.post(change, changed).status_code == 302
        assert rechecked.pop() == everybody
    assert not rechecked


def test_whoever_sees_a_category_that_is_deleted(cast, sign_in, rechecked, committed):
    category = Category.objects.create(slug="press", name_en="Press")
    with committed():
        sign_in(cast.owner).post(url("tickets_category", "delete", category.pk), {"post": "yes"})
    assert not Category.objects.filter(pk=category.pk).exists()
    assert rechecked == [{cast.owner.pk, cast.other_owner.pk}]


def test_what_is_rolled_back_has_nobody_look(cast, rechecked):
    services.set_active(user=cast.ana, is_active=False)  # in the transaction of this test
    assert not rechecked


@pytest.mark.parametrize("path", ["/accounts/logout/", "/admin/logout/"])
def test_who_signs_out(cast, sign_in, rechecked, path):
    browser = sign_in(cast.owner)
    browser.post(path)
    assert rechecked == [{cast.owner.pk}]
    browser.get(path)
    browser.post(path)
    assert rechecked == [{cast.owner.pk}]


def test_who_gets_another_password(cast, client, rechecked, committed):
    User.objects.get(pk=cast.ana.pk)
    cast.ana.set_password("a-long-pass-word-1")
    cast.ana.save()
    client.force_login(cast.ana)
    client.post("/accounts/login/", {"login": cast.ana.email, "password": "a-long-pass-word-1"})
    words = {"oldpassword": "a-long-pass-word-1", "password1": "a-long-pass-word-2", "password2": "a-long-pass-word-2"}
    with committed():
        client.post("/accounts/password/change/", words)
    cast.ana.refresh_from_db()
    assert cast.ana.check_password("a-long-pass-word-2")
    assert rechecked == [{cast.ana.pk}]
