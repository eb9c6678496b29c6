"""Removing what should never have been written: for good, kept nowhere."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import audit

from .. import search
from ..models import Event, SubmissionDraft
from ..redaction import without
from .recording import lock, record


@transaction.atomic
def redact(*, message, actor, words=(), whole=False, files=()) -> None:
    """Put blocks in the place of `words`, or remove the `whole` text; delete the attachments `files`.

    What mails have carried away stays where it is. The event says that something was removed, not what.
    """
    ticket = lock(message.ticket)
    message.refresh_from_db(fields=["body"])
    with override(ticket.language):
        removed = _("[removed]")
    message.body = removed if whole else without(message.body, words)
    message.form_key = None  # made from the text: it would confirm a guess
    message.save(update_fields=["body", "form_key"])
    SubmissionDraft.objects.filter(key=ticket.form_key).delete()  # as it was typed into the form
    if files := list(message.attachments.with_ids(file.pk for file in files)):
        _delete(files)
        _forget_names(ticket, files, removed)
    search.reindex(ticket)
    record(ticket, Event.Kind.REDACTED, actor=actor, message=message)
    data = {"ticket": ticket.reference, "message": message.pk, "whole": whole, "files": len(files)}
    audit.note(audit.Kind.REDACTION, "redacted", actor=actor, category=ticket.category, **data)


def _delete(files) -> None:
    for file in files:
        stored = [part for part in (file.file, file.preview) if part]
        type(file).objects.filter(pk=file.pk).delete()
        for part in stored:
            # After commit; what a crash leaves in the store is swept (`sweep_files`).
            transaction.on_commit(lambda part=part: part.delete(save=False), robust=True)


def _forget_names(ticket, files, removed) -> None:
    """Take the names of the files out of the answers to which they belonged."""
    for answer in ticket.answers:
        names = {file.name for file in files if file.field_key == answer["key"]}
        if names:
            answer["value"] = ", ".join(removed if name in names else name for name in answer["value"].split(", "))
    ticket.save(update_fields=["answers"])
