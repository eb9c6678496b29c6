"""Saving entries: an address of their own, phrasings, a history that leads back."""

import pytest

from faq import services
from faq.models import Entry, IndexVersion


@pytest.fixture
def olga(cast):
    return cast.owner


@pytest.fixture
def write(downloads, olga):
    def write(question="Where is my file?", **fields):
        fields = {"question_en": question, "answer_en": "In the mail.", "category": downloads} | fields
        return services.save_entry(entry=Entry(**fields), saved_by=olga)

    return write


def phrasings(entry):
    return list(entry.phrasings.values_list("text", flat=True))


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("Where is my file?", "where-is-my-file"),
        ("Şifremi nasıl değiştiririm?", "sifremi-nasil-degistiririm"),
        ("Search", "search-2"),
        ("???", "entry"),
        ("なぜ", "entry"),
        ("word " * 39, "-".join(["word"] * 16)),
    ],
)
def test_the_address_is_made_from_the_question(write, question, slug):
    assert write(question).slug == slug


def test_an_address_that_is_taken_gets_a_number(write):
    assert [write().slug for _ in range(3)] == ["where-is-my-file", "where-is-my-file-2", "where-is-my-file-3"]


def test_the_address_stays_when_the_question_changes(write, olga):
    entry = write()
    entry.question_en = "Where did it go?"
    services.save_entry(entry=entry, saved_by=olga)
    assert Entry.objects.get().slug == "where-is-my-file"


def test_the_address_is_made_from_turkish_where_there_is_no_english(write):
    assert write("", question_tr="Dosyam nerede?").slug == "dosyam-nerede"


def test_phrasings_are_replaced_and_kept_once(write, olga):
    entry = write()
    services.save_entry(entry=entry, saved_by=olga, phrasings=["lost file", "Lost  FILE", "no file", "", "?!"])
    assert phrasings(entry) == ["lost file", "no file"]
    services.save_entry(entry=entry, saved_by=olga, phrasings=["no file", "gone"])
    assert phrasings(entry) == ["no file", "gone"]
    services.save_entry(entry=entry, saved_by=olga)
    assert phrasings(entry) == ["no file", "gone"]


def test_phrasings_are_added_once_whatever_their_letters(write, olga):
    entry = write()
    first = services.add_phrasings(entry=entry, texts=["Kayıp dosya", "KAYIP DOSYA"], saved_by=olga)
    again = services.add_phrasings(entry=entry, texts=["kayip dosya"], saved_by=olga)
    assert [phrasing.text for phrasing in first] == ["Kayıp dosya"]
    assert again == []


def test_related_entries_are_replaced(write, olga):
    entry, other = write(), write("How?")
    services.save_entry(entry=entry, saved_by=olga, related=[other])
    assert list(entry.related.all()) == [other]
    services.save_entry(entry=entry, saved_by=olga, related=[])
    assert list(entry.related.all()) == []


def test_each_save_is_kept_with_who_saved(write, olga, cast):
    entry = write()
    entry.answer_en = "In the order mail."
    services.save_entry(entry=entry, saved_by=cast.ana, phrasings=["lost"])
    newest, first = entry.revisions.all()
    assert (first.saved_by, first.texts["answer_en"], first.texts["phrasings"]) == (olga, "In the mail.", [])
    assert (newest.saved_by, newest.texts["answer_en"], newest.texts["phrasings"]) == (
        cast.ana,
        "In the order mail.",
        ["lost"],
    )


def test_a_save_that_changes_nothing_leaves_no_trace(write, olga):
    entry = write()
    updated, version = entry.updated_at, IndexVersion.objects.get().number
    services.save_entry(entry=Entry.objects.get(), saved_by=olga)
    entry.refresh_from_db()
    assert entry.revisions.count() == 1
    assert (entry.updated_at, IndexVersion.objects.get().number) == (updated, version)


def test_what_was_there_before_the_history_is_kept_with_the_first_change(make_entry, olga):
    entry = make_entry(answer="Old.")
    entry.answer_en = "New."
    services.save_entry(entry=entry, saved_by=olga)
    assert [revision.texts["answer_en"] for revision in entry.revisions.all()] == ["New.", "Old."]


def test_restoring_brings_words_and_phrasings_back_but_publishes_nothing(write, olga):
    entry, other = write(state="published"), write("How?")
    services.save_entry(entry=entry, saved_by=olga, phrasings=["lost"], related=[other])
    old = entry.revisions.first()
    entry.answer_en, entry.state = "Gone.", "archived"
    services.save_entry(entry=entry, saved_by=olga, phrasings=[], related=[])

    services.restore(revision=old, saved_by=olga)

    entry = Entry.objects.get(pk=entry.pk)
    assert (entry.answer_en, entry.state) == ("In the mail.", "archived")
    assert phrasings(entry) == ["lost"]
    assert list(entry.related.all()) == [other]
    assert entry.revisions.count() == 4
