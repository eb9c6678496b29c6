"""What was said, what happened, and files."""

from django.db import models
from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce, Left

from accounts.access import category_q
from notifications import clock

from ..typed import row_id


class MessageQuerySet(models.QuerySet):
    def shown_to_customer(self):
        """Keep what the customer may read now: never a note, no reply that is still held."""
        return self.filter(visible_at__lte=clock.now())

    def visible_to(self, user):
        """Keep the messages of tickets `user` may know of."""
        return self.filter(category_q(user, "ticket__category"))

    def held(self):
        """Keep the replies that have not left yet."""
        return self.filter(kind="reply", visible_at__gt=clock.now())

    def of_tickets(self, tickets):
        """Keep the messages of these tickets, oldest first."""
        return self.filter(ticket__in=tickets)

    def for_ticket_page(self):
        """Load what the desk's timeline prints of a message."""
        return self.select_related("author", "mail").prefetch_related("attachments")

    def with_id(self, text):
        """Return the reply of this id, as it stands in an address, with its ticket, or None."""
        return self.filter(pk=row_id(text), kind="reply").select_related("ticket").first()

    def replies(self):
        """Keep the replies, with their authors."""
        return self.filter(kind="reply").select_related("author")

    def first_words(self, characters: int) -> str:
        """Return the beginning of what the customer wrote first, an empty text where that was nothing. One query."""
        written = self.filter(kind="customer").order_by("pk").annotate(beginning=Left("body", characters))
        return written.values_list("beginning", flat=True).first() or ""

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
        shown = self.filter(kind__in=self.PUBLIC).filter(Q(message=None) | Q(message__visible_at__lte=clock.now()))
        # Who answered stands at the answer: that they took the ticket to do so is no news.
        return shown.exclude(kind="assigned", message__isnull=False)


class AttachmentQuerySet(models.QuerySet):
    def pending(self, form_key, user=None):
        """Keep what was added to the form of this key, by `user` (None: a customer), and is not sent yet."""
        return self.filter(form_key=form_key, uploaded_by=user)

    def totals(self) -> dict[str, int]:
        """Return how many "files" there are, and how many "pixels" their pictures have."""
        return self.aggregate(files=Count("pk"), pixels=Coalesce(Sum("pixels"), 0))

    def unsent_bytes(self) -> int:
        """Return how much customers have added to forms that are not sent yet. One query."""
        unsent = self.filter(form_key__isnull=False, uploaded_by__isnull=True)
        return unsent.aggregate(size=Coalesce(Sum("size"), 0))["size"]

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
        pending = self.filter(form_key__isnull=False, created_at__lt=before)
        return pending.exclude(form_key__in=drafts.values("form_key"))

    def stored_as(self, paths):
        """Return those of these names in the store that a row knows."""
        known = self.filter(Q(file__in=paths) | Q(preview__in=paths)).values_list("file", "preview")
        return {path for row in known for path in row}
