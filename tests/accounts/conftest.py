"""Who has a password, and how they sign in."""

import pytest
from django.test import Client

from tests.conftest import BROWSER

from .steps import PASSWORD


@pytest.fixture
def ana(cast):
    """Ana, with a password of her own."""
    cast.ana.set_password(PASSWORD)
    cast.ana.save()
    return cast.ana


@pytest.fixture
def try_in():
    """Return try_in(email, password, network, browser=None, **typed): the answer to a sign-in from that network."""

    def try_in(email="ana@example.com", password=PASSWORD, network="192.0.2.1", browser=None, **typed):
        browser = browser or Client(headers={"User-Agent": BROWSER})
        typed = {"login": email, "password": password, **typed}
        return browser.post("/accounts/login/", typed, REMOTE_ADDR=network)

    return try_in
