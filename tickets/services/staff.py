"""Giving people categories and taking them away. Whoever is concerned has their desk look anew after commit."""

from operator import attrgetter

from django.db import transaction

from accounts import audit, guessing
from accounts.access import category_q, staff_concerned
from accounts.invitations import one_time_link
from accounts.models import CategoryAssignment, User
from accounts.sessions import end_sessions, sessions_of
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
    assigned = set(CategoryAssignment.objects.filter(user=user).values_list("category_id", flat=True))
    before = {category for category in known if category.pk in assigned}
    CategoryAssignment.objects.filter(user=user, category__in=known - wanted).delete()
    CategoryAssignment.objects.bulk_create(
        [CategoryAssignment(user=user, category=category) for category in wanted], ignore_conflicts=True
    )
    for category in sorted(wanted ^ before, key=attrgetter("pk")):
        what = "category-given" if category in wanted else "category-taken"
        audit.note(audit.Kind.RIGHTS, what, actor=by, person=user, category=category)
    unassign_unseen(user)
    recheck_later([user])


@transaction.atomic
def add_person(*, user, by=None) -> None:
    """Save somebody new, without a password: a one-time link lets them in."""
    user.set_unusable_password()
    user.save()
    audit.note(audit.Kind.RIGHTS, "person-added", actor=by, person=user, role=user.role)


@transaction.atomic
def save_person(*, user, by) -> None:
    """Save what an owner may write of somebody; a new address is told at the old one, too."""
    before = User.objects.get(pk=user.pk)
    user.save(update_fields=["name", "email", "role", "language"])
    if user.role != before.role:
        audit.note(audit.Kind.RIGHTS, "role", actor=by, person=user, before=before.role, role=user.role)
    if user.email != before.email:
        audit.note(audit.Kind.ACCOUNT, "email", actor=by, person=user, before=before.email, email=user.email)
        for email in (before.email, user.email):
            put_account_mail(AccountMail.ADDRESS_CHANGED, email, user.language)


def mail_about_account(*, what, email) -> None:
    """Tell whoever of ours has this address what happened to their account (an `AccountMail`), if anybody does."""
    put_account_mail(what, email)


@transaction.atomic
def show_link(*, user, by=None) -> str:
    """Return the one-time link by which `user` chooses a password; who has seen it can take the account."""
    audit.note(audit.Kind.RIGHTS, "link-shown", actor=by, person=user)
    return one_time_link(user)


@transaction.atomic
def lift_lock(*, user, by) -> None:
    """Let somebody try to sign in again whom too many wrong tries have stopped."""
    guessing.lift(user.email)
    audit.note(audit.Kind.RIGHTS, "lock-lifted", actor=by, person=user)


@transaction.atomic
def set_active(*, user, is_active, by=None) -> None:
    """Let a person in or lock them out. The open tickets of somebody locked out go back to the queue; their sessions,
    one-time links, known devices and pushes end for good, whether they are let in again or not."""
    user.is_active = is_active
    if not is_active:
        user.end_access()
        end_sessions(sessions_of(user))
        forget_browsers(user=user)
        OutboxMail.objects.filter(kind=AccountMail.RESET, to=user.email, state=OutboxMail.State.WAITING).delete()
    user.save(update_fields=["is_active", "access_key"])
    audit.note(audit.Kind.RIGHTS, "let-in" if is_active else "locked-out", actor=by, person=user)
    unassign_unseen(user)
    recheck_later([user])


@transaction.atomic
def keep_to_named_people(*, category, by) -> None:
    """Close the category to everybody but the people assigned to it; `by` becomes one of them, or they would lose it
    out of their own sight. Open tickets of owners who no longer see it go back to the queue."""
    CategoryAssignment.objects.get_or_create(user=by, category=category)
    category.named_only = True
    category.save(update_fields=["named_only"])
    audit.note(audit.Kind.RIGHTS, "named-only", actor=by, category=category)
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
