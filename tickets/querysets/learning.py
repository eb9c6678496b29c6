"""What tickets taught the FAQ, and who is to be told of it."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.access import category_q
from faq.models import Phrasing


class EntryUseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keep the uses on tickets `user` may know of, of entries of categories they may know of, too."""
        return self.filter(category_q(user, "ticket__category"), category_q(user, "entry__category"))

    def to_settle(self):
        """Load the tickets whose answer stood in the FAQ all along, as far as the owner has not dealt with them."""
        waiting = self.filter(kind="unfound", settled_at=None)
        return waiting.select_related("ticket__category", "ticket__requester", "entry__category").order_by("-pk")

    def on_tickets(self, tickets):
        """Load the uses of these tickets with their entries, as the desk's ticket page tells them: one query."""
        return self.filter(ticket__in=tickets).select_related("entry")

    def said_unfound(self):
        """Return the ids of the entries that hold the answer, as staff said."""
        return set(self.filter(kind="unfound").values_list("entry_id", flat=True))

    def made_of(self, message):
        return self.filter(kind="made", message=message)


class AskerQuerySet(models.QuerySet):
    def with_key(self, primary_key):
        """Return the asker of this primary key, or None."""
        return self.filter(pk=primary_key).first()

    def done_before(self, moment):
        """Keep those told before that time, and those who asked before it and never confirmed."""
        return self.filter(Q(told_at__lt=moment) | Q(asked_at__lt=moment, confirmed_at=None))

    def to_tell(self):
        """Keep those who confirmed, were not told, and whose very words are now a phrasing of a published entry."""
        phrasings = Phrasing.objects.filter(folded=OuterRef("folded"), entry__state="published")
        return self.filter(Exists(phrasings), confirmed_at__isnull=False, told_at=None).order_by("pk")
