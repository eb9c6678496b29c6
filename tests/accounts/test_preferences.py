"""A person's own preferences: kept, shown at once by the server, and nobody else's business."""

import pytest

from accounts.models import User

CHOICES = {
    "theme": "dark",
    "density": "compact",
    "after_send": "stay",
    "undo_seconds": "30",
    "is_away": "on",
    "language": "en",
}


def test_what_is_chosen_is_kept_and_the_page_wears_it_at_once(cast, sign_in):
    ana = sign_in(cast.ana)
    page = ana.post("/desk/preferences/", CHOICES, follow=True)
    assert page.status_code == 200
    assert 'data-theme="dark"' in page.text
    assert 'data-density="compact"' in page.text
    assert "data-single-keys" not in page.text
    assert "You are away" in page.text
    kept = User.objects.get(pk=cast.ana.pk)
    assert (kept.after_send, kept.undo_seconds, kept.single_keys) == ("stay", 30, False)
    assert (kept.role, kept.email) == ("assistant", "ana@example.com")


def test_a_device_decides_until_somebody_chooses(cast, sign_in, client):
    for page in (client.get("/accounts/login/"), sign_in(cast.ana).get("/desk/")):
        assert "data-theme=" not in page.text


def test_empty_seconds_are_those_of_the_help_desk(cast, sign_in):
    sign_in(cast.ana).post("/desk/preferences/", CHOICES | {"undo_seconds": ""})
    assert User.objects.get(pk=cast.ana.pk).undo_seconds is None


@pytest.mark.parametrize("seconds", ["9", "61", "ten", "-1", "1" * 400, "12\x00"])
def test_seconds_out_of_reach_are_refused_in_a_sentence(cast, sign_in, seconds):
    page = sign_in(cast.ana).post("/desk/preferences/", CHOICES | {"undo_seconds": seconds})
    assert page.status_code == 422
    assert "Undo seconds must be a whole number from 10 to 60, or empty." in page.text
    assert User.objects.get(pk=cast.ana.pk).theme == "system"
    assert 'data-theme="dark"' not in page.text


def test_an_unknown_choice_is_refused_in_a_sentence(cast, sign_in):
    page = sign_in(cast.ana).post("/desk/preferences/", CHOICES | {"theme": "x" * 10_000})
    assert page.status_code == 422
    assert "Choose one of these." in page.text


def test_a_crafted_form_changes_nothing_else_and_nobody_else(cast, sign_in):
    sign_in(cast.ana).post("/desk/preferences/", CHOICES | {"role": "owner", "id": cast.bora.pk, "is_active": ""})
    ana, bora = User.objects.get(pk=cast.ana.pk), User.objects.get(pk=cast.bora.pk)
    assert (ana.role, ana.is_active, bora.theme) == ("assistant", True, "system")


def test_the_answer_speaks_the_language_that_was_chosen(cast, sign_in):
    page = sign_in(cast.ana).post("/desk/preferences/", CHOICES | {"language": "tr"}, follow=True)
    assert '<html lang="tr"' in page.text


def test_a_quick_switch_changes_one_thing_and_leads_back(cast, sign_in):
    ana = sign_in(cast.ana)
    answer = ana.post("/desk/preferences/switch/", {"theme": "dark", "next": "/desk/?state=asked"})
    assert answer["Location"] == "/desk/?state=asked"
    ana.post("/desk/preferences/switch/", {"is_away": "on"})
    kept = User.objects.get(pk=cast.ana.pk)
    assert (kept.theme, kept.is_away, kept.single_keys) == ("dark", True, True)
    ana.post("/desk/preferences/switch/", {"is_away": ""})
    assert not User.objects.get(pk=cast.ana.pk).is_away


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "/desk/\r\nX: y", "/accounts/logout/", ""]
)
def test_a_quick_switch_leads_nowhere_else(cast, sign_in, target):
    answer = sign_in(cast.ana).post("/desk/preferences/switch/", {"theme": "purple", "next": target})
    assert answer["Location"] == "/desk/"
    assert User.objects.get(pk=cast.ana.pk).theme == "system"


def test_colleagues_see_who_is_away(cast, sign_in, ticket, send_reply):
    sign_in(cast.ana).post(f"/desk/tickets/{ticket.reference_text}/assign/", {"instead_of": ""})
    sign_in(cast.ana).post("/desk/preferences/switch/", {"is_away": "on"})
    bora = sign_in(cast.bora)
    assert "Ana (away)" in bora.get("/desk/?state=all").text
    assert "Assigned to: Ana (away)" in bora.get(f"/desk/tickets/{ticket.reference_text}/").text


def test_the_keys_are_listed_and_the_list_says_when_they_are_off(cast, sign_in):
    ana = sign_in(cast.ana)
    assert "switched off" not in ana.get("/desk/keys/").text
    ana.post("/desk/preferences/", CHOICES)
    assert "switched off" in ana.get("/desk/keys/").text
