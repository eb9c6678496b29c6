"""What every page of the desk shows: the one number, replies that can still be undone, whether the worker lives."""

from django.utils.functional import SimpleLazyObject, cached_property

from accounts.access import is_active_staff
from notifications.subscriptions import state_for

from .counts import counts_of
from .files import unseen
from .models import Category, FileStore, Message, OutboxMail
from .worker import is_silent


class Desk:
    """Asked for by the desk's templates only; each property costs one query, once."""

    def __init__(self, user, categories=None):
        """`categories`: those of the property, where they are loaded already."""
        self.user = user
        if categories is not None:
            self.categories = categories

    @cached_property
    def categories(self):
        """Those the person sees, with what waits in each."""
        return list(Category.objects.visible_to(self.user).with_waiting())

    @cached_property
    def counts(self):
        return counts_of(self.categories)

    @property
    def category_names(self):
        return {category.slug: category.name for category in self.categories}

    @property
    def waiting(self):
        return self.counts["waiting"]

    @cached_property
    def held(self):
        """The replies that can still be undone; of those sent in one go the one that leaves first, with their number as
        `together`."""
        held = Message.objects.held_by(self.user).visible_to(self.user)  # a category may have been taken away meanwhile
        replies = {}
        for reply in held.select_related("ticket"):
            later = replies.get(reply.batch or reply.pk)
            reply.together = later.together + 1 if later else 1
            replies[reply.batch or reply.pk] = reply
        return list(replies.values())

    @cached_property
    def push(self):
        return state_for(self.user)

    @cached_property
    def mails_held_back(self):
        return OutboxMail.objects.visible_to(self.user).held_back().count() if self.user.is_owner else 0

    @property
    def files_kept(self):
        """Why files are not cleared away, for owners."""
        return FileStore.trouble() if self.user.is_owner else ""

    @cached_property
    def files_unseen(self):
        return self.user.is_owner and unseen.are_there_any()

    @cached_property
    def worker_silent(self):
        return is_silent()


def desk(request):
    user = getattr(request, "user", None)
    return {"desk": SimpleLazyObject(lambda: Desk(user) if is_active_staff(user) else None)}
