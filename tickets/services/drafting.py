"""What customers and staff typed and have not sent yet."""

from uuid import uuid4

from django.db import transaction

from notifications import clock

from ..models import Message, ReplyDraft, SubmissionDraft
from .recording import lock

REPLY = Message.Kind.REPLY


class OtherDraft(Exception):
    """The draft was changed in another window since this one showed it."""


def keep_draft(*, key, category, data) -> SubmissionDraft:
    """Keep what was typed into the form with this key, instead of what was kept before."""
    fields = {"category": category, "data": data}
    draft, _is_new = SubmissionDraft.objects.update_or_create(
        key=key, defaults=fields, create_defaults=fields | {"created_at": clock.now()}
    )
    return draft


def correct_address(*, draft, email) -> None:
    """Put the address that was meant into the draft."""
    draft.data["email"] = [email]
    draft.save(update_fields=["data"])


@transaction.atomic
def save_draft(*, ticket, author, kind, body, form_key, grown_from, last_event) -> ReplyDraft | None:
    """Keep what `author` is typing, a reply or a note, instead of the draft it has grown from, an id (None: none).

    An empty text is no draft, nor is what comes late: after the text was sent from a page that was drawn at the event
    `last_event`. Raises `OtherDraft`, changing nothing, if that is not the draft that is kept now.
    """
    lock(ticket)
    if ticket.events.sent_since(last_event, author, kind):
        return None
    kept = ticket.drafts.filter(author=author, kind=kind).first()
    if kept and kept.pk != grown_from and kept.body != body:
        raise OtherDraft
    if kept and kept.body == body:
        return kept
    if not body.strip():
        ticket.drafts.filter(author=author, kind=kind).delete()
        return None
    return set_aside(ticket=ticket, author=author, body=body, form_key=form_key, kind=kind)


@transaction.atomic
def set_aside(*, ticket, author, body, form_key=None, kind=REPLY) -> ReplyDraft:
    """Keep a text that was not sent, with the files that were added to the form of `form_key`, as the author's draft
    instead of the one kept before."""
    ReplyDraft.objects.filter(ticket=ticket, author=author, kind=kind).delete()
    return ReplyDraft.objects.create(
        ticket=ticket, author=author, body=body, form_key=form_key or uuid4(), kind=kind, saved_at=clock.now()
    )


def add_to_draft(ticket, author, body) -> ReplyDraft:
    """Put a reply that was taken back behind what is kept as the author's draft, if there is any."""
    earlier = ticket.drafts.filter(author=author, kind=REPLY).first()
    if earlier is None:
        return set_aside(ticket=ticket, author=author, body=body)
    body = f"{earlier.body}\n\n{body}"
    return set_aside(ticket=ticket, author=author, body=body, form_key=earlier.form_key)
