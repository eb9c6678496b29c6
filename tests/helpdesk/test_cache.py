"""While Redis is down limits keep nothing, and no page fails."""

import pytest
from django.core.cache import cache

from accounts.models import User
from tickets import reference
from tickets.limits import Limit


@pytest.fixture
def redis_is_down(settings):
    settings.CACHES = {"default": {"BACKEND": "helpdesk.cache.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}}


@pytest.mark.django_db
def test_staff_sign_in(client, redis_is_down):
    User.objects.create_user("ana@example.com", "a long pass phrase", name="Ana")
    typed = {"login": "ana@example.com", "password": "wrong"}
    assert client.post("/accounts/login/", typed).status_code == 200
    assert client.post("/accounts/login/", typed | {"password": "a long pass phrase"})["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_a_customer_asks_for_a_reference(client, ticket, redis_is_down):
    unknown = reference.format(reference.generate())
    for _try in range(12):
        assert client.get("/status/", {"reference": unknown}).status_code == 404
    assert ticket.reference_text in client.get("/status/", {"reference": ticket.reference_text}).text


def test_a_limit_lets_everybody_through_and_says_so(redis_is_down, caplog):
    limit = Limit("test", tries=1, seconds=60)
    limit.count("somebody")
    caplog.clear()
    assert not limit.is_reached("somebody")
    assert [(record.name, record.levelname) for record in caplog.records] == [("helpdesk.cache", "WARNING")]


def test_nothing_is_found(redis_is_down):
    cache.set("key", 1)
    assert cache.add("key", 1)
    assert cache.get("key", "nothing") == "nothing"
    assert not cache.delete("key")
