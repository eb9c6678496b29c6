"""To-dos about questions that are asked more and more."""

from django.utils import timezone

from ..models import Fix
from ..rising import Rising


def note_fix(*, question: Rising, kind: str) -> Fix:
    """Put it on the list of to-dos, with the numbers that say so."""
    return Fix.objects.create(
        kind=kind, phrase=question.phrase, entry=question.entry, before=question.before, now=question.now
    )


def finish_fix(*, fix: Fix, is_done: bool) -> None:
    """Mark it done, or take that back."""
    fix.done_at = timezone.now() if is_done else None
    fix.save(update_fields=["done_at"])
