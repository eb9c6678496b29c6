"""The desk as an app: its manifest, its icons and its service worker."""

import pytest
from django.contrib.staticfiles import finders
from django.test import override_settings
from PIL import Image

from tickets.models import HelpDesk


def test_the_app_is_named_after_the_help_desk_and_starts_at_the_queue(cast, sign_in):
    HelpDesk.objects.update_or_create(pk=1, defaults={"name": "Lantern help"})
    answer = sign_in(cast.ana).get("/desk/app.webmanifest")
    manifest = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert answer["Cache-Control"] == "private, no-store"
    assert (manifest["name"], manifest["short_name"]) == ("Lantern help", "Lantern help")
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/desk/", "/desk/", "standalone")
    assert {icon.get("purpose", "any") for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as image:
            assert "x".join(map(str, image.size)) == icon["sizes"]
    page = sign_in(cast.ana).get("/desk/").text
    assert '<link rel="manifest" href="/desk/app.webmanifest" crossorigin="use-credentials">' in page


@override_settings(SITE_NAME="Of the settings")
def test_an_unnamed_help_desk_has_the_name_of_the_settings(cast, sign_in):
    assert sign_in(cast.ana).get("/desk/app.webmanifest").json()["name"] == "Of the settings"


@pytest.mark.django_db
def test_the_service_worker_is_a_script_that_browsers_ask_for_again(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert 'const DESK = "/desk/";' in answer.text
    assert "Set-Cookie" not in answer.headers
