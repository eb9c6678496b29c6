"""The FAQ's own things: entries, a reader."""

import pytest

from faq.models import Entry, Synonyms

from ..conftest import BROWSER


@pytest.fixture
def downloads(categories):
    return categories.downloads


@pytest.fixture
def billing(categories):
    return categories.billing


@pytest.fixture
def named_only(categories):
    return categories.personal


@pytest.fixture
def make_entry(downloads):
    """Return make(question, answer="…", **fields): a published entry, in downloads unless said otherwise."""
    made = []

    def make(question="How do I open the file?", answer="Double-click it.", **fields):
        made.append(None)
        fields = {"slug": f"entry-{len(made)}", "category": downloads, "state": "published"} | fields
        return Entry.objects.create(question_en=question, answer_en=answer, **fields)

    return make


@pytest.fixture
def no_synonyms(db):
    """The FAQ without those it begins with."""
    Synonyms.objects.all().delete()


@pytest.fixture
def shop(no_synonyms, make_entry, downloads, billing):
    """A small FAQ in two languages; returns {slug: entry}."""
    entries = [
        make_entry(
            "How do I download my e-book again?",
            "Open the link in the order mail. The link works **ten** times.",
            slug="again",
            question_tr="E-kitabımı nasıl yeniden indiririm?",
            answer_tr="Sipariş iletisindeki bağlantıyı açın.",
        ),
        make_entry(
            "Why does my Kindle not show the book?",
            "Send the file to your Kindle address, then synchronise.",
            slug="kindle",
            question_tr="Kitap Kindle'da neden görünmüyor?",
            answer_tr="Dosyayı Kindle adresinize gönderin ve eşitleyin.",
        ),
        make_entry("The download stops halfway", "Try another network, then start the download again.", slug="stops"),
        make_entry(
            "Where is my invoice?",
            "It is attached to the order mail as a PDF.",
            slug="invoice",
            category=billing,
            question_tr="Faturam nerede, ışığı göremiyorum?",
            answer_tr="Sipariş iletisine eklidir.",
        ),
        make_entry(
            "How do I get a refund?",
            "Within 14 days, write to us with the order number.",
            slug="refund",
            category=billing,
            question_tr="Para iadesi nasıl alınır?",
            answer_tr="14 gün içinde yazın.",
        ),
        make_entry("Which cards do you accept?", "Visa and Mastercard.", slug="cards", category=billing),
    ]
    return {entry.slug: entry for entry in entries}


@pytest.fixture
def reader(client, db):
    """Return read(path, **headers): a GET as a browser makes it."""

    def read(path, *, user_agent=BROWSER, **headers):
        return client.get(path, headers={"User-Agent": user_agent}, **headers)

    return read


@pytest.fixture
def as_owner(sign_in, cast):
    """The browser of an owner who is not one of the people named in `personal`."""
    return sign_in(cast.other_owner)


@pytest.fixture
def as_named_owner(sign_in, cast):
    """The browser of the owner who is."""
    return sign_in(cast.owner)
