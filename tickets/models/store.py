"""Whose the store of files is, and when it was last copied."""

import uuid

from django.core.cache import cache
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class FileStore(models.Model):
    """One row: this help desk's id, and whether the files in the store may be cleared away.

    The store carries the same id and generation (see `services.sweeping`). Whatever gives the database another
    generation than the store has, such as an older copy of it, keeps every file.
    """

    class State(models.TextChoices):
        OURS = "ours", _("The files are this help desk's.")
        CLAIMED = "claimed", _("An owner said that the files are this help desk's.")
        FOREIGN = "foreign", _("The store of files carries the mark of another help desk.")
        NEWER = "newer", _("The store of files is newer than this database, which may be an older copy.")
        OLDER = "older", _("The store of files is older than this database.")
        UNMARKED = "unmarked", _("The store of files lacks the mark that this help desk left there.")
        UNKNOWN = "unknown", _("The store holds files that this database does not know, and no mark says whose.")
        RESTORED = "restored", _("This help desk was restored from a backup.")

    CACHED_AS = "file-store"
    FINE = (State.OURS, State.CLAIMED)

    desk = models.UUIDField(default=uuid.uuid4)
    generation = models.PositiveBigIntegerField(default=0)  # of the last sweep
    state = models.CharField(max_length=10, choices=State, default=State.OURS)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="tickets_there_is_one_file_store")]

    def __str__(self):
        return f"{self.desk} {self.generation}"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        transaction.on_commit(lambda: cache.delete(self.CACHED_AS))

    @classmethod
    def current(cls) -> "FileStore":
        """Return the row, made where it is missing."""
        return cls.objects.get_or_create(pk=1)[0]

    @classmethod
    def trouble(cls) -> str:
        """Return the sentence why files are not cleared away, empty where they are. Mostly from the cache."""
        state = cache.get(cls.CACHED_AS)
        if state is None:
            state = cls.objects.values_list("state", flat=True).first() or cls.State.OURS
            cache.set(cls.CACHED_AS, str(state), 60)
        return "" if state in cls.FINE else str(cls.State(state).label)


class Backup(models.Model):
    """A backup that was made; the newest says when there was one last."""

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(db_index=True)
    size = models.PositiveBigIntegerField()  # bytes, the database's dump and the files
    files = models.PositiveBigIntegerField()

    class Meta:
        get_latest_by = "ended_at"

    def __str__(self):
        return f"{self.ended_at:%c}"

    @classmethod
    def newest(cls) -> "Backup | None":
        return cls.objects.order_by("ended_at").last()
