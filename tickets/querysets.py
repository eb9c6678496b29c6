"""What a list shows and what a person may see. A list and a single page that share a method cannot disagree."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, Max, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, Left
from django.utils import timezone

from accounts.access import category_q

from .typed import row_id

A_YEAR = timedelta(days=365)
SEARCHED_FOR_A_PASSAGE = 4_000  # characters of a message
_MOMENTS = ("created_at", "waiting_since", "snoozed_until", "completed_at", "mail_failed_at")
A_DAY = timedelta(days=1)
A_MONTH = timedelta(days=30)


def _midnight():
    """Return when today began, in the help desk's time zone."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


class CategoryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keep the categories `user` may know of as staff (accounts.access: the only rule)."""
        return self.filter(category_q(user, "pk"))

    def nameable_to(self, user):
        """Keep the categories whose name `user` may read, and to which they may hand a ticket: every one that is not
        for named people only, and those they see."""
        return self.filter(Q(named_only=False) | category_q(user, "pk"))

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
        # A subquery, not a join: it reads the index of what waits, a join would read every ticket there ever was.
        return self.annotate(waiting=_count(tickets.waiting()))

    def with_view_counts(self, user):
        """Annotate `waiting`, and how many tickets of the category the other views of the queue hold: `over_a_day`,
        `mine`, `asked`, `snoozed` and `done_today`."""
        tickets = self.model._meta.get_field("tickets").related_model.objects
        views = {
            "over_a_day": tickets.filter(waiting_since__lt=timezone.now() - A_DAY),
            "mine": tickets.in_state("open").filter(assignee=user),
            "asked": tickets.in_state("asked"),
            "snoozed": tickets.in_state("snoozed"),
            "done_today": tickets.in_state("today"),
        }
        return self.with_waiting().annotate(**{name: _count(view) for name, view in views.items()})


def _count(tickets):
    """Return the number of `tickets` of each category, as a subquery."""
    return _number(tickets.filter(category=OuterRef("pk")), "category")


def _number(rows, by):
    """Return how many `rows` there are, which are all of one `by`, as a subquery."""
    return Coalesce(
        Subquery(rows.order_by().values(by).values(count=Count("*"))), 0
    )  # rows: not every index has the keys


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

    def newest_in(self, categories):
        """Return the newest ticket of these categories, or None."""
        return self.filter(category__in=categories).order_by("-created_at", "-pk").first()

    def with_reference(self, number):
        """Return the ticket of this reference, or None."""
        return self.filter(reference=number).first()

    def waiting(self):
        """Keep what waits for us."""
        return self.filter(waiting_since__isnull=False)

    def open(self):
        """Keep what is not completed."""
        return self.filter(completed_at=None)

    def snoozed(self):
        """Keep what is not to wait before a certain time, the next to wake first."""
        return self.filter(snoozed_until__isnull=False).order_by("snoozed_until", "pk")

    def due(self):
        """Keep what has slept long enough."""
        return self.filter(snoozed_until__lte=timezone.now())

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
            tickets = tickets.filter(waiting_since__lt=timezone.now() - filters.age)
        if filters.tag:
            tickets = tickets.filter(tags__name=filters.tag)
        return tickets

    def in_state(self, state):
        """Keep what waits, is open, sleeps, was completed today, is completed or asked for; ``all`` keeps all."""
        return {
            "waiting": self.waiting,
            "open": self.open,
            "snoozed": self.snoozed,
            "today": lambda: self.filter(completed_at__gte=_midnight()),
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
        own = ("reference", "subject", "name", "status", "is_spam", *_MOMENTS)
        return (
            self.select_related("category", "assignee", "requester")
            .only(*own, *names, "assignee__name", "assignee__is_away", "requester__email")
            .prefetch_related("tags")
        )

    def for_search_page(self, ids):
        """Keep the tickets of these ids and load what the search prints: of each message the `beginning`."""
        messages = self.model._meta.get_field("messages").related_model.objects
        read = messages.annotate(beginning=Left("body", SEARCHED_FOR_A_PASSAGE)).defer("body", "before", "after")
        return self.filter(pk__in=ids).for_ticket_page().prefetch_related(Prefetch("messages", read))

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

    def of_tickets(self, tickets):
        """Keep the messages of these tickets, oldest first."""
        return self.filter(ticket__in=tickets)

    def for_ticket_page(self):
        """Load what the desk's timeline prints of a message."""
        return self.select_related("author", "mail").prefetch_related("attachments")

    def with_id(self, text):
        """Return the reply of this id, as it stands in an address, with its ticket, or None."""
        return self.filter(pk=row_id(text), kind="reply").select_related("ticket").first()

    def replies_of(self, user):
        return self.filter(kind="reply", author=user)

    def newest(self):
        """Return the one that was shown last, or None."""
        return self.order_by("-visible_at").first()

    def of_batch(self, batch):
        """Keep the replies that were sent in one go, the last one first."""
        return self.filter(batch=batch).select_related("ticket").order_by("-pk")

    def held_by(self, user):
        """Keep the replies of `user` that can still be undone, newest first."""
        # By the index of held replies: to sort by the key, SQLite would read all that the person ever wrote.
        return self.held().filter(author=user).order_by("-visible_at", "-pk")


class EventQuerySet(models.QuerySet):
    # What makes a reply stop when it came after the page was drawn.
    NEWS = ("customer_replied", "replied", "noted", "asked", "completed", "reopened", "spam", "mail_failed", "merged")
    # What the customer's timeline tells.
    PUBLIC = ("opened", "assigned", "asked", "completed", "reopened")

    def newest_id(self) -> int:
        """Return the id of the newest, 0 if there is none."""
        return self.aggregate(newest=Max("pk"))["newest"] or 0

    def sent_since(self, event_id, author, kind):
        """Tell whether `author` sent a message of this kind after the event."""
        sent = {"reply": "replied", "note": "noted"}[kind]
        return self.filter(pk__gt=event_id, kind=sent, actor=author).exists()

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

    def of_response(self, response):
        """Keep the files of a canned response."""
        return self.filter(canned=response)

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


class SavedViewQuerySet(models.QuerySet):
    def of(self, user):
        """Keep the views `user` has saved."""
        return self.filter(owner=user)

    def shown_to(self, user, categories):
        """List the person's own views and what others share, but none that names a category they may not know of."""
        views = self.filter(Q(owner=user) | Q(is_shared=True, owner__is_active=True)).select_related("owner")
        slugs = {category.slug for category in categories}
        return [view for view in views if view.filters.category in slugs | {""} or view.owner_id == user.pk]


class TagQuerySet(models.QuerySet):
    def known_to(self, user):
        """Keep the tags `user` can come across: on tickets they see, on canned responses of their categories."""
        tickets = self.model._meta.get_field("tickets").related_model.objects
        canned = self.model._meta.apps.get_model("tickets", "CannedResponse").objects
        responses = canned.filter(category_q(user, "categories"), tags=OuterRef("pk"))
        return self.filter(Exists(tickets.visible_to(user).filter(tags=OuterRef("pk"))) | Exists(responses))


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
        recent = used.filter(created_at__gt=timezone.now() - A_MONTH)
        return (
            self.annotate(
                times_used=_number(used, "canned"),
                recently=_number(recent, "canned"),
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
            canned=OuterRef("pk"), ticket__category=ticket.category_id, created_at__gt=timezone.now() - A_MONTH
        )
        return self.annotate(
            recently=_number(used, "canned"), files=_number(files.filter(canned=OuterRef("pk")), "canned")
        )
