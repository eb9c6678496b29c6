"""Categories, their fields, and tags."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from accounts.access import category_q
from notifications import clock

from .counting import MinutesBefore, number_of


class CategoryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keep the categories `user` may know of as staff (accounts.access: the only rule)."""
        return self.filter(category_q(user, "pk"))

    def nameable_to(self, user):
        """Keep the categories whose name `user` may read, and to which they may hand a ticket: every one that is not
        for named people only, and those they see."""
        return self.filter(Q(named_only=False) | category_q(user, "pk"))

    def of_everybody(self, slug):
        """Return the open category of this address, or None where there is none or it is for named people only."""
        return self.open().filter(slug=slug, named_only=False).first() if slug else None

    def named(self, name):
        """Return the category of this name, or None."""
        return self.filter(name=name).first()

    def slugs_like(self, slug):
        """Return the addresses that begin like `slug`."""
        return set(self.filter(slug__startswith=slug[:40]).values_list("slug", flat=True))

    def open(self):
        """Keep those customers can file a ticket in."""
        return self.filter(is_active=True)

    def with_form(self):
        """Load the fields a form asks and their choices: two more queries."""
        fields = self.model._meta.get_field("fields").related_model
        choices = fields._meta.get_field("choices").related_model
        return self.prefetch_related(
            Prefetch(
                "fields",
                fields.objects.filter(is_archived=False).prefetch_related(
                    Prefetch("choices", choices.objects.filter(is_archived=False).select_related("hint_entry"))
                ),
            )
        )

    def with_waiting(self):
        """Annotate `waiting`, the number of tickets that wait for us, and `overdue`, of those that wait too long."""
        tickets = self.model._meta.get_field("tickets").related_model.objects
        # A subquery, not a join: it reads the index of what waits, a join would read every ticket there ever was.
        too_long = MinutesBefore(clock.now(), OuterRef("minutes_to_wait"))
        overdue = tickets.filter(waiting_since__lt=too_long)
        return self.annotate(waiting=_count(tickets.waiting()), overdue=_count(overdue))

    def with_view_counts(self, user):
        """Annotate `waiting` and `overdue`, and how many tickets of the category the other views of the queue hold:
        `mine`, `asked`, `snoozed` and `done_today`."""
        tickets = self.model._meta.get_field("tickets").related_model.objects
        views = {
            "mine": tickets.in_state("open").filter(assignee=user),
            "asked": tickets.in_state("asked"),
            "snoozed": tickets.in_state("snoozed"),
            "done_today": tickets.in_state("today"),
        }
        return self.with_waiting().annotate(**{name: _count(view) for name, view in views.items()})


def _count(tickets):
    """Return the number of `tickets` of each category, as a subquery."""
    return number_of(tickets.filter(category=OuterRef("pk")), "category")


class FieldDefinitionQuerySet(models.QuerySet):
    def asked_by(self, categories):
        """List the fields that these categories ask."""
        return self.filter(category__in=categories, is_archived=False).select_related("category")

    def keys_of(self, categories):
        """Return the keys of the fields of these categories, archived ones too."""
        return set(self.filter(category__in=categories).values_list("key", flat=True))

    def that_can_show(self, definition):
        """Keep the fields whose answer can bring up `definition`."""
        kinds = ("choice", "choices", "yes_no")
        of_category = self.filter(category=definition.category_id, kind__in=kinds, is_archived=False)
        return of_category.exclude(pk=definition.pk)

    def of_categories(self, categories):
        """Keep the fields of these categories, those no longer asked too: tickets keep their values."""
        return self.filter(category__in=categories)


class TagQuerySet(models.QuerySet):
    def known_to(self, user):
        """Keep the tags `user` can come across: on tickets they see, on canned responses of their categories."""
        tickets = self.model._meta.get_field("tickets").related_model.objects
        canned = self.model._meta.apps.get_model("tickets", "CannedResponse").objects
        responses = canned.filter(category_q(user, "categories"), tags=OuterRef("pk"))
        return self.filter(Exists(tickets.visible_to(user).filter(tags=OuterRef("pk"))) | Exists(responses))

    def by_ticket(self, tickets) -> dict[int, list]:
        """Map the id of each of `tickets` that has tags to them, in their order. One query; to prefetch them would make
        a manager for every ticket."""
        found: dict[int, list] = {}
        for tag in self.filter(tickets__in=[ticket.pk for ticket in tickets]).annotate(ticket_id=F("tickets")):
            found.setdefault(tag.ticket_id, []).append(tag)
        return found
