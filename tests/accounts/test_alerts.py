"""When and how a person is alerted: kept, and given to the pages with the names of no more categories than they see."""

import json
import re

import pytest

from accounts.models import User

CHOICES = {
    "check_every": "5",
    "only_at_check": "on",
    "chime": "wood",
    "volume": "0",
    "ring_again": "15",
    "mail_after": "0",
}


def test_what_is_chosen_is_kept_and_every_page_goes_by_it(cast, sign_in):
    ana = sign_in(cast.ana)
    page = ana.post("/desk/alerts/", CHOICES | {"role": "owner", "theme": "dark"}, follow=True)
    assert "Saved." in page.text
    assert "When nobody has the admin panel open, nothing tells you of a ticket." in page.text
    kept = User.objects.get(pk=cast.ana.pk)
    assert (kept.check_every, kept.only_at_check, kept.chime, kept.volume) == (5, True, "wood", 0)
    assert (kept.ring_again, kept.mail_after, kept.role, kept.theme) == (15, 0, "assistant", "system")
    queue = ana.get("/desk/").text
    for told in (
        'check-every="5"',
        'only-at-check="yes"',
        'chime="wood"',
        'volume="0"',
        'ring-again="15"',
        'away="no"',
    ):
        assert f"data-{told}" in queue


@pytest.mark.parametrize("volume", ["-1", "101", "loud", "", "1" * 400])
def test_a_volume_out_of_reach_is_refused_in_a_sentence(cast, sign_in, volume):
    page = sign_in(cast.ana).post("/desk/alerts/", CHOICES | {"volume": volume})
    assert page.status_code == 422
    assert page.text.count("The volume must be a whole number from 0 to 100.") == 2  # in the summary and at the field
    assert User.objects.get(pk=cast.ana.pk).volume == 70


@pytest.mark.parametrize("name", ["check_every", "chime", "ring_again", "mail_after"])
def test_an_unknown_choice_is_refused_in_a_sentence(cast, sign_in, name):
    page = sign_in(cast.ana).post("/desk/alerts/", CHOICES | {name: "7"})
    assert page.status_code == 422
    assert "Choose one of these." in page.text


def test_the_page_is_about_this_person_and_linked(cast, sign_in):
    ana = sign_in(cast.ana)
    page = ana.get("/desk/alerts/").text
    assert "Alerts for Ana on this browser" in page
    assert "Alerts in the browser need JavaScript" in page
    assert "After 10 minutes" in page
    assert ana.get("/desk/preferences/").text.count('href="/desk/alerts/"') == 3  # the header, the menu, the page


def test_notifications_can_name_the_categories_a_person_sees_and_no_other(cast, sign_in):
    seen = {
        "ana": {"downloads": "Downloads"},
        "bora": {"downloads": "Downloads", "billing": "Billing"},
        "other_owner": {"downloads": "Downloads", "billing": "Billing"},
        "owner": {"downloads": "Downloads", "billing": "Billing", "personal": "Personal"},
        "nil": {},
    }
    for person, names in seen.items():
        for path in ("/desk/", "/desk/alerts/"):
            page = sign_in(getattr(cast, person)).get(path).text
            assert json.loads(re.search(r'id="category-names"[^>]*>(.*?)</script>', page)[1]) == names, (person, path)


def test_they_are_named_in_the_language_of_the_person(cast, sign_in):
    User.objects.filter(pk=cast.ana.pk).update(language="tr")
    page = sign_in(cast.ana).get("/desk/").text
    assert json.loads(re.search(r'id="category-names"[^>]*>(.*?)</script>', page)[1]) == {"downloads": "İndirmeler"}
