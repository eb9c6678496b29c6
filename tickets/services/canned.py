"""Canned responses as the desk keeps them."""

from django.db import transaction

from ..models import Attachment, CannedResponse
from .filing import delete_stored
from .tagging import tags_named


@transaction.atomic
def save_response(*, response, categories, known, tags, form_key, by) -> CannedResponse:
    """Save a new or changed response for `categories`, with the tags of these names and the files that were added to
    the form of `form_key`. Categories that are not among the `known` ones stay the response's."""
    response.save()
    hidden = response.categories.exclude(pk__in=[category.pk for category in known])
    response.categories.set([*categories, *hidden])
    response.tags.set(tags_named(tags))
    Attachment.objects.pending(form_key, by).update(canned=response, form_key=None)
    return response


def drop_files(*, response, ids) -> None:
    """Take these files away from the response."""
    for attachment in Attachment.objects.of_response(response).with_ids(ids):
        attachment.delete()
        delete_stored(attachment.file)


def archive_response(*, response, is_archived) -> None:
    """Take the response out of use, or back into it; what was sent with it stays."""
    response.is_archived = is_archived
    response.save(update_fields=["is_archived"])


def pin_response(*, response, is_pinned) -> None:
    response.is_pinned = is_pinned
    response.save(update_fields=["is_pinned"])
