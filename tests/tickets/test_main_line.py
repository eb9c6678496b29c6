"""The main job, end to end, through the pages: filed, answered with one touch, read by the customer."""

import re

from tickets.models import Ticket
from tickets.services.delivering import send_due


def test_a_ticket_is_filed_answered_with_one_touch_and_read(
    client, cast, canned, sign_in, sent_mails, let_the_hold_pass, monkeypatch
):
    monkeypatch.setattr("tickets.forms.QUICKEST", 0)
    monkeypatch.setattr("tickets.forms.SubmissionForm.quickest", 0)
    page = client.get("/help/downloads/")
    form_key = page.context["form"]["form_key"].value()
    typed = {
        "form_key": form_key,
        "email": "Ayse@Example.org",
        "name": "Ayşe",
        "f_serial": "lp 2208-831947",
        "f_device": "phone",
        "subject": "The file does not open",
        "text": "It says it is damaged.",
    }
    check = client.post("/help/downloads/", typed, follow=True)
    assert "LP2208831947" in check.text
    assert "Phone" in check.text
    key = check.context["draft"].key
    sent = client.post("/help/downloads/check/", {"key": key}, follow=True)
    ticket = Ticket.objects.get()
    assert ticket.reference_text in sent.text
    assert "damaged" not in sent.text

    send_due()
    assert ticket.reference_text in sent_mails[0].subject
    assert sent_mails[0].to == ["ayse@example.org"]

    desk = sign_in(cast.ana)
    assert "The file does not open" in desk.get("/desk/").text
    page = desk.get(f"/desk/tickets/{ticket.reference_text}/")
    fields = {
        "form_key": page.context["reply_form"]["form_key"].value(),
        "last_event": page.context["last_event"],
        "canned": canned.pk,
    }
    answer = desk.post(f"/desk/tickets/{ticket.reference_text}/reply/", fields)
    assert answer.status_code == 302
    link = re.search(r"http://localhost:8000(/t/\S+)", sent_mails[0].body)[1]
    assert "new link" not in client.get(link, follow=True).text

    let_the_hold_pass()
    send_due()
    assert "Hello Ayşe, here is a new link for LP2208831947." in sent_mails[1].body
    page = client.get(f"/tickets/{ticket.reference_text}/")
    assert "here is a new link for LP2208831947" in page.text
    assert page.context["progress"].is_completed
