"""What a list shows and what a person may see. A list and a single page that share a method cannot disagree."""

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.access import category_q


class CategoryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keep the categories `user` may know of as staff (accounts.access: the only rule)."""
        return self.filter(category_q(user, "pk"))

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
                    Prefetch("choices", choices.objects.filter(is_archived=False))
                ),
            )
        )

    def with_waiting(self):
        """Annotate `waiting`, the number of tickets that wait for us."""
        tickets = self.model._meta.get_field("tickets").related_model.objects
        # A subquery, not a join: it reads the index of what waits, a join would read every ticket there ever was.
        waiting = tickets.waiting().filter(category=OuterRef("pk")).order_by().values("category")
        return self.annotate(waiting=Coalesce(Subquery(waiting.values(count=Count("pk"))), 0))


class TicketQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keep the tickets `user` may know of as staff (accounts.access: the only rule)."""
        return self.filter(category_q(user))

    def opened_to(self, granted):
        """Keep the tickets a customer's browser was let in to (`links.granted`) by a link that still holds."""
        rule = Q(pk__in=[])
        for primary_key, link_key in granted.items():
            rule |= Q(pk=primary_key, link_key=link_key)
        return self.filter(rule)

    def filed_with(self, form_key):
        """Return the ticket that was filed by this form, or None."""
        return self.filter(form_key=form_key).first()

    def with_reference(self, number):
        """Return the ticket of this reference, or None."""
        return self.filter(reference=number).first()

    def waiting(self):
        """Keep what waits for us."""
        return self.filter(waiting_since__isnull=False)

    def oldest_first(self):
        """Order by how long they wait, before all those whose customer never got our answer."""
        return self.order_by(F("mail_failed_at").asc(nulls_last=True), "waiting_since", "pk")

    def in_view(self, *, state="waiting", category="", assignee="", user=None):
        """Filter and order as the queue's address says; unknown words filter nothing.

        `state` is ``waiting``, ``all`` or a status; `category` a slug; `assignee` ``me`` (that is `user`), ``nobody``
        or the id of a person.
        """
        tickets = self
        category = category.replace("\0", "")  # PostgreSQL refuses NUL with an error
        if category:
            tickets = tickets.filter(category__slug=category)
        if assignee == "me":
            tickets = tickets.filter(assignee=user)
        elif assignee == "nobody":
            tickets = tickets.filter(assignee=None)
        elif assignee.isdecimal():
            tickets = tickets.filter(assignee=int(assignee[:9]))
        if state in self.model.Status.values:
            return tickets.filter(status=state).order_by("-created_at", "-pk")
        if state == "all":
            return tickets.order_by("-created_at", "-pk")
        return tickets.waiting().oldest_first()

    def assignees(self):
        """List the active people to whom one of these tickets is assigned; one query."""
        people = self.model._meta.get_field("assignee").related_model.objects
        return people.filter(Exists(self.filter(assignee=OuterRef("pk"))), is_active=True)

    def for_queue_page(self):
        """Load what the queue's table prints, without a query a row."""
        return self.select_related("category", "assignee", "requester")

    def others_of(self, ticket):
        """Keep the other tickets of the same requester, newest first."""
        return self.filter(requester=ticket.requester_id).exclude(pk=ticket.pk).order_by("-created_at", "-pk")

    def for_ticket_page(self):
        """Load what stands around a ticket's timeline."""
        return self.select_related("category", "assignee", "requester")


class SubmissionDraftQuerySet(models.QuerySet):
    def of_form(self, key, category):
        """Return what was typed into the form with this key, or None."""
        return self.filter(key=key, category=category).first()


class MessageQuerySet(models.QuerySet):
    def shown_to_customer(self):
        """Keep what the customer may read now: never a note, no reply that is still held."""
        return self.filter(visible_at__lte=timezone.now())

    def held(self):
        """Keep the replies that have not left yet."""
        return self.filter(kind="reply", visible_at__gt=timezone.now())

    def for_ticket_page(self):
        """Load what the desk's timeline prints of a message."""
        return self.select_related("author", "mail")

    def replies_of(self, user):
        return self.filter(kind="reply", author=user)

    def held_by(self, user):
        """Keep the replies of `user` that can still be undone, newest first."""
        return self.held().filter(author=user).order_by("-pk")


class EventQuerySet(models.QuerySet):
    # What makes a reply stop when it came after the page was drawn.
    NEWS = ("customer_replied", "replied", "noted", "asked", "completed", "reopened", "spam", "mail_failed")
    # What the customer's timeline tells.
    PUBLIC = ("opened", "assigned", "asked", "completed", "reopened")

    def news_after(self, event_id):
        """Keep what a reply written on a page drawn at `event_id` has to take notice of."""
        return self.filter(pk__gt=event_id, kind__in=self.NEWS)

    def shown_to_customer(self):
        """Keep the steps the customer follows; what a held reply caused shows with the reply."""
        shown = self.filter(kind__in=self.PUBLIC).filter(Q(message=None) | Q(message__visible_at__lte=timezone.now()))
        # Who answered stands at the answer: that they took the ticket to do so is no news.
        return shown.exclude(kind="assigned", message__isnull=False)


class CannedResponseQuerySet(models.QuerySet):
    def usable_on(self, ticket):
        """Keep the responses of the ticket's category."""
        return self.filter(categories=ticket.category_id, is_archived=False)
