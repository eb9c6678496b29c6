"""The people, in the owners' settings. `owner` is one of the named people of `personal`, `other_owner` is not."""

import re

import pytest

from accounts.access import may_see
from accounts.models import CategoryAssignment, User
from tickets import services

from .admin_forms import errors, staff_form, url


@pytest.fixture
def owner(sign_in, cast):
    return sign_in(cast.owner)


@pytest.fixture
def other_owner(sign_in, cast):
    return sign_in(cast.other_owner)


def test_somebody_new_gets_a_link_and_no_password(owner, cast, categories, client):
    form = {"name": "Ece", "email": "Ece@Example.com", "role": "assistant", "language": "tr"}
    page = owner.post(url("accounts_user", "add"), form | {"categories": [categories.billing.pk]}, follow=True)
    ece = User.objects.get(email="ece@example.com")
    assert (ece.is_active, ece.has_usable_password(), ece.language) == (True, False, "tr")
    assert [assignment.category for assignment in ece.assignments.all()] == [categories.billing]
    link = re.search(r"http://localhost:8000(/accounts/password/reset/key/[^\s<]+)", page.text)[1]
    assert client.get(client.get(link)["Location"]).status_code == 200


def test_a_new_link_is_shown_until_a_password_is_chosen(owner, cast):
    form = {"action": "show_one_time_link", "_selected_action": [cast.ana.pk]}
    assert "/accounts/password/reset/key/" in owner.post(url("accounts_user", "changelist"), form, follow=True).text
    cast.ana.set_password("correct horse battery")
    cast.ana.save()
    assert "/accounts/password/reset/key/" not in owner.post(url("accounts_user", "changelist"), form, follow=True).text


def test_the_address_of_who_has_a_password_is_theirs(owner, cast):
    form = staff_form(cast.ana, email="new@example.com")
    owner.post(url("accounts_user", "change", cast.ana.pk), form)
    cast.ana.refresh_from_db()
    assert cast.ana.email == "new@example.com"
    cast.ana.set_password("correct horse battery")
    cast.ana.save()
    owner.post(url("accounts_user", "change", cast.ana.pk), form | {"email": "owner2@example.com"})
    cast.ana.refresh_from_db()
    assert cast.ana.email == "new@example.com"


def test_two_people_do_not_share_an_address(owner, cast):
    form = {"name": "Ana 2", "email": "ANA@example.com", "role": "assistant", "language": "en"}
    assert "Somebody with this e-mail address exists already." in errors(owner.post(url("accounts_user", "add"), form))


def test_taking_a_category_away_puts_its_tickets_back(owner, cast, categories, ticket, reload):
    services.assign_to(ticket=ticket, user=cast.bora, instead_of=None)
    form = staff_form(cast.bora, categories.billing, name="Bora K.")
    assert owner.post(url("accounts_user", "change", cast.bora.pk), form).status_code == 302
    assert User.objects.get(pk=cast.bora.pk).name == "Bora K."
    assert not may_see(cast.bora, categories.downloads)
    assert reload(ticket).assignee is None


def test_assignments_the_owner_does_not_know_of_stay(other_owner, cast, categories):
    form = staff_form(cast.owner, categories.billing)
    assert other_owner.post(url("accounts_user", "change", cast.owner.pk), form).status_code == 302
    assert may_see(cast.owner, categories.personal)
    assert CategoryAssignment.objects.filter(user=cast.owner, category=categories.billing).exists()


def test_locking_somebody_out_puts_their_tickets_back(owner, cast, categories, ticket, reload):
    services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
    form = staff_form(cast.ana, categories.downloads, is_active=None)
    assert owner.post(url("accounts_user", "change", cast.ana.pk), form).status_code == 302
    assert not User.objects.get(pk=cast.ana.pk).is_active
    assert reload(ticket).assignee is None


def test_a_demoted_owner_loses_the_tickets_they_no_longer_see(owner, cast, categories, open_ticket, reload):
    ticket = open_ticket(categories.billing)
    services.assign_to(ticket=ticket, user=cast.other_owner, instead_of=None)
    owner.post(url("accounts_user", "change", cast.other_owner.pk), staff_form(cast.other_owner, role="assistant"))
    assert not User.objects.get(pk=cast.other_owner.pk).is_owner
    assert reload(ticket).assignee is None


def test_nobody_locks_themself_out(owner, cast, categories):
    form = staff_form(cast.owner, categories.personal, is_active=None)
    page = owner.post(url("accounts_user", "change", cast.owner.pk), form)
    assert "You cannot lock yourself out." in errors(page)
    assert User.objects.get(pk=cast.owner.pk).is_active


def test_the_last_active_owner_stays_one(owner, cast, categories):
    User.objects.filter(pk=cast.other_owner.pk).update(is_active=False)
    form = staff_form(cast.owner, categories.personal, role="assistant")
    page = owner.post(url("accounts_user", "change", cast.owner.pk), form)
    assert "This is the last active owner. Make somebody else an owner first." in errors(page)
    assert User.objects.get(pk=cast.owner.pk).is_owner


def test_an_owner_may_step_down_while_there_is_another(owner, cast, categories):
    form = staff_form(cast.owner, categories.personal, role="assistant")
    assert owner.post(url("accounts_user", "change", cast.owner.pk), form).status_code == 302
    assert owner.get("/admin/")["Location"] == "/desk/"


def test_the_last_named_person_does_not_leave_a_category_behind_unseen(owner, cast, categories):
    page = owner.post(url("accounts_user", "change", cast.owner.pk), staff_form(cast.owner))
    assert "Nobody else is in “Personal”" in errors(page)
    services.set_assignments(user=cast.other_owner, categories=[categories.personal], by=cast.owner)
    assert owner.post(url("accounts_user", "change", cast.owner.pk), staff_form(cast.owner)).status_code == 302
    assert not may_see(cast.owner, categories.personal)


@pytest.mark.parametrize("fields", [{"is_active": None}, {"role": "assistant"}])
def test_who_alone_sees_tickets_is_neither_locked_out_nor_demoted_by_others(other_owner, cast, categories, fields):
    change = url("accounts_user", "change", cast.owner.pk)
    page = other_owner.post(change, staff_form(cast.owner, **fields))
    assert "Only this person sees some of the tickets. They have to hand over first." in errors(page)
    assert "Personal" not in page.text
    assert User.objects.get(pk=cast.owner.pk).is_owner
    # Handed over.
    CategoryAssignment.objects.create(user=cast.bora, category=categories.personal)
    assert other_owner.post(change, staff_form(cast.owner, **fields)).status_code == 302
    assert not User.objects.get(pk=cast.owner.pk).is_owner


def test_somebody_locked_out_is_nobody_to_hand_over_to(other_owner, cast, categories):
    CategoryAssignment.objects.filter(user=cast.owner).update(user=cast.bora)
    change = url("accounts_user", "change", cast.bora.pk)
    form = staff_form(cast.bora, categories.downloads, categories.billing)
    assert "Only this person" in errors(other_owner.post(change, form | {"is_active": ""}))
    assert other_owner.post(change, form | {"name": "Bora K."}).status_code == 302
    assert may_see(cast.bora, categories.personal)


def test_people_are_not_deleted(owner, cast):
    assert owner.post(url("accounts_user", "delete", cast.ana.pk), {"post": "yes"}).status_code == 403
    form = {"action": "delete_selected", "_selected_action": [cast.ana.pk], "post": "yes"}
    owner.post(url("accounts_user", "changelist"), form)
    assert User.objects.filter(pk=cast.ana.pk).exists()
