"""The desk's ticket page and what staff do there."""

import uuid

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import staff_required

from .. import services
from ..canned import render as render_canned
from ..filters import Filters
from ..forms import NoteForm, ReplyForm, SnoozeForm
from ..models import Attachment, CannedResponse, Event, Ticket
from ..timeline import timeline
from .keeping import keep_added

REJECTED, STOPPED = 422, 409


@staff_required
@never_cache
@require_safe
def ticket(request, number):
    return _page(request, _visible(request, number))


@staff_required
@require_POST
def reply(request, number):
    """Send a reply: what was typed, or a canned response with one touch. Then on to the next waiting ticket."""
    visible = _visible(request, number)
    form = ReplyForm(request.POST, files=request.FILES, ticket=visible)
    keep_added(request, form, request.user)
    if not form.is_valid():
        return _page(request, visible, reply_form=form, status=REJECTED)
    typed, then, draft = form.cleaned_data["body"], form.cleaned_data["then"], form.cleaned_data["draft"]
    if response := form.cleaned_data["insert"]:
        text = render_canned(response, visible).text
        body = f"{typed}\n\n{text}".strip()
        return _page(request, visible, reply_form=_with_body(visible, body, key=form.key, user=request.user))
    if response := form.cleaned_data["canned"]:
        rendered = render_canned(response, visible)
        if not rendered.is_ready:
            gaps = ", ".join(rendered.gaps)
            messages.warning(
                request, _("Not sent yet. Fill in what this ticket does not tell: %(gaps)s") % {"gaps": gaps}
            )
            body = f"{typed}\n\n{rendered.text}".strip()
            box = _with_body(visible, body, key=form.key, user=request.user)
            return _page(request, visible, reply_form=box, status=REJECTED)
        if typed and not form.cleaned_data["alone"]:
            return _page(request, visible, reply_form=form, offered=response, status=STOPPED)
        if typed:
            services.set_aside(ticket=visible, author=request.user, body=typed)
        typed, then, draft = rendered.text, response.after_send, None
    try:
        services.reply(
            ticket=visible,
            author=request.user,
            body=typed,
            then=then or "complete",
            draft=draft,
            canned=form.cleaned_data["canned"],
            last_event=form.cleaned_data["last_event"],
            form_key=form.cleaned_data["form_key"],
        )
    except services.Stale as stopped:
        if form.cleaned_data["body"]:
            services.set_aside(ticket=visible, author=request.user, body=form.cleaned_data["body"], form_key=form.key)
        return _page(request, visible, news=stopped.events, status=STOPPED)
    return _back_to_list(request) or _next(request)


@staff_required
@require_POST
def undo(request, number):
    visible = _visible(request, number)
    written = request.POST.get("message", "")
    message_id = int(written[:18]) if written.isdecimal() else None
    try:
        if services.undo(ticket=visible, author=request.user, message_id=message_id):
            messages.success(request, _("Taken back. Your text is in the box."))
    except services.TooLate:
        messages.error(request, _("The answer has left and can no longer be taken back."))
    return redirect("desk:ticket", number)


@staff_required
@require_POST
def note(request, number):
    visible = _visible(request, number)
    form = NoteForm(request.POST, files=request.FILES)
    keep_added(request, form, request.user)
    if not form.is_valid():
        return _page(request, visible, note_form=form, status=REJECTED)
    services.note(
        ticket=visible, author=request.user, body=form.cleaned_data["body"], form_key=form.cleaned_data["form_key"]
    )
    return redirect("desk:ticket", number)


@staff_required
@require_POST
def assign(request, number):
    """Assign to me, unless somebody else was faster than the page."""
    visible = _visible(request, number)
    was = request.POST.get("instead_of", "")
    instead_of = int(was[:18]) if was.isdecimal() else None
    is_mine = visible.assignee == request.user  # a double click
    if not is_mine and not services.assign_to(ticket=visible, user=request.user, instead_of=instead_of):
        messages.warning(request, _("Not assigned: the ticket has changed since this page was drawn."))
    return _back_to_list(request) or redirect("desk:ticket", number)


@staff_required
@require_POST
def complete(request, number):
    _finish(request, number, services.complete)
    return redirect("desk:ticket", number)


@staff_required
@require_POST
def reopen(request, number):
    services.reopen(ticket=_visible(request, number), actor=request.user)
    return redirect("desk:ticket", number)


@staff_required
@require_POST
def spam(request, number):
    is_done = _finish(request, number, services.mark_spam)
    return _next(request) if is_done else redirect("desk:ticket", number)


@staff_required
@require_POST
def snooze(request, number):
    """Let the ticket not wait before a certain time."""
    visible = _visible(request, number)
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Not snoozed: %(reason)s") % {"reason": form.error})
        return redirect("desk:ticket", number)
    until = form.cleaned_data["until"]
    try:
        services.snooze(ticket=visible, actor=request.user, until=until, last_event=_drawn_at(request))
    except services.Stale:
        messages.warning(
            request, _("Nothing was changed: something arrived since you opened this page. Read it first.")
        )
        return redirect("desk:ticket", number)
    words = {"reference": visible.reference_text, "time": date_format(timezone.localtime(until), "DATETIME_FORMAT")}
    messages.success(request, _("%(reference)s sleeps until %(time)s, or until the customer writes.") % words)
    return _back_to_list(request) or _next(request)


@staff_required
@require_POST
def wake(request, number):
    services.wake(ticket=_visible(request, number), actor=request.user)
    return redirect("desk:ticket", number)


@staff_required
@require_POST
def revoke(request, number):
    """End the customer's links, which may be in other hands, and mail a new one."""
    if services.revoke_links(ticket=_visible(request, number), actor=request.user):
        messages.success(request, _("The links mailed so far open nothing any more. A new one is on its way."))
    else:
        messages.warning(
            request, _("The links mailed so far open nothing any more. The mail with a new one is held back.")
        )
    return redirect("desk:ticket", number)


def _finish(request, number, service) -> bool:
    """Complete the ticket in one way or the other; False if something arrived since the page was drawn."""
    visible = _visible(request, number)
    try:
        service(ticket=visible, actor=request.user, last_event=_drawn_at(request))
    except services.Stale:
        messages.warning(
            request, _("Nothing was changed: something arrived since you opened this page. Read it first.")
        )
        return False
    return True


def _drawn_at(request) -> int | None:
    """Return the newest event on the page that was sent, if it says so."""
    written = request.POST.get("last_event", "")
    return int(written[:18]) if written.isascii() and written.isdecimal() else None


def _visible(request, number):
    return get_object_or_404(Ticket.objects.visible_to(request.user).for_ticket_page(), reference=number)


def _back_to_list(request):
    """Lead back to the view of the queue from whose rows this was done; None if it was done elsewhere."""
    if "view" not in request.POST:
        return None
    query = Filters.read(QueryDict(request.POST["view"][:500])).query
    return redirect(f"{reverse('desk:queue')}?{query}" if query else "desk:queue")


def _next(request):
    """Show the ticket that waits longest, or the queue when nothing does."""
    waiting = Ticket.objects.visible_to(request.user).waiting().oldest_first().first()
    return redirect("desk:ticket", waiting.reference) if waiting else redirect("desk:queue")


def _with_body(ticket, body, *, key, user):
    """Return a reply box that holds `body` and what was added to the form of `key`, drawn on the ticket as it is
    now."""
    form = ReplyForm(ticket=ticket, initial={"body": body, "form_key": key})
    form.hold(Attachment.objects.pending(key, user))
    return form


def _page(request, visible, *, reply_form=None, note_form=None, news=(), offered=None, status=200):
    events = list(visible.events.select_related("actor"))
    others = Ticket.objects.visible_to(request.user)
    was_merged = any(event.kind == Event.Kind.MERGED for event in events)
    merged = list(others.merged_with(visible)) if was_merged else []
    draft = visible.drafts.filter(author=request.user).first()
    is_posted = reply_form is not None
    if not is_posted:
        body, key = (draft.body, draft.form_key) if draft else ("", uuid.uuid4())
        reply_form = _with_body(visible, body, key=key, user=request.user)
    page = {
        "ticket": visible,
        "timeline": timeline(visible, events, merged, request.user),
        "merged": merged,
        "hand_over_key": uuid.uuid4(),
        "goes_on": others.with_key(visible.merged_into_id) if visible.merged_into_id else None,
        "tags": visible.tags.all(),
        "reply_form": reply_form,
        # Which draft the text in the box has grown from: sending it uses that one up.
        "draft_id": request.POST.get("draft", "") if is_posted else draft and draft.pk,
        "note_form": note_form or NoteForm(initial={"form_key": uuid.uuid4()}),
        "last_event": events[-1].pk if events else 0,
        "news": news,
        "offered": offered,
        "canned": [
            (response, render_canned(response, visible)) for response in CannedResponse.objects.usable_on(visible)
        ],
        "others": others.others_of(visible)[:5],
    }
    return render(request, "tickets/desk/ticket.html", page, status=status)
