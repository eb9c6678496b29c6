"""The one number: how many tickets wait for us in a person's categories. Page, poll and push all ask here."""

from accounts.access import categories_by_user

from .models import Category, Event, Ticket

PUSHED_AS = {
    Event.Kind.OPENED: "ticket.opened",
    Event.Kind.REPLIED: "ticket.answered",
    Event.Kind.CUSTOMER_REPLIED: "ticket.customer_replied",
}


def counts_for(user) -> dict:
    """Return ``{"waiting": int, "overdue": int, "categories": {slug: int}}`` for what `user` may see; one query."""
    return counts_of(Category.objects.visible_to(user).with_waiting())


def filed_since(user, moment) -> int:
    """Count the tickets filed since then that `user` may know of, spam left out; one query."""
    return Ticket.objects.visible_to(user).filed_since(moment).count()


def frames(event, left=None) -> dict[int, dict]:
    """Return the frame to push to each person who may know of the event's ticket, by user id; two queries.

    The shape is the contract's: numbers and ids only, and of nothing outside the person's own categories. Who sees only
    the category that the ticket has `left` is told their own numbers; to who sees only its new one it has arrived. To
    who did it, it is no news.
    """
    categories_of = categories_by_user(Category.objects.with_waiting())
    ticket = event.ticket
    told = {}
    for user_id, categories in categories_of.items():
        seen = {category.pk for category in categories}
        if ticket.category_id in seen:
            arrives = left and left.pk not in seen and ticket.waiting_since
            pushed_as = "ticket.opened" if arrives else _pushed_as(event)
            if user_id == event.actor_id:
                pushed_as = "refresh"
            news = {"event": pushed_as, "id": event.pk, "ticket": ticket.reference_text}
        elif left and left.pk in seen:
            news = {"event": "refresh", "id": None, "ticket": None}
        else:
            continue
        told[user_id] = {"type": "counts"} | news | counts_of(categories)
    return told


def frames_of_overdue(category_ids) -> dict[int, dict]:
    """Return the frame to push to each person who may know of one of the categories, where a ticket turned overdue."""
    if not category_ids:
        return {}
    news = {"type": "counts", "event": "ticket.overdue", "id": None, "ticket": None}
    return {
        user_id: news | counts_of(categories)
        for user_id, categories in categories_by_user(Category.objects.with_waiting()).items()
        if any(category.pk in category_ids for category in categories)
    }


def _pushed_as(event) -> str:
    if event.kind == Event.Kind.REOPENED and event.actor_id is None:
        return "ticket.customer_replied"  # without a word, but somebody waits
    return PUSHED_AS.get(event.kind, "refresh")


def counts_of(categories) -> dict:
    """Return the same for categories that `with_waiting` has loaded."""
    waiting = {category.slug: category.waiting for category in categories}
    overdue = sum(category.overdue for category in categories)
    return {"waiting": sum(waiting.values()), "overdue": overdue, "categories": waiting}
