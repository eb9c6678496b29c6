"""Writes what a person prefers."""

from .models import User

OWN = {"theme", "density", "after_send", "undo_seconds", "single_keys", "is_away", "language"}
OWN |= {"check_every", "only_at_check", "chime", "volume", "ring_again", "mail_after"}


def save_preferences(*, user, **values):
    """Store `values`, names and values of the person's own preferences, and nothing else of the account."""
    if foreign := set(values) - OWN:
        raise ValueError(f"not a preference: {', '.join(sorted(foreign))}")
    if values:
        User.objects.filter(pk=user.pk).update(**values)
