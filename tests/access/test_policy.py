"""One policy, asked four ways: the answers are equal for every kind of person and category."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts import access
from accounts.models import User
from tickets.models import Category

MAY_SEE = {
    "owner": {"downloads", "billing", "personal"},
    "other_owner": {"downloads", "billing"},
    "ana": {"downloads"},
    "bora": {"downloads", "billing"},
    "nil": set(),
    "locked_out": set(),
}


@pytest.mark.parametrize("who", MAY_SEE)
def test_the_four_answers_are_equal(cast, who):
    user = getattr(cast, who)
    categories = list(Category.objects.all())
    listed = set(Category.objects.visible_to(user).values_list("slug", flat=True))
    one_by_one = {category.slug for category in categories if access.may_see(user, category)}
    reverse = {category.slug for category in categories if user in access.staff_for(category)}
    at_once = {category.slug for category in access.categories_by_user(categories).get(user.pk, [])}
    assert listed == one_by_one == reverse == at_once == MAY_SEE[who]


def test_the_test_knows_every_member_of_the_cast(cast):
    assert {getattr(cast, who).pk for who in MAY_SEE} == set(User.objects.values_list("pk", flat=True))


def test_somebody_who_is_not_signed_in_sees_nothing(cast):
    assert not Category.objects.visible_to(AnonymousUser()).exists()
    assert not access.may_see(AnonymousUser(), Category.objects.get(slug="downloads"))


def test_an_owner_who_is_locked_out_sees_nothing(cast):
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)
    owner = User.objects.get(pk=cast.owner.pk)
    assert not Category.objects.visible_to(owner).exists()
    assert owner not in access.staff_for(Category.objects.get(slug="personal"))
    assert owner.pk not in access.categories_by_user(Category.objects.all())


def test_the_policy_costs_one_query_for_any_number_of_people(cast, count_queries):
    categories = list(Category.objects.all())
    few = count_queries(lambda: access.categories_by_user(categories))
    for number in range(5):
        User.objects.create_user(f"extra{number}@example.com", name="Extra")
    assert count_queries(lambda: access.categories_by_user(categories)) == few == 1
