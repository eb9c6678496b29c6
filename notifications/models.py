"""Whose desk is open."""

from django.conf import settings
from django.db import models


class Watch(models.Model):
    """When some browser of a person last said that it shows the desk: by its socket, or by asking for the counts."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    def __str__(self):
        return f"{self.user_id}: {self.seen_at:%c}"
