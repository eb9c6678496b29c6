"""Tickets, who asked, and what lists and pages load of them."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, Min, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Left
from django.utils import timezone

from accounts.access import category_q
from notifications import clock

from .counting import MinutesBefore

A_YEAR = timedelta(days=365)
A_MONTH = timedelta(days=30)
MOST_COMPARED = 2_000  # subjects
SEARCHED_FOR_A_PASSAGE = 4_000  # characters of a message
MOMENTS = ("created_at", "waiting_since", "snoozed_until", "completed_at", "mail_failed_at")


def midnight():
    """Return when today began, in the help desk's time zone."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


class RequesterQuerySet(models.QuerySet):
    def opened_to(self, granted):
        """Keep the addresses a customer's browser was let in to by a link that still holds."""
        return self.filter(_of_addresses(granted))

    def with_key(self, primary_key):
        """Return the requester of this primary key, or None."""
        return self.filter(pk=primary_key).first()

    def with_address(self, email):
        """Return the requester of this address, or None."""
        return self.filter(email=email.lower()).first()


def _of_addresses(granted, prefix=""):
    rule = Q(pk__in=[])
    for primary_key, link_key in granted.addresses.items():
        rule |= Q(**{f"{prefix}pk": primary_key, f"{prefix}link_key": link_key})
    return rule


class TicketQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keep the tickets `user` may know of as staff (accounts.access: the only rule)."""
        return self.filter(category_q(user))

    def filed_since(self, moment):
        """Keep what was filed since then and is no spam."""
        return self.filter(created_at__gte=moment, is_spam=False)

    def opened_to(self, granted):
        """Keep the tickets a customer's browser was let in to (`links.granted`) by a link that still holds, be it
        the ticket's or that of its address."""
        rule = Q(pk__in=[])
        for primary_key, link_key in granted.tickets.items():
            rule |= Q(pk=primary_key, link_key=link_key)
        return self.filter(rule | _of_addresses(granted, "requester__"))

    def of_address(self, requester):
        """Keep the tickets of the last 12 months of `requester`, newest first."""
        return self.filter(requester=requester, created_at__gt=clock.now() - A_YEAR).order_by("-created_at", "-pk")

    def for_own_list(self):
        """Load what the customer's list prints: the category, held replies and when something was last said."""
        messages = self.model._meta.get_field("messages").related_model.objects
        said = messages.shown_to_customer().filter(ticket=OuterRef("pk")).order_by("-visible_at").values("visible_at")
        held = Prefetch("messages", messages.held().order_by("pk"), to_attr="held_replies")
        return self.select_related("category").prefetch_related(held).annotate(last_said_at=Subquery(said[:1]))

    def filed_with(self, form_key):
        """Return the ticket that was filed by this form, or None."""
        return self.filter(form_key=form_key).first()

    def with_key(self, primary_key):
        """Return the ticket of this primary key, or None."""
        return self.filter(pk=primary_key).first()

    def newest_in(self, categories):
        """Return the newest ticket of these categories, or None."""
        return self.filter(category__in=categories).order_by("-created_at", "-pk").first()

    def with_reference(self, number):
        """Return the ticket of this reference, or None."""
        return self.filter(reference=number).first()

    def waiting(self):
        """Keep what waits for us."""
        return self.filter(waiting_since__isnull=False)

    def overdue(self, at=None):
        """Keep what waits longer, now or at that moment, than its category's tickets may."""
        return self.filter(waiting_since__lt=MinutesBefore(at or clock.now(), F("category__minutes_to_wait")))

    def turned_overdue(self, since):
        """Keep what is overdue, and was not yet at that moment."""
        return self.overdue().filter(waiting_since__gte=MinutesBefore(since, F("category__minutes_to_wait")))

    def waiting_before(self, moments):
        """Keep what has waited since before the moment of its category, of pairs of both."""
        rules = [Q(category=category, waiting_since__lte=moment) for category, moment in moments]
        return self.filter(reduce(or_, rules))

    def not_told(self, user):
        """Leave out the waits that `user` was told of by mail."""
        reminders = self.model._meta.apps.get_model("tickets", "Reminder").objects
        return self.exclude(
            Exists(reminders.filter(user=user, ticket=OuterRef("pk"), waiting_since=OuterRef("waiting_since")))
        )

    def waiting_since_by_category(self):
        """Map the id of each category to the moment since when its first ticket waits."""
        return dict(self.waiting().order_by().values_list("category").annotate(Min("waiting_since")))

    def open(self):
        """Keep what is not completed."""
        return self.filter(completed_at=None)

    def snoozed(self):
        """Keep what is not to wait before a certain time, the next to wake first."""
        return self.filter(snoozed_until__isnull=False).order_by("snoozed_until", "pk")

    def due(self):
        """Keep what has slept long enough."""
        return self.filter(snoozed_until__lte=clock.now())

    def oldest_first(self):
        """Order by how long they wait, before all those whose customer never got our answer."""
        delivered = ExpressionWrapper(Q(mail_failed_at=None), models.BooleanField())
        return self.order_by(delivered, "waiting_since", "pk")

    def in_view(self, filters, user):
        """Keep what the queue's `filters` (tickets.queue) ask for; in no order."""
        tickets = self.in_state(filters.state)
        if filters.category:
            tickets = tickets.filter(category__slug=filters.category)
        if filters.assignee:
            of = {"me": user.pk, "nobody": None}
            tickets = tickets.filter(assignee=of.get(filters.assignee, filters.assignee))
        if filters.older:
            tickets = tickets.filter(waiting_since__lt=clock.now() - filters.age)
        if filters.tag:
            tickets = tickets.filter(tags__name=filters.tag)
        return tickets

    def in_state(self, state):
        """Keep what waits, is overdue, open, sleeping, completed today, completed or asked for; ``all`` keeps all."""
        return {
            "waiting": self.waiting,
            "overdue": self.overdue,
            "open": self.open,
            "snoozed": self.snoozed,
            "today": lambda: self.filter(completed_at__gte=midnight()),
            "completed": lambda: self.filter(completed_at__isnull=False),
            "all": self.all,
        }.get(state, lambda: self.open().filter(status=state))()

    def filed_before(self, event_id):
        """Leave out what was filed after the event: who acts on "all" means what they were shown."""
        events = self.model._meta.apps.get_model("tickets", "Event").objects
        return self.exclude(Exists(events.filter(ticket=OuterRef("pk"), kind="opened", pk__gt=event_id)))

    def for_queue_page(self):
        """Load what the queue's table prints (tickets.rows), and no more: fifty rows have fifty of everything."""
        names = [f"category__name_{code}" for code, _language in settings.LANGUAGES]
        own = ("reference", "subject", "name", "status", "is_spam", *MOMENTS)
        return self.select_related("category", "assignee", "requester").only(
            *own, *names, "assignee__name", "assignee__is_away", "requester__email"
        )

    def for_search_page(self, ids):
        """Keep the tickets of these ids and load what the search prints: of each message the `beginning`."""
        messages = self.model._meta.get_field("messages").related_model.objects
        read = messages.annotate(beginning=Left("body", SEARCHED_FOR_A_PASSAGE)).defer("body", "before", "after")
        return self.filter(pk__in=ids).for_ticket_page().prefetch_related(Prefetch("messages", read))

    def with_has_uses(self):
        """Annotate `has_uses`: whether FAQ entries have to do with it, which few tickets have."""
        uses = self.model._meta.get_field("entry_uses").related_model.objects
        return self.annotate(has_uses=Exists(uses.filter(ticket=OuterRef("pk"))))

    def asked_of_late(self):
        """Keep what was filed in the last 30 days and is no spam."""
        return self.filter(created_at__gt=clock.now() - A_MONTH, is_spam=False)

    def subjects(self):
        """List the keys and subjects of the newest, so many as can be compared in passing: one query."""
        return self.order_by("-pk").values_list("pk", "subject")[:MOST_COMPARED]

    def in_order_of(self, keys) -> list:
        """List the tickets of these primary keys in the keys' order."""
        found = self.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def others_of(self, ticket):
        """Keep the other tickets of the same requester that were not merged into it, newest first."""
        others = self.filter(requester=ticket.requester_id).exclude(pk=ticket.pk).exclude(merged_into=ticket.pk)
        return others.order_by("-created_at", "-pk")

    def merged_with(self, ticket):
        """Keep those that were merged into `ticket`, in the order in which they were filed."""
        return self.filter(merged_into=ticket.pk).order_by("created_at", "pk")

    def with_references(self, numbers):
        return self.filter(reference__in=numbers)

    def for_ticket_page(self):
        """Load what stands around a ticket's timeline."""
        return self.select_related("category", "assignee", "requester")


class SubmissionDraftQuerySet(models.QuerySet):
    def of_form(self, key, category):
        """Return what was typed into the form with this key, or None."""
        return self.filter(key=key, category=category).first()


class SavedViewQuerySet(models.QuerySet):
    def of(self, user):
        """Keep the views `user` has saved."""
        return self.filter(owner=user)

    def shown_to(self, user, categories):
        """List the person's own views and what others share, but none that names a category they may not know of."""
        views = self.filter(Q(owner=user) | Q(is_shared=True, owner__is_active=True)).select_related("owner")
        slugs = {category.slug for category in categories}
        return [view for view in views if view.filters.category in slugs | {""} or view.owner_id == user.pk]
