"""The check page and the confirmation."""

import re

import pytest
from django.utils import timezone

from faq.models import Entry
from tickets.models import (
    FieldDefinition,
    OutboxMail,
    Requester,
    SubmissionDraft,
    Ticket,
)

from .conftest import check_page, in_order, values

# The check page


def test_the_check_page_shows_every_answer_and_that_nothing_is_sent(visitor, filled_in):
    page = check_page(visitor, filled_in(name=None, f_serial="lp 2208-831947", text="It says:\n<damaged>"))
    shown = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page.text, re.DOTALL)
    assert shown == [
        ("Your e-mail address", "ayse@example.org"),
        ("Your name", "Not given"),
        ("Serial number", "LP2208831947"),
        ("Device", "Phone"),
        ("In a few words, what is it about?", "The file does not open"),
        ("What happens, and what did you expect?", "It says:\n&lt;damaged&gt;"),
        ("Files", "Not given"),
    ]
    assert "Your ticket is not sent yet." in page.text
    assert not Ticket.objects.exists()
    assert not OutboxMail.objects.exists()


def test_change_links_lead_to_the_field_and_keep_everything(visitor, filled_in):
    typed = filled_in(f_serial=None, f_serial__missing="on")
    page = check_page(visitor, typed)
    targets = re.findall(r'href="(/help/downloads/\?key=[^#"]+)#([^"]+)"', page.text)
    assert len(targets) == 1 + 7  # the way back, and one for each answer
    form_page = visitor.get(targets[0][0])
    assert form_page.status_code == 200
    for _address, anchor in targets:
        assert f'id="{anchor}"' in form_page.text, anchor
    shown = values(form_page)
    assert shown["subject"] == typed["subject"]
    assert shown["text"] == typed["text"]
    assert shown["f_device"] == "phone"
    assert re.search(r'name="f_serial__missing"[^>]*checked', form_page.text)


def test_what_is_changed_replaces_what_was_kept(visitor, filled_in, only_ticket):
    page = check_page(visitor, filled_in())
    form_page = visitor.get(f"/help/downloads/?key={page.context['draft'].key}")
    typed = {name: value for name, value in values(form_page).items() if value} | {"subject": "Another subject"}
    page = check_page(visitor, typed)
    visitor.post("/help/downloads/check/", {"key": page.context["draft"].key})
    assert only_ticket().subject == "Another subject"
    assert SubmissionDraft.objects.count() == 1


def test_the_check_page_offers_answers_once_more(visitor, filled_in, categories):
    Entry.objects.create(
        slug="damaged",
        question_en="Why is the file damaged?",
        answer_en="So.",
        category=categories.downloads,
        state="published",
    )
    assert in_order(
        check_page(visitor, filled_in()).text, "Why is the file damaged?", "Your ticket is not sent yet.", "Send ticket"
    )


def test_an_address_that_looks_mistyped_is_asked_about_and_never_changed(visitor, filled_in, only_ticket):
    page = check_page(visitor, filled_in(email="ayse@gmial.com"))
    assert "Did you mean ayse@gmail.com?" in page.text
    visitor.post("/help/downloads/check/", {"key": page.context["draft"].key})
    assert only_ticket().requester.email == "ayse@gmial.com"


def test_the_address_meant_can_be_taken_over(visitor, filled_in, only_ticket):
    page = check_page(visitor, filled_in(email="ayse@gmial.com"))
    key = page.context["draft"].key
    page = visitor.post("/help/downloads/check/", {"key": key, "email": "ayse@gmail.com"}, follow=True)
    assert "Did you mean" not in page.text
    assert "ayse@gmail.com" in page.text
    assert not Ticket.objects.exists()
    visitor.post("/help/downloads/check/", {"key": key})
    assert only_ticket().requester.email == "ayse@gmail.com"


def test_no_other_address_can_be_put_in_that_way(visitor, filled_in):
    page = check_page(visitor, filled_in(email="ayse@gmial.com"))
    key = page.context["draft"].key
    page = visitor.post("/help/downloads/check/", {"key": key, "email": "tom@gmail.com"}, follow=True)
    assert page.context["form"].cleaned_data["email"] == "ayse@gmial.com"


@pytest.mark.parametrize(
    "email", ["a@gmail.com", "a@mail.com", "a@yahoo.com.tr", "a@example.org", "a@gmx.com", "a@live.com.tr"]
)
def test_addresses_that_are_right_are_not_asked_about(visitor, filled_in, email):
    assert "Did you mean" not in check_page(visitor, filled_in(email=email)).text


# Sent


def test_sending_leads_to_the_confirmation(send, only_ticket):
    page = send()
    assert page.redirect_chain[-1][0].startswith("/sent/")
    assert only_ticket().reference_text in page.text
    assert "We have your ticket" in page.text
    assert "ayse@example.org" in page.text
    assert "Your ticket is not sent yet." not in page.text


def test_the_confirmation_shows_nothing_of_what_was_written(send):
    page = send(subject="A subject of mine", text="Some words of mine", name="Ayşe Yılmaz").text
    for words in ("A subject of mine", "Some words", "Ayşe", "LP2208831947", "Phone"):
        assert words not in page


def test_the_confirmation_shows_how_it_stands_now(send, visitor, cast, only_ticket, send_reply, let_the_hold_pass):
    address = send().redirect_chain[-1][0]
    assert "Waiting for the next free person." in visitor.get(address).text
    assert "We answer within one working day." in visitor.get(address).text
    send_reply(only_ticket(), cast.ana)
    assert "Waiting for the next free person." in visitor.get(address).text
    let_the_hold_pass()
    assert "Your ticket is completed." in visitor.get(address).text
    assert "We answer within one working day." not in visitor.get(address).text


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("waiting", "We are e-mailing"), ("sent", "We have e-mailed"), ("failed", "We could not deliver")],
)
def test_the_confirmation_tells_what_became_of_the_mail(send, visitor, state, sentence):
    address = send().redirect_chain[-1][0]
    OutboxMail.objects.update(state=state, sent_at=timezone.now() if state == "sent" else None)
    assert sentence in visitor.get(address).text


def test_the_ticket_holds_what_was_typed(send, only_ticket):
    send(email="Ayse@Example.ORG", f_serial="lp 2208-831947")
    ticket = only_ticket()
    assert ticket.requester.email == "ayse@example.org"
    assert (ticket.name, ticket.subject, ticket.language) == ("Ayşe", "The file does not open", "en")
    assert ticket.messages.get().body == "It says it is damaged."
    assert ticket.answers == [
        {"key": "serial", "label": "Serial number", "value": "LP2208831947"},
        {"key": "device", "label": "Device", "value": "Phone"},
    ]
    assert ticket.mails.get().to == "ayse@example.org"


def test_a_ticket_filed_in_turkish_is_turkish(send, only_ticket):
    page = send("/tr/help/downloads/")
    assert page.redirect_chain[-1][0].startswith("/tr/sent/")
    ticket = only_ticket()
    assert ticket.language == "tr"
    assert [(answer["label"], answer["value"]) for answer in ticket.answers] == [
        ("Seri numarası", "LP2208831947"),
        ("Cihaz", "Telefon"),
    ]
    assert "İndirmeler" in page.text
    assert "Bir iş günü içinde yanıtlarız." in page.text


def test_a_filed_ticket_keeps_its_labels_when_the_form_is_edited(send, only_ticket):
    send()
    FieldDefinition.objects.filter(key="serial").update(label_en="Licence", is_archived=True)
    assert only_ticket().answers[0]["label"] == "Serial number"


def test_one_customer_is_one_requester(send):
    send()
    send(email="AYSE@example.org", subject="Another thing")
    assert Requester.objects.count() == 1
    assert Ticket.objects.count() == 2
