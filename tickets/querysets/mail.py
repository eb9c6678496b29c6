"""Mails and their words."""

from datetime import timedelta

from django.db import models
from django.db.models import Min, Q

from accounts.access import category_q
from notifications import clock


class OutboxMailQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keep the mails of tickets `user` may know of, and for an owner those that belong to no ticket."""
        rule = category_q(user, "ticket__category")
        return self.filter(rule | Q(ticket=None) if getattr(user, "is_owner", False) else rule)

    def about_waiting(self, user):
        """Keep those that told `user` that tickets wait and nobody watches."""
        return self.filter(kind="unwatched", to=user.email)

    def held_back(self):
        """Keep what does not leave until an owner says so."""
        return self.filter(state="held")

    def stuck(self):
        """Keep what did not leave, newest first, with what a list prints."""
        return self.filter(state__in=["held", "failed"]).select_related("ticket").order_by("-created_at", "-pk")

    def waiting_to_leave(self):
        return self.filter(state="waiting")

    def sent_last_hour(self):
        return self.filter(state="sent", sent_at__gt=clock.now() - timedelta(hours=1))

    def oldest_unsent(self):
        """Return when the oldest that waits to leave was written; None if none waits."""
        return self.waiting_to_leave().aggregate(oldest=Min("created_at"))["oldest"]

    def among(self, keys):
        """Keep those of these primary keys, at most a page of them."""
        return self.filter(pk__in=keys[:50])

    def confirmations(self):
        return self.filter(kind="confirmation")


class MailTextQuerySet(models.QuerySet):
    def for_all(self):
        """Keep those that no category narrows down."""
        return self.filter(category=None)

    def of_categories(self, categories):
        return self.filter(category__in=categories).select_related("category")

    def in_place_of(self, text):
        """Keep the row, if there is one, for the same mail, language and category as `text`."""
        return self.filter(event=text.event, language=text.language, category=text.category)
