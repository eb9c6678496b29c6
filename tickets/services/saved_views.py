"""The filters of the queue that people give a name."""

from django.db import transaction
from django.db.models import Max

from ..models import SavedView


@transaction.atomic
def save_view(*, owner, name, query, is_shared) -> SavedView:
    """Save the filters under the name, as the last of the person's views; under a name that is taken, instead."""
    last = SavedView.objects.of(owner).aggregate(last=Max("position"))["last"]
    view, _is_new = SavedView.objects.update_or_create(
        owner=owner,
        name=name,
        defaults={"query": query, "is_shared": is_shared},
        create_defaults={"query": query, "is_shared": is_shared, "position": 0 if last is None else last + 1},
    )
    return view


def delete_view(*, view) -> None:
    view.delete()


@transaction.atomic
def move_view(*, view, by) -> None:
    """Put the view one place further up (`by` -1) or down (1) among its owner's."""
    views = list(SavedView.objects.of(view.owner_id).select_for_update())
    place = views.index(view)
    views.insert(max(0, place + by), views.pop(place))
    for position, other in enumerate(views):
        other.position = position
    SavedView.objects.bulk_update(views, ["position"])
