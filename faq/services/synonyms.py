"""Words that mean the same."""

from collections.abc import Iterable

from django.db import transaction

from ..models import Synonyms


@transaction.atomic
def save_synonyms(*, lines: Iterable[str]) -> None:
    """Make these the synonyms, each a line of words with commas between."""
    wanted = dict.fromkeys(lines)
    for row in Synonyms.objects.all():
        if row.words in wanted:
            del wanted[row.words]
        else:
            row.delete()
    for words in wanted:
        Synonyms(words=words).save()
