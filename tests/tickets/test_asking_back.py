"""Whoever found nothing asks to be told: confirmed by a link, told once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from faq.models import Entry
from faq.services import add_phrasings, save_entry
from tickets import services
from tickets.models import Asker, OutboxMail
from tickets.services.delivering import send_due

from .conftest import SITE


@pytest.fixture
def entry(categories):
    texts = {"question_en": "How do I read aloud?", "answer_en": "Open the menu.", "question_tr": "Nasıl dinlerim?"}
    return save_entry(entry=Entry(category=categories.downloads, state="draft", **texts), saved_by=None)


@pytest.fixture
def asked(visitor, db):
    """Return ask(**changes): what the browser gets that asks to be told."""

    def ask(path="/ask/", **changes):
        typed = {"q": "audio book version", "email": "Ayse@example.org", "category": ""} | changes
        return visitor.post(path, typed, follow=True)

    return ask


def link_in(mail):
    return re.search(rf"{SITE}(\S*/ask/\S+)", mail.body)[1]


def test_who_asks_and_confirms_is_told_once_when_the_answer_is_published(asked, visitor, entry, sent_mails):
    assert "a link is on its way to you" in asked().text
    send_due()
    [mail] = sent_mails
    assert mail.to == ["ayse@example.org"]
    assert "audio" not in mail.subject + mail.body + mail.alternatives[0].content
    assert "not-me" in mail.body
    add_phrasings(entry=entry, texts=["Audio  book VERSION"], saved_by=None)
    entry.state = "published"
    save_entry(entry=entry, saved_by=None)
    assert services.tell_askers() == 0  # not confirmed
    assert "audio book version" in visitor.get(link_in(mail)).text
    assert services.tell_askers() == 0  # a mail scanner opens links
    assert "Confirmed." in visitor.post(link_in(mail), follow=True).text
    assert services.tell_askers() == 1
    assert services.tell_askers() == 0
    send_due()
    found = sent_mails[1]
    assert found.subject == "The answer you asked for: How do I read aloud?"
    assert f"{SITE}{entry.get_absolute_url()}" in found.body
    assert "audio" not in found.body
    assert "we have told you by mail" in visitor.get(link_in(mail)).text


def test_a_draft_tells_nobody(asked, visitor, entry, sent_mails):
    asked()
    send_due()
    visitor.post(link_in(sent_mails[0]))
    add_phrasings(entry=entry, texts=["audio book version"], saved_by=None)
    assert services.tell_askers() == 0


def test_the_mails_speak_the_language_of_the_page(asked, visitor, entry, sent_mails):
    asked("/tr/ask/")
    send_due()
    assert "/tr/ask/" in sent_mails[0].body
    visitor.post(link_in(sent_mails[0]))
    add_phrasings(entry=entry, texts=["audio book version"], saved_by=None)
    entry.state = "published"
    save_entry(entry=entry, saved_by=None)
    services.tell_askers()
    send_due()
    assert "Nasıl dinlerim?" in sent_mails[1].body


def test_asking_again_mails_nothing_more(asked):
    for _ in range(3):
        assert asked().status_code == 200
    assert Asker.objects.count() == OutboxMail.objects.count() == 1


def test_mail_to_an_address_is_capped_and_its_owner_can_end_it(asked, visitor, sent_mails):
    for number in range(12):
        asked(q=f"phrase {number}")
    states = list(OutboxMail.objects.values_list("state", flat=True))
    assert "held" in states
    assert "waiting" in states
    send_due()
    visitor.post(re.search(rf"{SITE}(\S*/not-me/\S+)", sent_mails[0].body)[1])
    asked(q="one more")
    assert OutboxMail.objects.latest("pk").held_for == "not_me"


def test_one_connection_asks_so_often_only(asked):
    pages = [asked(q=f"phrase {number}", email=f"a{number}@example.org") for number in range(21)]
    assert pages[-1].status_code == 429
    assert "Too many tries" in pages[-1].text
    assert 'value="phrase 20"' in pages[-1].text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"q": ""}, "Enter what you searched for."),
        ({"q": "?!"}, "Enter what you searched for."),
        ({"q": "x" * 81}, "80"),
        ({"email": ""}, "Enter your e-mail address"),
        ({"email": "a@b"}, "Enter an e-mail address in the right form"),
        ({"email": "a\0@example.org"}, ""),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(asked, changes, sentence):
    page = asked(**changes)
    assert page.status_code == 422
    assert sentence in page.text
    assert not Asker.objects.exists()


def test_a_phrase_of_a_category_for_named_people_only_is_kept_without_it(asked, categories):
    asked(category="personal")
    asked(q="another", category="downloads")
    assert [asker.category for asker in Asker.objects.order_by("pk")] == [None, categories.downloads]


@pytest.mark.parametrize("token", ["nonsense", "x:y:z"])
def test_a_link_that_is_none_opens_nothing(visitor, db, token):
    assert visitor.get(f"/ask/{token}/").status_code == 404


def test_an_address_is_kept_until_30_days_after_it_was_told(asked, db):
    now, ago = timezone.now(), timezone.now() - timedelta(days=31)
    kept = {"waits": {"asked_at": ago, "confirmed_at": ago}, "new": {}, "told": {"confirmed_at": ago, "told_at": now}}
    gone = {"silent": {"asked_at": ago}, "told long ago": {"confirmed_at": ago, "told_at": ago}}
    for phrase, fields in (kept | gone).items():
        Asker.objects.create(email="a@example.org", phrase=phrase, folded=phrase, language="en", **fields)
    services.forget_askers()
    assert set(Asker.objects.values_list("phrase", flat=True)) == set(kept)
