"""Hints that made a ticket needless."""

from ..models import HintSolved


def hint_solved(*, choice, form_key) -> bool:
    """Count that the hint of `choice` solved it for whoever filled in this form; False if that is counted already."""
    _row, is_new = HintSolved.objects.get_or_create(choice=choice, form_key=form_key)
    return is_new
