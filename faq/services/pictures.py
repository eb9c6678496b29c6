"""Pictures of entries."""

from django.db import transaction

from ..models import Entry, Picture


def add_pictures(*, entry: Entry, pictures: list[Picture]) -> None:
    """Keep pictures that we drew ourselves (`faq.pictures.draw`)."""
    for picture in pictures:
        picture.entry = entry
        picture.file.save(f"{picture.key}.webp", picture.file.file, save=False)
        picture.save()


@transaction.atomic
def drop_pictures(*, entry: Entry, ids) -> None:
    """Take these pictures of the entry away; the text that places them stays as it is."""
    for picture in entry.pictures.filter(pk__in=ids):
        stored, place = picture.file.storage, picture.file.name
        picture.delete()
        transaction.on_commit(lambda stored=stored, place=place: stored.delete(place), robust=True)
