"""Giving people categories and taking them away. Whoever is concerned has their desk look anew after commit."""

from django.db import transaction

from accounts.access import category_q, staff_concerned
from accounts.models import CategoryAssignment, User
from notifications.subscriptions import forget_browsers

from ..mail.outbox import put_account_mail
from ..models import AccountMail, Category, Event, OutboxMail, Ticket
from .recording import recheck_later, record


@transaction.atomic
def set_assignments(*, user, categories, by) -> None:
    """Assign `user` to exactly `categories`, as far as `by` may know: assignments to categories that `by` may not
    know of stay as they are. Open tickets of categories taken away go back to the queue in the same transaction."""
    known = set(Category.objects.visible_to(by))
    wanted = known & set(categories)
    CategoryAssignment.objects.filter(user=user, category__in=known - wanted).delete()
    CategoryAssignment.objects.bulk_create(
        [CategoryAssignment(user=user, category=category) for category in wanted], ignore_conflicts=True
    )
    unassign_unseen(user)
    recheck_later([user])


@transaction.atomic
def save_person(*, user) -> None:
    """Save what an owner may write of somebody; a new address is told at the old one, too."""
    before = User.objects.values_list("email", flat=True).get(pk=user.pk)
    user.save(update_fields=["name", "email", "role", "language"])
    if user.email != before:
        for email in (before, user.email):
            put_account_mail(AccountMail.ADDRESS_CHANGED, email, user.language)


def mail_about_account(*, what, email) -> None:
    """Tell whoever of ours has this address what happened to their account (an `AccountMail`), if anybody does."""
    put_account_mail(what, email)


@transaction.atomic
def set_active(*, user, is_active) -> None:
    """Let a person in or lock them out. The open tickets of somebody locked out go back to the queue; their sessions,
    one-time links, known devices and pushes end for good, whether they are let in again or not."""
    user.is_active = is_active
    if not is_active:
        user.end_access()
        forget_browsers(user=user)
        OutboxMail.objects.filter(kind=AccountMail.RESET, to=user.email, state=OutboxMail.State.WAITING).delete()
    user.save(update_fields=["is_active", "access_key"])
    unassign_unseen(user)
    recheck_later([user])


@transaction.atomic
def keep_to_named_people(*, category, by) -> None:
    """Close the category to everybody but the people assigned to it; `by` becomes one of them, or they would lose it
    out of their own sight. Open tickets of owners who no longer see it go back to the queue."""
    CategoryAssignment.objects.get_or_create(user=by, category=category)
    category.named_only = True
    category.save(update_fields=["named_only"])
    for person in User.objects.filter(tickets__category=category).distinct():
        unassign_unseen(person)
    category_changed(category)


def category_changed(category) -> None:
    """Tell the desks of those who might see it that the category, saved or about to be deleted, is not as it was."""
    recheck_later(staff_concerned(category))


def unassign_unseen(user) -> None:
    """Put the open tickets of `user` in categories they may no longer see back into the queue."""
    unseen = Ticket.objects.open().filter(assignee=user).exclude(category_q(user))
    for ticket in unseen.select_for_update(of=("self",)):
        ticket.assignee = None
        if ticket.status == Ticket.Status.ASSIGNED:
            ticket.status = Ticket.Status.QUEUED
        ticket.save(update_fields=["assignee", "status"])
        record(ticket, Event.Kind.UNASSIGNED)
