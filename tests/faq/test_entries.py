"""Entries as the owner writes them on the desk."""

import re
from importlib import import_module

import pytest
from django.apps import apps

from faq.forms import SynonymsForm, lines_state
from faq.models import Entry, IndexVersion, Synonyms
from faq.services import save_entry

from .entry_forms import LIST, NEW, as_shown, edit, text, typed

# Writing


def test_the_owner_writes_an_entry_in_two_languages(as_owner, downloads, cast):
    fields = {
        "question_tr": "Yeni mi?",
        "answer_tr": "Evet.",
        "body_en": "1. Open",
        "phrasings": "is it new\n\nIS IT NEW",
    }
    answer = as_owner.post(NEW, typed(downloads, **fields))
    entry = Entry.objects.get()
    assert answer["Location"] == edit(entry)
    assert (entry.slug, entry.question_en, entry.question_tr, entry.body_en) == ("new", "New?", "Yeni mi?", "1. Open")
    assert entry.is_published
    assert [phrasing.text for phrasing in entry.phrasings.all()] == ["is it new"]
    assert entry.revisions.get().saved_by == cast.other_owner
    page = as_owner.get(edit(entry))
    assert 'href="/faq/new/"' in page.content.decode()
    assert "“New?” is saved." in text(page)


def form_key(client):
    return str(client.get(NEW).context["form_key"])


def test_a_form_that_is_sent_twice_makes_one_entry(as_owner, downloads, cast):
    fields = typed(downloads, form_key=form_key(as_owner))
    first, second = as_owner.post(NEW, fields), as_owner.post(NEW, fields)
    assert second["Location"] == first["Location"] == edit(Entry.objects.get())
    twin = Entry(question_en="New?", category=downloads, form_key=fields["form_key"])
    assert save_entry(entry=twin, saved_by=cast.owner) == Entry.objects.get()


def test_other_words_in_a_form_that_was_saved_become_another_entry_when_saved_again(as_owner, downloads):
    fields = typed(downloads, form_key=form_key(as_owner))
    as_owner.post(NEW, fields)
    other = fields | {"question_en": "Old?"}
    page = as_owner.post(NEW, other)
    assert page.status_code == 422
    assert "saved already as “New?”" in text(page)
    assert 'value="Old?"' in page.content.decode()
    assert as_owner.post(NEW, other | {"form_key": page.context["form_key"]}).status_code == 302
    assert [entry.question_en for entry in Entry.objects.all()] == ["New?", "Old?"]


def test_an_entry_may_be_in_turkish_only(as_owner, downloads, reader):
    only_turkish = {"question_en": "", "answer_en": "", "question_tr": "Yeni mi?", "answer_tr": "Evet."}
    assert as_owner.post(NEW, typed(downloads, **only_turkish)).status_code == 302
    assert "Yeni mi?" in text(reader("/faq/yeni-mi/"))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"question_en": ""}, "Write the question and the answer in at least one language."),
        ({"answer_en": ""}, "Write the question and the answer in at least one language."),
        ({"answer_en": "x" * 20_001}, "20000"),
        ({"question_en": "x" * 201}, "200"),
        ({"category": ""}, "Choose a category"),
        ({"state": "secret"}, "secret"),
        ({"phrasings": "x" * 501}, "A phrase can have 500 characters"),
        ({"question_en": "a\0b"}, "Null characters"),
        ({"related": ["x"]}, "“x” is not a valid value"),
    ],
)
def test_what_cannot_be_saved_is_explained_and_kept_in_the_form(as_owner, downloads, fields, message):
    page = as_owner.post(NEW, typed(downloads, body_en="Typed long ago.", **fields))
    assert page.status_code == 422
    assert message in text(page)
    assert "Typed long ago." in text(page)
    assert not Entry.objects.exists()


def test_a_long_short_answer_is_told_not_refused(as_owner, downloads):
    page = as_owner.post(NEW, typed(downloads, answer_en="word " * 41), follow=True)
    assert Entry.objects.exists()
    assert "The short answer (English) has 41 words: where it is offered, 40 are shown." in text(page)
    assert "41 words; 40 are shown" in text(page)


def test_a_preview_saves_nothing_and_keeps_what_was_typed(as_owner, make_entry):
    entry = make_entry(answer="Old.")
    data = as_shown(as_owner, entry, answer_en="**New** [here](https://example.com)", do="preview")
    page = as_owner.post(edit(entry), data)
    assert page.status_code == 200
    assert "<strong>New</strong>" in page.content.decode()
    assert page.context["form"]["answer_en"].value() == "**New** [here](https://example.com)"
    entry.refresh_from_db()
    assert entry.answer_en == "Old."


def test_saving_what_was_shown_changes_nothing(as_owner, make_entry):
    other = make_entry("Other?")
    entry = make_entry()
    save_entry(entry=entry, saved_by=None, phrasings=["lost", "gone"], related=[other])
    entry.refresh_from_db()
    before, version = entry.updated_at, IndexVersion.objects.get().number
    assert as_owner.post(edit(entry), as_shown(as_owner, entry)).status_code == 302
    entry.refresh_from_db()
    assert (entry.updated_at, entry.revisions.count()) == (before, 2)
    assert IndexVersion.objects.get().number == version


def test_the_address_stays_when_the_question_changes(as_owner, make_entry):
    entry = make_entry(slug="first")
    as_owner.post(edit(entry), as_shown(as_owner, entry, question_en="Second?", slug="second"))
    entry.refresh_from_db()
    assert (entry.slug, entry.question_en) == ("first", "Second?")


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unread(as_owner, make_entry, cast):
    entry = make_entry(answer="Old.")
    mine = as_shown(as_owner, entry, answer_en="Mine.")
    entry.answer_en = "Theirs."
    save_entry(entry=entry, saved_by=cast.owner)
    page = as_owner.post(edit(entry), mine)
    assert page.status_code == 422
    assert "Somebody else has changed this entry meanwhile." in text(page)
    assert "As it stands now" in text(page)
    assert "Theirs." in text(page)
    assert page.context["form"]["answer_en"].value() == "Mine."
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]
    assert as_owner.post(edit(entry), mine | {"seen": seen}).status_code == 302
    entry.refresh_from_db()
    assert entry.answer_en == "Mine."


def test_related_entries_are_chosen_and_those_not_seen_stay(as_owner, make_entry, named_only):
    hidden = make_entry("Shares of the board", category=named_only)
    first, second = make_entry("First?"), make_entry("Second?")
    entry = make_entry()
    save_entry(entry=entry, saved_by=None, related=[hidden, first])
    page = as_owner.get(edit(entry)).content.decode()
    assert "board" not in page
    data = as_shown(as_owner, entry)
    assert data["related"] == [first.pk]
    as_owner.post(edit(entry), data | {"related": ["", str(second.pk), str(entry.pk)]})
    assert set(entry.related.all()) == {hidden, second}
    as_owner.post(edit(entry), as_shown(as_owner, entry, related=[str(hidden.pk)]))
    assert set(entry.related.all()) == {hidden, second}


def test_a_hidden_entry_answers_like_one_that_does_not_exist(as_owner, as_named_owner, make_entry, named_only, billing):
    hidden = make_entry("Shares of the board", category=named_only, slug="shares")
    revision = hidden.revisions.create(texts={"question_en": "Old"})
    for path in (edit(hidden), f"{edit(hidden)}history/", LIST + "99999/", LIST + "99999/history/"):
        assert as_owner.get(path).status_code == 404
    assert as_owner.post(f"{edit(hidden)}restore/", {"revision": revision.pk}).status_code == 404
    assert as_owner.post(edit(hidden), typed(billing)).status_code == 404
    assert as_owner.post(NEW, typed(named_only)).status_code == 422
    listed = text(as_owner.get(LIST)) + text(as_owner.get(LIST, {"q": "board"})) + text(as_owner.get(NEW))
    assert not re.search("Shares of|personal", listed, re.IGNORECASE)
    assert "Shares of the board" in text(as_named_owner.get(edit(hidden)))
    assert "Shares of the board" in text(as_named_owner.get(LIST))


# The list


def test_the_list_is_searched_and_filtered(as_owner, make_entry, shop, billing):
    make_entry("Draft?", state="draft")

    def found(**query):
        return {entry.slug for entry in as_owner.get(LIST, query).context["page"]}

    assert len(found()) == 7
    assert found(q="GÖRÜNMÜYOR") == found(q="synchronise") == {"kindle"}
    assert found(category="billing") == {"invoice", "refund", "cards"}
    assert found(state="draft") == {"entry-7"}
    assert found(missing="tr") == {"stops", "cards", "entry-7"}
    assert found(missing="tr", category="billing") == {"cards"}
    assert found(q="no such thing") == set()
    assert found(state="x", category="x", missing="x", page="x") == found()
    assert "Missing in: Turkish (3)" in text(as_owner.get(LIST))
    assert "No entry fits these filters." in text(as_owner.get(LIST, {"q": "no such thing"}))


def test_the_empty_list_says_so(as_owner, db):
    assert "There is no entry yet." in text(as_owner.get(LIST))


@pytest.mark.parametrize("path", [LIST, NEW])
def test_one_entry_and_five_cost_the_same_queries(make_entry, as_owner, count_queries, path):
    make_entry()
    with_one = count_queries(lambda: as_owner.get(path))
    for _ in range(4):
        make_entry()
    assert count_queries(lambda: as_owner.get(path)) == with_one


def test_old_addresses_lead_to_the_desk(as_owner, make_entry):
    entry = make_entry()
    for old, new in (("", LIST), ("add/", NEW), (f"{entry.pk}/change/", edit(entry))):
        assert as_owner.get(f"/admin/faq/entry/{old}")["Location"] == new
    assert "/admin/faq/" not in as_owner.get("/admin/").content.decode()


# History


def test_the_history_tells_who_changed_what_and_leads_back(as_owner, make_entry, cast, billing):
    entry = make_entry(answer="One.\nTwo.\nThree.")
    entry.answer_en, entry.category, entry.state = "One.\nNew.\nThree.", billing, "archived"
    save_entry(entry=entry, saved_by=cast.owner, phrasings=["lost"])
    page = as_owner.get(f"{edit(entry)}history/")
    newest, first = page.context["steps"]
    assert newest.revision.saved_by == cast.owner
    assert {change.label: change.lines for change in newest.changes} == {
        "Short answer (English)": [(" ", "One."), ("-", "Two."), ("+", "New."), (" ", "Three.")],
        "Category": [("-", "Downloads"), ("+", "Billing")],
        "State": [("-", "Published"), ("+", "Archived")],
        "Also asked as": [("+", "lost")],
    }
    assert newest.is_current
    assert "Owner" in text(page)
    answer = as_owner.post(f"{edit(entry)}restore/", {"revision": first.revision.pk}, follow=True)
    assert "These words are in force again." in text(answer)
    entry.refresh_from_db()
    assert (entry.answer_en, entry.state) == ("One.\nTwo.\nThree.", "archived")
    assert not entry.phrasings.exists()


def test_only_revisions_of_the_entry_are_restored(as_owner, make_entry):
    entry, other = make_entry(), make_entry()
    revision = other.revisions.create(texts={"question_en": "Other"})
    for number in (revision.pk, "", "x", "-1"):
        assert as_owner.post(f"{edit(entry)}restore/", {"revision": number}).status_code == 404


def test_an_entry_without_history_says_so(as_owner, make_entry):
    assert "Nothing has changed since this entry was made." in text(as_owner.get(f"{edit(make_entry())}history/"))


def test_one_revision_and_five_cost_the_same_queries(as_owner, make_entry, cast, count_queries):
    entry = make_entry()

    def change(number):
        entry.answer_en = f"Answer {number}"
        save_entry(entry=entry, saved_by=cast.owner)

    change(0)
    path = f"{edit(entry)}history/"
    with_one = count_queries(lambda: as_owner.get(path))
    for number in range(1, 6):
        change(number)
    assert count_queries(lambda: as_owner.get(path)) == with_one


# Synonyms

SYNONYMS = "/desk/faq/synonyms/"


def test_synonyms_are_a_list_with_commas(as_owner, no_synonyms):
    assert "There are no synonyms yet." in text(as_owner.get(SYNONYMS))
    seen = as_owner.get(SYNONYMS).context["seen"]
    answer = as_owner.post(SYNONYMS, {"words": "invoice,bill ,  receipt\n\nfatura, makbuz", "seen": seen}, follow=True)
    assert "Saved." in text(answer)
    assert {row.words for row in Synonyms.objects.all()} == {"invoice, bill, receipt", "fatura, makbuz"}
    kept = Synonyms.objects.get(words="fatura, makbuz")
    as_owner.post(SYNONYMS, {"words": "fatura, makbuz\na, b", "seen": answer.context["seen"]})
    assert {row.words for row in Synonyms.objects.all()} == {"fatura, makbuz", "a, b"}
    assert Synonyms.objects.get(words="fatura, makbuz") == kept


@pytest.mark.parametrize(("line", "message"), [("alone", "“alone” stands alone"), ("x, " + "y" * 200, "split “x, yyy")])
def test_a_line_that_says_nothing_is_explained(as_owner, no_synonyms, line, message):
    seen = as_owner.get(SYNONYMS).context["seen"]
    page = as_owner.post(SYNONYMS, {"words": f"a, b\n{line}", "seen": seen})
    assert page.status_code == 422
    assert message in text(page)
    assert not Synonyms.objects.exists()


def test_synonyms_somebody_else_saved_are_not_lost(as_owner, db):
    seen = as_owner.get(SYNONYMS).context["seen"]
    Synonyms(words="theirs, others").save()
    page = as_owner.post(SYNONYMS, {"words": "mine, my own", "seen": seen})
    assert page.status_code == 422
    assert "theirs, others" in text(page)
    assert "mine, my own" in text(page)
    as_owner.post(SYNONYMS, {"words": "mine, my own", "seen": page.context["seen"]})
    assert [row.words for row in Synonyms.objects.all()] == ["mine, my own"]


def test_the_list_begins_with_common_words_and_leaves_the_owners_alone(no_synonyms):
    begin = import_module("faq.migrations.0006_begin_with_common_synonyms")
    begin.add_common(apps, None)
    assert Synonyms.objects.filter(words="invoice, bill, receipt").count() == 1
    assert Synonyms.objects.count() == len(begin.COMMON.splitlines())
    Synonyms.objects.exclude(words="invoice, bill, receipt").delete()
    begin.add_common(apps, None)
    assert Synonyms.objects.count() == 1


def test_the_common_words_are_lines_that_the_form_takes(no_synonyms):
    common = import_module("faq.migrations.0006_begin_with_common_synonyms").COMMON
    form = SynonymsForm({"words": common, "seen": lines_state([])}, current=[])
    assert form.is_valid(), form.errors
    assert form.cleaned_data["words"] == common.splitlines()


# What was made of an answer to a customer


def test_what_may_be_personal_is_taken_out_or_allowed_before_it_is_published(make_entry, as_owner):
    entry = make_entry("Why is my book damaged?", "Ask Ayşe.", state="draft", personal=["Ayşe", "LP22"])
    page = as_owner.get(edit(entry))
    assert "This may be personal: Ayşe" in text(page)
    assert "LP22" not in text(page)  # somebody took it out
    refused = as_owner.post(edit(entry), as_shown(as_owner, entry, state="published"))
    assert refused.status_code == 422
    assert "take out what may be personal: Ayşe" in text(refused)
    as_owner.post(edit(entry), as_shown(as_owner, entry, state="published", answer_en="Ask us."))
    entry.refresh_from_db()
    assert entry.is_published


def test_the_owner_may_leave_such_words_in(make_entry, as_owner):
    entry = make_entry("Why?", "Call 0212 444 55 66.", state="draft", personal=["0212 444 55 66"])
    as_owner.post(edit(entry), as_shown(as_owner, entry, state="published", may_stay="on"))
    entry.refresh_from_db()
    assert entry.is_published
    assert entry.personal == []
