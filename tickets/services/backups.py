"""When there was a backup last."""

from ..models import Backup


def note_backup(**fields) -> Backup:
    """Write down a backup that is whole; `Backup.newest()` reads it. Takes the model's fields."""
    return Backup.objects.create(**fields)
