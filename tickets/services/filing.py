"""Files: kept when they are added, sent along with what is sent, drawn by the worker."""

import logging
import time

from django.utils.translation import gettext as _

from accounts.limits import hour_with_zone
from faq.pictures import draw

from ..files import unseen
from ..files.checking import MOST_FILES, Away, Refused, check, tidy_name
from ..files.scanning import SECONDS, scan
from ..limits import MB, uploaded_bytes
from ..models import Attachment, HelpDesk, Ticket

logger = logging.getLogger(__name__)

DRAWN_AT_ONCE = 20


def keep_files(*, form_key, uploads, removed=(), user=None, network="") -> dict[str, list[str]]:
    """Keep what was added to the form of `form_key`, before the rest of it is looked at, so that no error loses it.

    `uploads` maps names of form fields to uploaded files, `removed` are ids of files to drop. What is there already is
    not kept twice. What is not from staff (`user`) counts: together, and of `network` (see `accounts.limits`). Returns,
    by field, a sentence for each file that is refused.
    """
    pending = Attachment.objects.pending(form_key, user)
    _drop(pending.with_ids(removed))
    refused: dict[str, list[str]] = {}
    away = None  # what does not answer is not asked about the next file, too: somebody waits
    fields = {"form_key": form_key, "user": user, "network": network, "until": time.monotonic() + SECONDS}
    for field, files in uploads.items():
        for upload in files:
            name = tidy_name(upload.name)
            try:
                if away:
                    raise Away(away.sentence, name)
                _keep(upload, name, field, pending.all(), **fields)
            except Refused as reason:
                away = reason if isinstance(reason, Away) else None
                refused.setdefault(field, []).append(str(reason))
    return refused


def _keep(upload, name, field, pending, **fields):
    if pending.filter(name=name, size=upload.size, field_key=field).exists():
        return
    held = pending.totals()
    if held["files"] >= MOST_FILES:
        words = {"name": name, "limit": MOST_FILES}
        raise Refused(_("%(name)s is one too many: a form takes %(limit)s files.") % words)
    kind = check(upload, name, pixels_before=held["pixels"])
    if fields["user"] is None:
        # A form that was sent is over: what comes under its key goes into another, and counts.
        is_over = Ticket.objects.filed_with(fields["form_key"]) is not None
        once = "" if is_over else f"{fields['form_key']} {field} {upload.size} {name}"
        _take_room(upload, name, fields["network"], once)
    scan(upload, name, fields["until"])
    attachment = Attachment(
        form_key=fields["form_key"],
        uploaded_by=fields["user"],
        field_key=field,
        name=name,
        size=upload.size,
        content_type=kind.content_type,
        pixels=kind.pixels,
        preview_due=kind.can_be_drawn,
    )
    try:
        attachment.file.save(name, upload, save=False)
    except Exception as error:  # a full disk, a store that does not answer
        logger.exception("a file could not be stored")
        raise Away(_("%(name)s could not be stored. Your text is kept: add the file again later."), name) from error
    attachment.save()


def _take_room(upload, name, network, once) -> None:
    """Count the bytes of a stranger's file, or raise `Refused` where they are too many."""
    if Attachment.objects.unsent_bytes() + upload.size > HelpDesk.current().upload_mb_unsent * MB:
        logger.warning("no room for more files of forms that are not sent")
        sentence = _(
            "%(name)s cannot be kept now: too many files wait here for their forms to be sent. "
            "Your text is kept: send it without the file, or add the file again later."
        )
        raise Refused(sentence % {"name": name})
    quota = uploaded_bytes()
    if network and not quota.take(network, upload.size, once=once):
        sentence = _(
            "%(name)s cannot be kept: one connection can add %(limit)s MB of files an hour. "
            "Your text is kept: send it without the file, or add the file again after %(time)s."
        )
        words = {"name": name, "limit": quota.tries // MB, "time": hour_with_zone(quota.ends_at(network))}
        raise Refused(sentence % words)


def attach(message, form_key, user=None) -> int:
    """Make the files that were added to the form a part of `message`, in the caller's transaction; those it has
    already, from a double click, stay behind."""
    pending = Attachment.objects.pending(form_key, user).exclude(name__in=message.attachments.values("name"))
    return pending.update(message=message, form_key=None)


def detach(message, form_key) -> None:
    """Give the files of a message that is taken back to the form of `form_key`."""
    message.attachments.update(message=None, form_key=form_key)


def copy_files(response, *, form_key, user) -> None:
    """Add the files of a canned response to the form of `form_key`, each once: rows and files of its own, since a file
    goes with its row."""
    originals = list(response.attachments.all())
    pending = originals and set(Attachment.objects.pending(form_key, user).values_list("name", "size"))
    for original in originals:
        if (original.name, original.size) in pending:
            continue
        copy = Attachment(
            form_key=form_key,
            uploaded_by=user,
            name=original.name,
            size=original.size,
            content_type=original.content_type,
            pixels=original.pixels,
            preview_due=original.preview_due or bool(original.preview),
        )
        with original.file.open() as file:
            copy.file.save(original.name, file, save=False)
        copy.save()


def move_files(before, form_key, user=None) -> None:
    """Take what was added to one form along to another."""
    Attachment.objects.pending(before, user).update(form_key=form_key)


def draw_previews(is_ending=lambda: False) -> None:
    """Draw what is due, until `is_ending()`; a picture that cannot be drawn is listed without a preview. One whose file
    is not here stays due: another worker may see it."""
    for attachment in Attachment.objects.preview_due().exclude(pk__in=unseen.resting())[:DRAWN_AT_ONCE]:
        if is_ending():
            return
        try:
            with attachment.file.open() as file:
                attachment.preview.save("preview", draw(file), save=False)
        except (FileNotFoundError, PermissionError):
            unseen.note(attachment)
            continue
        except ValueError:
            logger.info("file %s cannot be drawn", attachment.pk)
        attachment.preview_due = False
        # Its form may have been sent in between.
        attachment.save(update_fields=["preview", "preview_due"])


def _drop(attachments) -> None:
    for file in drop_rows(attachments):
        delete_stored(file)


def drop_rows(attachments):
    """Delete these rows, but those that were sent just now; yield the files they had."""
    for attachment in attachments:
        if Attachment.objects.filter(pk=attachment.pk, message=None).delete()[0]:
            yield from filter(None, (attachment.file, attachment.preview))


def delete_stored(file) -> None:
    """Delete a file whose row is gone, or leave it to the sweep where the store does not answer."""
    try:
        file.delete(save=False)
    except Exception:
        logger.exception("a file could not be deleted")
