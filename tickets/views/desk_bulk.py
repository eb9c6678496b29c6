"""One thing done to many tickets of the queue, and taken back."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import staff_for_any
from accounts.decorators import staff_required

from .. import services
from ..canned import render as render_canned
from ..forms import MOST_CHOSEN, BulkForm
from ..forms.keys import UUID_LIKE
from ..models import CannedResponse, Category, Ticket

SHOWN = 3  # answers, before all of them are sent


@staff_required
@require_POST
def bulk(request):
    """Assign, snooze, complete or answer the chosen tickets. What the person may not know of is not found."""
    user = request.user
    seen = Category.objects.visible_to(user)
    form = BulkForm(
        request.POST,
        people=list(staff_for_any(seen)),
        responses=list(CannedResponse.objects.of_categories(seen)),
        targets=list(Category.objects.open().nameable_to(user)),
    )
    back = _queue(form.filters)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed. %(reason)s") % {"reason": form.error})
        return back
    chosen = form.cleaned_data
    tickets, missing = _find(chosen, form.filters, user)
    if chosen["action"] == "answer":
        return _preview(request, tickets, missing, chosen)
    outcome = _do(tickets, chosen, user)
    for level, sentence in _sentences(chosen["action"], outcome, missing):
        messages.add_message(request, level, sentence)
    return back


@staff_required
@require_POST
def undo(request):
    """Take back the answers that were sent in one go."""
    written = request.POST.get("batch", "")
    outcome = services.Outcome()
    if UUID_LIKE.fullmatch(written):
        outcome = services.undo_batch(author=request.user, batch=uuid.UUID(written))
    if done := outcome["done"]:
        messages.success(request, ngettext("%d answer is taken back.", "%d answers are taken back.", done) % done)
    if late := outcome["unchanged"]:
        sentence = ngettext(
            "%d answer has left and can no longer be taken back.",
            "%d answers have left and can no longer be taken back.",
            late,
        )
        messages.error(request, sentence % late)
    return redirect("desk:queue")


def _find(chosen, filters, user):
    """Return the chosen tickets, and how many of those named were not found."""
    visible = Ticket.objects.visible_to(user).for_ticket_page()
    if chosen["all"]:
        tickets = visible.in_view(filters, user).filed_before(chosen["drawn_at"])
        return list(tickets[:MOST_CHOSEN]), 0
    numbers = set(chosen["ticket"])
    tickets = list(visible.with_references(numbers - {None}).oldest_first())
    return tickets, len(numbers) - len(tickets)


def _do(tickets, chosen, user):
    action, drawn_at = chosen["action"], chosen["drawn_at"]
    if action == "assign":
        return services.assign_all(tickets=tickets, user=chosen["person"])
    if action == "snooze":
        return services.snooze_all(tickets=tickets, actor=user, until=chosen["until"], last_event=drawn_at)
    if action == "move":
        return services.move_all(tickets=tickets, actor=user, category=chosen["category"])
    if action == "complete":
        return services.complete_all(tickets=tickets, actor=user, last_event=drawn_at)
    return services.answer_all(
        tickets=tickets, author=user, response=chosen["response"], last_event=drawn_at, batch=chosen["form_key"]
    )


def _preview(request, tickets, missing, chosen):
    """Show what the answers would be. Nothing is sent yet."""
    rendered = [(ticket, render_canned(chosen["response"], ticket)) for ticket in tickets if not ticket.is_completed]
    ready = [(ticket, answer) for ticket, answer in rendered if answer.is_ready]
    page = {
        "response": chosen["response"],
        "ready": ready,
        "shown": ready[:SHOWN],
        "with_gaps": [ticket for ticket, answer in rendered if not answer.is_ready],
        "completed": len(tickets) - len(rendered),
        "missing": missing,
        "chosen": chosen,
    }
    return render(request, "tickets/desk/bulk_answer.html", page)


def _sentences(action, outcome, missing):
    done, news, unchanged = outcome["done"], outcome["news"], outcome["unchanged"]
    said = {
        "assign": ngettext("%d ticket assigned.", "%d tickets assigned.", done),
        "snooze": ngettext("%d ticket snoozed.", "%d tickets snoozed.", done),
        "move": ngettext("%d ticket moved.", "%d tickets moved.", done),
        "complete": ngettext("%d ticket completed.", "%d tickets completed.", done),
        "send": ngettext("%d ticket answered.", "%d tickets answered.", done),
    }[action]
    yield messages.SUCCESS if done else messages.WARNING, said % done
    if news:
        sentence = ngettext(
            "%d ticket was left: something arrived since you opened the list.",
            "%d tickets were left: something arrived since you opened the list.",
            news,
        )
        yield messages.WARNING, sentence % news
    if lacking := outcome["lacking"]:
        sentence = ngettext(
            "%d ticket was not moved: the category requires answers that it lacks. Move it by itself.",
            "%d tickets were not moved: the category requires answers that they lack. Move each by itself.",
            lacking,
        )
        yield messages.WARNING, sentence % lacking
    if unchanged:
        sentence = ngettext(
            "%d ticket was left as it was: this is not possible there, or done already.",
            "%d tickets were left as they were: this is not possible there, or done already.",
            unchanged,
        )
        yield messages.WARNING, sentence % unchanged
    if missing:
        yield messages.WARNING, ngettext("%d ticket was not found.", "%d tickets were not found.", missing) % missing


def _queue(filters):
    return redirect(f"{reverse('desk:queue')}?{filters.query}" if filters.query else "desk:queue")
