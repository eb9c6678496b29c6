"""What a list shows and what a person may see. A list and a single page that share a method cannot disagree."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, Left
from django.utils import timezone

from accounts.access import category_q

A_YEAR = timedelta(days=365)
SEARCHED_FOR_A_PASSAGE = 4_000  # characters of a message


class CategoryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keep the categories `user` may know of as staff (accounts.access: the only rule)."""
        return self.filter(category_q(user, "pk"))

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
        """Annotate `waiting`, the number of tickets that wait for us."""
        tickets = self.model._meta.get_field("tickets").related_model.objects
        # A subquery, not a join: it reads the index of what waits, a join would read every ticket there ever was. Rows
        # are counted, not keys, which are not in that index.
        waiting = tickets.waiting().filter(category=OuterRef("pk")).order_by().values("category")
        return self.annotate(waiting=Coalesce(Subquery(waiting.values(count=Count("*"))), 0))


class FieldDefinitionQuerySet(models.QuerySet):
    def that_can_show(self, definition):
        """Keep the fields whose answer can bring up `definition`."""
        kinds = ("choice", "choices", "yes_no")
        of_category = self.filter(category=definition.category_id, kind__in=kinds, is_archived=False)
        return of_category.exclude(pk=definition.pk)

    def of_categories(self, categories):
        """Keep the fields of these categories, those no longer asked too: tickets keep their values."""
        return self.filter(category__in=categories)


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

    def opened_to(self, granted):
        """Keep the tickets a customer's browser was let in to (`links.granted`) by a link that still holds, be it
        the ticket's or that of its address."""
        rule = Q(pk__in=[])
        for primary_key, link_key in granted.tickets.items():
            rule |= Q(pk=primary_key, link_key=link_key)
        return self.filter(rule | _of_addresses(granted, "requester__"))

    def of_address(self, requester):
        """Keep the tickets of the last 12 months of `requester`, newest first."""
        return self.filter(requester=requester, created_at__gt=timezone.now() - A_YEAR).order_by("-created_at", "-pk")

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

    def for_search_page(self, ids):
        """Keep the tickets of these ids and load what the search prints: of each message the `beginning`."""
        messages = self.model._meta.get_field("messages").related_model.objects
        read = messages.annotate(beginning=Left("body", SEARCHED_FOR_A_PASSAGE)).defer("body", "before", "after")
        return self.filter(pk__in=ids).for_queue_page().prefetch_related(Prefetch("messages", read))

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

    def visible_to(self, user):
        """Keep the messages of tickets `user` may know of."""
        return self.filter(category_q(user, "ticket__category"))

    def held(self):
        """Keep the replies that have not left yet."""
        return self.filter(kind="reply", visible_at__gt=timezone.now())

    def for_ticket_page(self):
        """Load what the desk's timeline prints of a message."""
        return self.select_related("author", "mail").prefetch_related("attachments")

    def replies_of(self, user):
        return self.filter(kind="reply", author=user)

    def held_by(self, user):
        """Keep the replies of `user` that can still be undone, newest first."""
        # By the index of held replies: to sort by the key, SQLite would read all that the person ever wrote.
        return self.held().filter(author=user).order_by("-visible_at", "-pk")


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


class OutboxMailQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keep the mails of tickets `user` may know of, and for an owner those that belong to no ticket."""
        rule = category_q(user, "ticket__category")
        return self.filter(rule | Q(ticket=None) if getattr(user, "is_owner", False) else rule)

    def held_back(self):
        """Keep what does not leave until an owner says so."""
        return self.filter(state="held")

    def stuck(self):
        """Keep what did not leave, newest first, with what a list prints."""
        return self.filter(state__in=["held", "failed"]).select_related("ticket").order_by("-created_at", "-pk")

    def sent_last_hour(self):
        return self.filter(state="sent", sent_at__gt=timezone.now() - timedelta(hours=1))

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


class AttachmentQuerySet(models.QuerySet):
    def pending(self, form_key, user=None):
        """Keep what was added to the form of this key, by `user` (None: a customer), and is not sent yet."""
        return self.filter(form_key=form_key, uploaded_by=user)

    def with_ids(self, ids):
        return self.filter(pk__in=ids)

    def of_ticket(self, ticket):
        """Keep what is part of the ticket, notes included: for staff."""
        return self.filter(message__ticket=ticket)

    def shown_to_customer(self, ticket):
        """Keep what the ticket's customer may read now."""
        messages = self.model._meta.get_field("message").related_model.objects
        return self.filter(message__in=messages.shown_to_customer().filter(ticket=ticket))

    def preview_due(self):
        """Keep the pictures that are not drawn yet, oldest first."""
        return self.filter(preview_due=True).order_by("created_at")

    def never_sent(self, *, before):
        """Keep what was added before then to a form that was not sent, unless it belongs to a draft of staff."""
        drafts = self.model._meta.apps.get_model("tickets", "ReplyDraft").objects
        return self.filter(message=None, created_at__lt=before).exclude(form_key__in=drafts.values("form_key"))

    def stored_as(self, paths):
        """Return those of these names in the store that a row knows."""
        known = self.filter(Q(file__in=paths) | Q(preview__in=paths)).values_list("file", "preview")
        return {path for row in known for path in row}


class CannedResponseQuerySet(models.QuerySet):
    def usable_on(self, ticket):
        """Keep the responses of the ticket's category."""
        return self.filter(categories=ticket.category_id, is_archived=False)
