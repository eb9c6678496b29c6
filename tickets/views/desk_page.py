"""The desk's ticket page, as it is drawn, and where one goes on from it."""

import uuid

from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import staff_for

from ..canned import render as render_canned
from ..filters import Filters
from ..forms import NoteForm, ReplyForm
from ..models import Attachment, CannedResponse, Event, Message, Ticket
from ..timeline import timeline

ONE_TOUCH = 3  # buttons


def back_to_list(request):
    """Lead back to the view of the queue from whose rows this was done; None if it was done elsewhere."""
    if "view" not in request.POST:
        return None
    query = Filters.read(QueryDict(request.POST["view"][:500])).query
    return redirect(f"{reverse('desk:queue')}?{query}" if query else "desk:queue")


def go_on(request, ticket):
    """Lead to where the person likes to be once a ticket is done: the one that waits longest, the same, the list."""
    if request.user.after_send == "stay":
        return redirect("desk:ticket", ticket.reference)
    waiting = Ticket.objects.visible_to(request.user).waiting().oldest_first().first()
    if waiting is None or request.user.after_send == "queue":
        return redirect("desk:queue")
    return redirect("desk:ticket", waiting.reference)


def box_with(ticket, body, *, key, user):
    """Return a reply box that holds `body` and what was added to the form of `key`, drawn on the ticket as it is
    now."""
    form = ReplyForm(ticket=ticket, initial={"body": body, "form_key": key})
    form.hold(Attachment.objects.pending(key, user))
    return form


def ticket_page(request, visible, *, reply_form=None, note_form=None, preview=None, news=(), offered=None, status=200):
    events = list(visible.events.select_related("actor"))
    others = Ticket.objects.visible_to(request.user)
    was_merged = any(event.kind == Event.Kind.MERGED for event in events)
    merged = list(others.merged_with(visible)) if was_merged else []
    drafts = list(visible.drafts.select_related("author"))
    own = {draft.kind: draft for draft in drafts if draft.author_id == request.user.pk}
    draft_of_reply, draft_of_note = own.get(Message.Kind.REPLY), own.get(Message.Kind.NOTE)
    typed = {"reply": reply_form and request.POST.get("draft"), "note": note_form and request.POST.get("draft")}
    if reply_form is None:
        body, key = (draft_of_reply.body, draft_of_reply.form_key) if draft_of_reply else ("", uuid.uuid4())
        reply_form = box_with(visible, body, key=key, user=request.user)
    if note_form is None:
        body, key = (draft_of_note.body, draft_of_note.form_key) if draft_of_note else ("", uuid.uuid4())
        note_form = NoteForm(initial={"body": body, "form_key": key})
        if draft_of_note:
            note_form.hold(Attachment.objects.pending(key, request.user))
    canned = [
        (response, render_canned(response, visible))
        for response in CannedResponse.objects.usable_on(visible).with_use(visible)
    ]
    page = {
        "ticket": visible,
        "timeline": timeline(visible, events, merged, request.user),
        "merged": merged,
        "hand_over_key": uuid.uuid4(),
        "goes_on": others.with_key(visible.merged_into_id) if visible.merged_into_id else None,
        "tags": visible.tags.all(),
        "reply_form": reply_form,
        # Which drafts the texts in the boxes have grown from: sending them uses those up.
        "reply_draft": typed["reply"] if typed["reply"] is not None else draft_of_reply and draft_of_reply.pk,
        "note_draft": typed["note"] if typed["note"] is not None else draft_of_note and draft_of_note.pk,
        "note_form": note_form,
        "writes_note": bool(note_form.errors or (draft_of_note and not draft_of_reply)),
        "others_writing": [draft.author for draft in drafts if draft.author_id != request.user.pk],
        "preview": preview,
        "colleagues": {str(person.pk): person.name for person in staff_for(visible.category)},
        "last_event": events[-1].pk if events else 0,
        "news": news,
        "offered": offered,
        "canned": canned,
        "one_touch": _one_touch(canned),
        "others": others.others_of(visible)[:5],
    }
    return render(request, "tickets/desk/ticket.html", page, status=status)


def _one_touch(canned):
    """Return the few responses that get a button of their own: the pinned ones, then those used most of late."""
    wanted = [(response, rendered) for response, rendered in canned if response.is_pinned or response.recently]
    wanted.sort(key=lambda pair: (not pair[0].is_pinned, -pair[0].recently))
    return wanted[:ONE_TOUCH]
