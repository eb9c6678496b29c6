"""Who was told by mail of which wait."""

from django.conf import settings
from django.db import models

from .ticket import Ticket


class Reminder(models.Model):
    """A person was mailed that the ticket waits, and has since that moment, with nobody watching."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    waiting_since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "ticket"], name="tickets_one_reminder_a_person")]

    def __str__(self):
        return f"{self.user_id}: {self.ticket_id}"
