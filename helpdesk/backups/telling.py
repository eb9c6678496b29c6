"""What the two commands say they did, in sentences."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from tickets.models import OutboxMail, Ticket

from .manifest import Manifest

OTHER_KEY = (
    "SECRET_KEY is not the one of the backup. These end: the private links, confirmation pages and “this was not me” "
    "links of all mails so far (/status/ mails new links), what customers' browsers had open, forms that are being "
    "filled in, the sessions of staff, and one-time links to choose a password. These stay: passwords, authenticator "
    "apps and recovery codes, and passkeys while the host of SITE_URL is the same."
)
SAME_KEY = "SECRET_KEY is the one of the backup: links, sessions and passwords are as they were."
NEW_DESK = (
    "This help desk has a new id and clears no file away until an owner says at /desk/settings/files/ that the files "
    "are its own."
)
NOT_INSIDE = "The settings (.env) are not part of a backup: check that SITE_URL, EMAIL_URL and the others are right."


def of_a_backup(manifest: Manifest, target) -> list[str]:
    place = f"the bucket {settings.S3_BUCKET}" if settings.S3_BUCKET else "MEDIA_ROOT"
    held = f"{some(manifest.counts['tickets_ticket'], 'ticket')} and {some(len(manifest.files), 'file')} of {place}"
    missing = len(manifest.missing)
    said = [
        f"{target} holds {held}, {filesizeformat(manifest.size)}.",
        missing and f"{some(missing, 'file')} could not be found there: the manifest says which.",
        "The settings (.env) are not in it: keep them elsewhere, SECRET_KEY above all.",
    ]
    return [sentence for sentence in said if sentence]


def of_a_restore(manifest: Manifest, *, replaced: int, added: int, static: str) -> list[str]:
    """`replaced`: accounts the empty help desk had; `added`: migrations that were run."""
    gone, missing = len(manifest.gone), len(manifest.missing)
    waiting = OutboxMail.objects.waiting_to_leave().count()
    moment = manifest.snapshot_at[:16].replace("T", " ")
    said = [
        f"Restored the backup of {moment} UTC: {some(Ticket.objects.count(), 'ticket')} and "
        f"{some(len(manifest.files), 'file')}, all counted and with the right hashes.",
        replaced and f"The empty help desk had {some(replaced, 'account')}: sign in as the people of the backup now.",
        added and f"The backup is of an older version: {some(added, 'migration')} ran.",
        static,
        gone and f"{some(gone, 'file')}, removed while the backup was made, are removed here as well.",
        missing and f"{some(missing, 'file')} could not be found when the backup was made.",
        waiting and f"{some(waiting, 'mail')} waited to leave: the worker sends what the old help desk may have sent.",
        SAME_KEY if manifest.has_our_secret_key else OTHER_KEY,
        NEW_DESK,
        NOT_INSIDE,
    ]
    return [sentence for sentence in said if sentence]


def some(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
