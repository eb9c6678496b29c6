"""The way into a new help desk: a link printed once, by which the owner chooses a password."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


def createowner(*arguments):
    """Run the command and return the link it prints, without SITE_URL."""
    output = StringIO()
    call_command("createowner", *arguments, stdout=output)
    site, path = output.getvalue().split()[-1].split("/accounts/")
    assert site == "http://localhost:8000"
    return f"/accounts/{path}"


def test_the_link_lets_the_owner_choose_a_password_and_sign_in(client):
    link = createowner("Owner@Example.com", "--name", "Deniz")
    owner = User.objects.get()
    assert (owner.email, owner.name, owner.is_owner) == ("owner@example.com", "Deniz", True)
    assert not owner.has_usable_password()

    form = client.get(link)
    assert form.status_code == 302
    assert client.get(form["Location"]).status_code == 200
    client.post(form["Location"], {"password1": PASSWORD, "password2": PASSWORD})

    signed_in = client.post("/accounts/login/", {"login": "owner@example.com", "password": PASSWORD})
    assert signed_in.status_code == 302
    assert client.get("/desk/").status_code == 200


def test_the_link_works_once(client):
    link = createowner("owner@example.com")
    form = client.get(link)["Location"]
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    client.logout()
    client.get(link)
    client.post(form, {"password1": "another " + PASSWORD, "password2": "another " + PASSWORD})
    assert User.objects.get().check_password(PASSWORD)


def test_asked_again_it_prints_a_new_link_and_changes_nothing(client):
    createowner("owner@example.com", "--name", "Deniz")
    link = createowner("OWNER@example.com", "--name", "Another")
    assert User.objects.get().name == "Deniz"
    assert client.get(link).status_code == 302


@pytest.mark.parametrize("fields", [{"role": User.Role.ASSISTANT}, {"role": User.Role.OWNER, "is_active": False}])
def test_nobody_becomes_an_owner_by_the_way(fields):
    User.objects.create_user("ana@example.com", name="Ana", **fields)
    with pytest.raises(CommandError, match=r"ana@example\.com is an assistant or locked out"):
        createowner("ana@example.com")
    assert not User.objects.active_owners().exists()


def test_an_address_must_be_one():
    with pytest.raises(CommandError):
        createowner("owner")
    assert not User.objects.exists()
