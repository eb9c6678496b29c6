"""The mails to staff about their own account: our words, what stands in them, and whether somebody is to get them."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.invitations import one_time_link
from accounts.models import User

from ..models import AccountMail, OutboxMail
from .texts import moment_with_zone

SUBJECTS = {
    AccountMail.RESET: gettext_lazy("Choose a new password"),
    AccountMail.PASSWORD_CHANGED: gettext_lazy("Your password was changed"),
    AccountMail.ADDRESS_CHANGED: gettext_lazy("The e-mail address of your account was changed"),
    AccountMail.TOTP_ACTIVATED: gettext_lazy("An authenticator app was added to your sign-in"),
    AccountMail.TOTP_DEACTIVATED: gettext_lazy("The authenticator app was removed from your sign-in"),
    AccountMail.RECOVERY_CODES_GENERATED: gettext_lazy("New recovery codes were made for your sign-in"),
    AccountMail.WEBAUTHN_ADDED: gettext_lazy("A passkey or security key was added to your sign-in"),
    AccountMail.WEBAUTHN_REMOVED: gettext_lazy("A passkey or security key was removed from your sign-in"),
    AccountMail.GUESSED: gettext_lazy("Somebody is trying to guess your password"),
    AccountMail.CODES_GUESSED: gettext_lazy("Somebody has your password and is trying to guess your code"),
}
_RESET = gettext_lazy(
    "You, or somebody else, asked for a new password for your account in the admin panel. Choose it here; the link "
    "works once, for 3 days:\n"
    "{link}\n\n"
    "You did not ask for it? You can ignore this mail: your password stays as it is.\n"
)
_CHANGED = gettext_lazy(
    "{what}, on {when}.\n\nWas it not you? Choose a new password at once, and tell an owner:\n{forgotten}\n"
)
_ADDRESS_CHANGED = gettext_lazy("{what}, on {when}.\n\nDid you not ask for it? Tell an owner at once.\n")
_GUESSED = gettext_lazy(
    "{what}: ten or more tries were wrong by {when}. No more can be tried from there for a while; other devices on "
    "which you signed in before stay open for you.\n\n"
    "Was it you? Try again later, or ask an owner to lift the lock. You can also choose a new password, which lifts "
    "it:\n"
    "{forgotten}\n\n"
    "Was it not you? Then there is nothing to do: these tries did not find your password.\n"
)
_CODES_GUESSED = gettext_lazy(
    "{what}: several codes were wrong by {when}. No more can be tried from there for a while.\n\n"
    "Was it not you? Then somebody knows your password. Choose a new one at once:\n"
    "{forgotten}\n\n"
    "Was it you? Try again later, or ask an owner to lift the lock.\n"
)
BODIES = dict.fromkeys(AccountMail, _CHANGED) | {
    AccountMail.RESET: _RESET,
    AccountMail.ADDRESS_CHANGED: _ADDRESS_CHANGED,
    AccountMail.GUESSED: _GUESSED,
    AccountMail.CODES_GUESSED: _CODES_GUESSED,
}
# Anybody may cause these for an address that they type.
ASKED_BY_ANYBODY = (AccountMail.RESET, AccountMail.GUESSED)


def is_account_mail(mail: OutboxMail) -> bool:
    return mail.kind in AccountMail.values


def is_somebodys(mail: OutboxMail) -> bool:
    """Tell whether there is somebody to get the mail: what anybody may ask for goes to active staff only."""
    return mail.kind not in ASKED_BY_ANYBODY or User.objects.active_at(mail.to) is not None


def language_of(mail: OutboxMail) -> str:
    """Return the person's own language."""
    person = User.objects.filter(email=mail.to).first()
    return person.language if person else mail.language or settings.LANGUAGE_CODE


def texts(kind) -> tuple[str, str]:
    """Return subject and body with their placeholders, in the active language."""
    return f"[{{site_name}}] {SUBJECTS[kind]}", f"{BODIES[kind]}\n{{site_name}}\n"


def values_of(mail: OutboxMail) -> dict[str, str]:
    """Return what the placeholders stand for. The link is made here, by the worker, and kept nowhere."""
    values = {
        "what": str(SUBJECTS[mail.kind]),
        "when": moment_with_zone(mail.created_at),
        "forgotten": settings.SITE_URL + reverse("account_reset_password"),
    }
    if mail.kind == AccountMail.RESET:
        values["link"] = one_time_link(User.objects.get(email=mail.to))
    return values
