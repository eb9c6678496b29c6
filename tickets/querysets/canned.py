"""Canned responses."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Subquery

from accounts.access import category_q
from notifications import clock

from ..typed import row_id
from .counting import number_of

A_MONTH = timedelta(days=30)


class CannedResponseQuerySet(models.QuerySet):
    def of_categories(self, categories):
        """Keep what answers tickets of these categories, with `category_ids`: those of them it belongs to."""
        belongs = self.model.categories.through.objects
        return (
            self.filter(Exists(belongs.filter(cannedresponse=OuterRef("pk"), category__in=categories)))
            .filter(is_archived=False)
            .prefetch_related(Prefetch("categories", categories))
        )

    def usable_on(self, ticket):
        """Keep the responses of the ticket's category."""
        return self.filter(categories=ticket.category_id, is_archived=False)

    def visible_to(self, user):
        """Keep the responses of at least one category `user` may know of."""
        return self.filter(Exists(self._in().filter(category_q(user))))

    def in_use(self, is_in_use=True):
        """Keep those that are in use, or those that are archived."""
        return self.filter(is_archived=not is_in_use)

    def with_id(self, text):
        """Return the response of this id, as it stands in an address, or None."""
        return self.filter(pk=row_id(text)).first()

    def editable_by(self, user):
        """Keep those all of whose categories `user` may know of: a change reaches into each of them."""
        return self.visible_to(user).exclude(Exists(self._in().exclude(category_q(user))))

    def _in(self):
        return self.model.categories.through.objects.filter(cannedresponse=OuterRef("pk"))

    def with_shortcut(self, shortcut, categories):
        """Keep what is found by this shortcut in one of these categories."""
        return self.in_use().filter(shortcut=shortcut, categories__in=categories)

    def for_list(self, user):
        """Load what the list prints: `known` categories, tags, and of the tickets the person may know of, how often it
        was used (`times_used`, `recently`) and when it was `last_used`."""
        known = self.model._meta.get_field("categories").related_model.objects.visible_to(user)
        messages = self.model._meta.apps.get_model("tickets", "Message").objects
        used = messages.filter(category_q(user, "ticket__category"), canned=OuterRef("pk"))
        recent = used.filter(created_at__gt=clock.now() - A_MONTH)
        return (
            self.annotate(
                times_used=number_of(used, "canned"),
                recently=number_of(recent, "canned"),
                last_used=Subquery(used.order_by("-created_at").values("created_at")[:1]),
            )
            .prefetch_related(Prefetch("categories", known, to_attr="known"), "tags")
            .order_by("title", "pk")
        )

    def with_use(self, ticket):
        """Annotate `recently`, how often the response was used in the ticket's category in 30 days, and `files`."""
        messages = self.model._meta.apps.get_model("tickets", "Message").objects
        files = self.model._meta.apps.get_model("tickets", "Attachment").objects
        used = messages.filter(
            canned=OuterRef("pk"), ticket__category=ticket.category_id, created_at__gt=clock.now() - A_MONTH
        )
        return self.annotate(
            recently=number_of(used, "canned"), files=number_of(files.filter(canned=OuterRef("pk")), "canned")
        )
