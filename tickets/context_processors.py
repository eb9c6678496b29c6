"""What every page of the desk shows: the one number, replies that can still be undone, whether the worker lives."""

from django.utils.functional import SimpleLazyObject, cached_property

from accounts.access import is_active_staff

from .counts import counts_for
from .models import Message, OutboxMail
from .worker import is_silent


class Desk:
    """Asked for by the desk's templates only; each property costs one query, once."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def counts(self):
        return counts_for(self.user)

    @property
    def waiting(self):
        return self.counts["waiting"]

    @cached_property
    def held(self):
        held = Message.objects.held_by(self.user)
        return list(
            held.visible_to(self.user).select_related("ticket")
        )  # a category may have been taken away meanwhile

    @cached_property
    def mails_held_back(self):
        return OutboxMail.objects.visible_to(self.user).held_back().count() if self.user.is_owner else 0

    @cached_property
    def worker_silent(self):
        return is_silent()


def desk(request):
    user = getattr(request, "user", None)
    return {"desk": SimpleLazyObject(lambda: Desk(user) if is_active_staff(user) else None)}
