"""Whose desk is open, and which browsers are told while it is closed."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Watch(models.Model):
    """When some browser of a person last said that it shows the desk: by its socket, or by asking for the counts."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    def __str__(self):
        return f"{self.user_id}: {self.seen_at:%c}"


class PushSubscription(models.Model):
    """A browser that a person wants to be told in by Web Push, whether they are signed in there or not.

    Whoever knows the endpoint and the keys may write to that browser, so they are shown and logged nowhere.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    endpoint = models.TextField()
    endpoint_hash = models.CharField(max_length=64)  # SHA-256 in hex
    p256dh = models.CharField(max_length=90)  # the browser's public key and secret (RFC 8291), in base64url
    auth = models.CharField(max_length=30)
    created_at = models.DateTimeField(default=timezone.now)
    rests_until = models.DateTimeField(default=timezone.now)  # claimed by a worker, or failed
    failures = models.PositiveSmallIntegerField(default=0)  # one after the other

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint_hash"], name="notifications_a_browser_has_one_subscription")
        ]

    def __str__(self):
        return f"Push subscription {self.pk}"


class PushDue(models.Model):
    """Something happened of which a browser is to be told; what is to be said is found out when it is sent."""

    subscription = models.ForeignKey(PushSubscription, on_delete=models.CASCADE, related_name="due")
    topic = models.CharField(max_length=100)  # messages of one topic replace each other
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.topic} to {self.subscription_id}"
