"""Taking a reply back: everything is as before, but for what others did meanwhile."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from tickets import services
from tickets.mail import outbox
from tickets.models import OutboxMail, ReplyDraft, Ticket
from tickets.progress import progress
from tickets.services.delivering import send_due


def test_undo_restores_the_ticket_and_keeps_the_text(ticket, cast, send_reply, reload):
    before = Ticket.objects.filter(pk=ticket.pk).values().get()
    send_reply(ticket, cast.ana, "Try this.")
    services.undo(ticket=ticket, author=cast.ana)
    assert Ticket.objects.filter(pk=ticket.pk).values().get() == before
    assert not ticket.messages.filter(kind="reply").exists()
    assert not ticket.mails.filter(kind="answer").exists()
    assert ReplyDraft.objects.get(ticket=ticket, author=cast.ana).body == "Try this."


def test_undo_is_too_late_after_the_hold(ticket, cast, send_reply, let_the_hold_pass, reload):
    send_reply(ticket, cast.ana)
    let_the_hold_pass()
    with pytest.raises(services.TooLate):
        services.undo(ticket=ticket, author=cast.ana)
    assert reload(ticket).status == "completed"


def test_nobody_undoes_the_reply_of_another(ticket, cast, send_reply):
    send_reply(ticket, cast.ana)
    with pytest.raises(services.TooLate):
        services.undo(ticket=ticket, author=cast.bora)


def test_undo_does_not_undo_what_the_customer_did_meanwhile(ticket, cast, send_reply, reload):
    send_reply(ticket, cast.ana)
    services.customer_reply(ticket=ticket, body="One more thing", form_key=uuid.uuid4())
    services.undo(ticket=ticket, author=cast.ana)
    ticket = reload(ticket)
    assert ticket.waiting_since is not None
    assert ticket.first_response_at is None
    assert ticket.messages.filter(body="One more thing").exists()


def test_undo_of_a_second_reply_restores_the_completed_ticket(ticket, cast, send_reply, let_the_hold_pass, reload):
    send_reply(ticket, cast.ana)
    let_the_hold_pass()
    completed = reload(ticket)
    send_reply(ticket, cast.ana, then="open")
    services.undo(ticket=ticket, author=cast.ana)
    assert reload(ticket).completed_at == completed.completed_at
    assert reload(ticket).first_response_at == completed.first_response_at


def test_a_mail_taken_back_never_leaves(ticket, cast, send_reply, sent_mails, let_the_hold_pass):
    send_reply(ticket, cast.ana)
    services.undo(ticket=ticket, author=cast.ana)
    let_the_hold_pass()
    send_due()
    assert [mail.subject for mail in sent_mails] == [f"[{ticket.reference_text}] We have your ticket: Downloads"]


def test_undoing_both_of_two_held_replies_leaves_the_ticket_as_it_was(ticket, cast, send_reply):
    before = Ticket.objects.filter(pk=ticket.pk).values().get()
    first = send_reply(ticket, cast.ana)
    second = send_reply(ticket, cast.bora, then="open")
    services.undo(ticket=ticket, author=cast.ana, message_id=first.pk)
    assert Ticket.objects.get(pk=ticket.pk).first_response_at == second.visible_at
    services.undo(ticket=ticket, author=cast.bora, message_id=second.pk)
    assert Ticket.objects.filter(pk=ticket.pk).values().get() == before


@pytest.mark.parametrize("then", ["complete", "open", "ask"])
def test_a_ticket_taken_over_meanwhile_waits_again(ticket, cast, send_reply, reload, then):
    send_reply(ticket, cast.ana, then=then)
    if then == "complete":
        services.reopen(ticket=ticket, actor=cast.bora)
    services.assign_to(ticket=ticket, user=cast.bora, instead_of=cast.ana.pk)
    services.undo(ticket=ticket, author=cast.ana)
    assert (reload(ticket).status, reload(ticket).assignee) == ("assigned", cast.bora)
    assert reload(ticket).waiting_since == ticket.waiting_since


def test_the_ticket_keeps_its_place_though_the_customer_wrote(ticket, cast, send_reply, reload):
    earlier = timezone.now() - timedelta(hours=3)
    Ticket.objects.filter(pk=ticket.pk).update(waiting_since=earlier)
    send_reply(ticket, cast.ana)
    services.customer_reply(ticket=ticket, body="One more thing", form_key=uuid.uuid4())
    services.undo(ticket=ticket, author=cast.ana)
    assert reload(ticket).waiting_since == earlier
    assert reload(ticket).status == "queued"


def test_the_customer_sees_what_they_did_while_a_reply_is_held(ticket, cast, send_reply, let_the_hold_pass, reload):
    send_reply(ticket, cast.ana)
    let_the_hold_pass()
    send_reply(ticket, cast.ana)
    services.customer_reply(ticket=ticket, body="Still broken", form_key=uuid.uuid4())
    assert progress(reload(ticket)).status == "assigned"


def test_a_text_laid_aside_is_still_there_after_undo(ticket, cast, send_reply):
    services.set_aside(ticket=ticket, author=cast.ana, body="A long thought")
    send_reply(ticket, cast.ana, "The wrong response")
    services.undo(ticket=ticket, author=cast.ana)
    assert ticket.drafts.get().body == "A long thought\n\nThe wrong response"


def test_only_the_draft_that_was_in_the_box_is_used_up(ticket, cast, send_reply):
    services.set_aside(ticket=ticket, author=cast.ana, body="From another tab")
    send_reply(ticket, cast.ana, "Short answer", then="open")
    assert ticket.drafts.exists()
    send_reply(ticket, cast.ana, "From another tab", then="open", draft=ticket.drafts.get().pk)
    assert not ticket.drafts.exists()


def test_a_mail_the_worker_has_is_not_taken_back(ticket, cast, send_reply):
    message = send_reply(ticket, cast.ana)
    # A worker whose clock runs ahead has claimed it already.
    OutboxMail.objects.filter(message=message).update(attempts=1)
    with pytest.raises(services.TooLate):
        services.undo(ticket=ticket, author=cast.ana)
    assert ticket.messages.filter(pk=message.pk).exists()


def test_a_worker_goes_on_past_a_mail_that_was_taken_back(ticket, cast, send_reply, sent_mails):
    send_reply(ticket, cast.ana)
    OutboxMail.objects.update(send_at=timezone.now())
    services.undo(ticket=ticket, author=cast.ana)
    assert outbox.claim().kind == "confirmation"
    assert outbox.claim() is None


def test_a_double_click_takes_back_one_reply(ticket, cast, send_reply):
    first = send_reply(ticket, cast.ana, "one", then="open")
    second = send_reply(ticket, cast.ana, "two", then="open")
    assert services.undo(ticket=ticket, author=cast.ana, message_id=second.pk)
    assert not services.undo(ticket=ticket, author=cast.ana, message_id=second.pk)
    assert ticket.messages.filter(pk=first.pk).exists()


def test_a_ticket_does_not_go_back_to_somebody_who_lost_the_category(ticket, cast, send_reply, reload):
    services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
    send_reply(ticket, cast.bora)
    cast.ana.assignments.all().delete()
    services.undo(ticket=ticket, author=cast.bora)
    assert (reload(ticket).status, reload(ticket).assignee) == ("queued", None)


def test_a_reply_is_not_assigned_to_somebody_who_lost_the_category(ticket, cast, send_reply, reload):
    send_reply(ticket, cast.ana)
    cast.ana.assignments.all().delete()
    send_reply(ticket, cast.bora, then="open")
    assert reload(ticket).assignee == cast.bora
