"""Mail that is to leave, and the sign of life of who sends it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .message import Message
from .ticket import Ticket


class OutboxMail(models.Model):
    """A mail to a customer, written in the transaction that causes it and sent by the worker.

    The text is composed when it is sent; the Message-ID is fixed here, so that a mail sent twice (a crash between the
    server's "250 OK" and our commit) is recognised as the same one.
    """

    class Kind(models.TextChoices):
        CONFIRMATION = "confirmation", _("Confirmation")
        ANSWER = "answer", _("Answer")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not delivered")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="mails")
    message = models.OneToOneField(Message, null=True, blank=True, on_delete=models.CASCADE, related_name="mail")
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    to = models.EmailField()
    header_id = models.CharField(max_length=120, unique=True)
    send_at = models.DateTimeField(default=timezone.now)  # not before; also the lease and the next try
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        indexes = [models.Index(fields=["send_at"], condition=Q(state="waiting"), name="tickets_mails_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="answer", message__isnull=False) | (~Q(kind="answer") & Q(message__isnull=True)),
                name="tickets_only_answers_carry_a_message",
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
