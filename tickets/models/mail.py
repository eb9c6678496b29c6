"""Mail that is to leave, and the sign of life of who sends it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import MailTextQuerySet, OutboxMailQuerySet
from .category import Category
from .learning import Asker
from .message import Message
from .ticket import Ticket


class MailEvent(models.TextChoices):
    """What causes a mail; each has a text of its own."""

    CONFIRMATION = "confirmation", _("Confirmation")
    ANSWER = "answer", _("Answer")
    QUESTION = "question", _("We need your answer")
    LINK = "link", _("A new private link")
    TICKETS = "tickets", _("Link to all tickets")
    HANDED_OVER = "handed_over", _("To staff: a ticket is handed to you")
    ASKED = "asked", _("Confirm: tell me when there is an answer")
    FOUND = "found", _("The answer you asked for is there")
    MOVED_AWAY = "moved_away", _("To staff: your ticket was moved away")
    UNWATCHED = "unwatched", _("To staff: tickets wait and nobody watches")


class AccountMail(models.TextChoices):
    """What a mail tells one of ours of their account. The words are always ours: another's could lead a colleague to
    give a password away."""

    RESET = "reset", _("To staff: choose a new password")
    PASSWORD_CHANGED = "password_changed", _("To staff: your password was changed")
    ADDRESS_CHANGED = "address_changed", _("To staff: your address was changed")
    GUESSED = "guessed", _("To staff: somebody guesses your password")
    CODES_GUESSED = "codes_guessed", _("To staff: somebody guesses your codes")
    # Named as allauth names them.
    TOTP_ACTIVATED = "totp_activated", _("To staff: authenticator app added")
    TOTP_DEACTIVATED = "totp_deactivated", _("To staff: authenticator app removed")
    RECOVERY_CODES_GENERATED = "recovery_codes_generated", _("To staff: new recovery codes")
    WEBAUTHN_ADDED = "webauthn_added", _("To staff: passkey added")
    WEBAUTHN_REMOVED = "webauthn_removed", _("To staff: passkey removed")


_TO_ASKERS = ["asked", "found"]
_OF_NO_TICKET = ["tickets", "unwatched", *_TO_ASKERS, *AccountMail.values]


class MailText(models.Model):
    """The owner's own wording of a mail, instead of ours; one for a category goes before one for all."""

    event = models.CharField(_("mail"), max_length=20, choices=MailEvent)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    category = models.ForeignKey(
        Category,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="mail_texts",
        verbose_name=_("category"),
        help_text=_("Empty: for every category that has no text of its own."),
    )
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("text"), max_length=10_000)

    objects = MailTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail text")
        verbose_name_plural = _("mail texts")
        ordering = ["event", "language", "category"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "language"],
                condition=Q(category=None),
                name="tickets_one_text_a_mail_and_language",
            ),
            models.UniqueConstraint(
                fields=["event", "language", "category"], name="tickets_one_text_a_mail_language_and_category"
            ),
        ]

    def __str__(self):
        return f"{self.get_event_display()} ({self.get_language_display()})"


class OutboxMail(models.Model):
    """A mail to a customer, or to one of ours, written in the transaction that causes it and sent by the worker.

    The text is composed when it is sent; the Message-ID is fixed here, so that a mail sent twice (a crash between the
    server's "250 OK" and our commit) is recognised as the same one.
    """

    Kind = MailEvent

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not delivered")
        HELD = "held", _("Held back")

    class HeldFor(models.TextChoices):
        ADDRESS = "address", _("Too many mails to this address")
        DOMAIN = "domain", _("Too many mails to addresses of this domain")
        OVERALL = "overall", _("Too many mails at once")
        UNCONFIRMED = "unconfirmed", _("Not confirmed yet: one confirmation and one link a day")
        NOT_ME = "not_me", _("This address said: this was not me")

    ticket = models.ForeignKey(Ticket, null=True, blank=True, on_delete=models.CASCADE, related_name="mails")
    message = models.OneToOneField(Message, null=True, blank=True, on_delete=models.CASCADE, related_name="mail")
    asker = models.ForeignKey(Asker, null=True, blank=True, on_delete=models.CASCADE, related_name="mails")
    entry = models.ForeignKey("faq.Entry", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24, choices=[*Kind.choices, *AccountMail.choices])
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    to = models.EmailField()
    capped_as = models.CharField(max_length=254, default="", editable=False)  # see mail.addresses
    header_id = models.CharField(max_length=120, unique=True)
    send_at = models.DateTimeField(default=timezone.now)  # not before; also the lease and the next try
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    held_for = models.CharField(max_length=20, choices=HeldFor, blank=True)
    language = models.CharField(max_length=5, blank=True)  # where no ticket says it
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        indexes = [
            models.Index(fields=["send_at"], condition=Q(state="waiting"), name="tickets_mails_due"),
            models.Index(fields=["to", "created_at"], name="tickets_mails_to"),
            models.Index(fields=["capped_as", "created_at"], name="tickets_mails_capped"),
            models.Index(fields=["created_at"], name="tickets_mails_newest"),
            models.Index(fields=["-created_at"], condition=Q(state__in=["held", "failed"]), name="tickets_mails_stuck"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["answer", "question"], message__isnull=False)
                | (~Q(kind__in=["answer", "question"]) & Q(message__isnull=True)),
                name="tickets_only_answers_carry_a_message",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=_OF_NO_TICKET, ticket__isnull=True)
                | (~Q(kind__in=_OF_NO_TICKET) & Q(ticket__isnull=False)),
                name="tickets_mails_are_about_a_ticket",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=_TO_ASKERS, asker__isnull=False)
                | (~Q(kind__in=_TO_ASKERS) & Q(asker__isnull=True)),
                name="tickets_askers_are_mailed_about_their_question",
            ),
            models.CheckConstraint(
                condition=Q(kind="found", entry__isnull=False) | (~Q(kind="found") & Q(entry__isnull=True)),
                name="tickets_only_askers_are_mailed_an_entry",
            ),
            models.CheckConstraint(
                condition=(Q(state="held") & ~Q(held_for="")) | (~Q(state="held") & Q(held_for="")),
                name="tickets_held_mails_say_why",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="tickets_sent_mails_say_when",
            ),
        ]

    def __str__(self):
        return self.header_id


class WorkerBeat(models.Model):
    """One row: when a worker was last alive."""

    beat_at = models.DateTimeField()

    def __str__(self):
        return f"{self.beat_at:%c}"
