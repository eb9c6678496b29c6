"""Replies and notes: written, kept while they are written, looked at, sent and taken back."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.decorators import staff_required
from faq.markdown import render_message

from .. import services
from ..canned import render as render_canned
from ..forms import DraftForm, NoteForm, ReplyForm
from .desk_page import back_to_list, box_with, go_on, ticket_page
from .desk_visible import visible_ticket
from .keeping import keep_added

REJECTED, STOPPED = 422, 409


@staff_required
@require_POST
def reply(request, number):
    """Send a reply: what was typed, or a canned response with one touch. Then on to the next waiting ticket."""
    visible = visible_ticket(request, number)
    form = ReplyForm(request.POST, files=request.FILES, ticket=visible)
    keep_added(request, form, request.user)
    if not form.is_valid():
        return ticket_page(request, visible, reply_form=form, status=REJECTED)
    typed, then, draft = form.cleaned_data["body"], form.cleaned_data["then"], form.cleaned_data["draft"]
    if response := form.cleaned_data["insert"]:
        text = render_canned(response, visible).text
        services.copy_files(response, form_key=form.key, user=request.user)
        body = f"{typed}\n\n{text}".strip()
        return ticket_page(request, visible, reply_form=box_with(visible, body, key=form.key, user=request.user))
    if response := form.cleaned_data["canned"]:
        rendered = render_canned(response, visible)
        if not rendered.is_ready:
            messages.warning(request, _why_not(rendered))
            services.copy_files(response, form_key=form.key, user=request.user)
            body = f"{typed}\n\n{rendered.text}".strip()
            box = box_with(visible, body, key=form.key, user=request.user)
            return ticket_page(request, visible, reply_form=box, status=REJECTED)
        if typed and not form.cleaned_data["alone"]:
            return ticket_page(request, visible, reply_form=form, offered=response, status=STOPPED)
        if typed:
            services.set_aside(ticket=visible, author=request.user, body=typed)
        services.copy_files(response, form_key=form.key, user=request.user)
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
        return ticket_page(request, visible, news=stopped.events, status=STOPPED)
    return back_to_list(request) or go_on(request, visible)


@staff_required
@require_POST
def undo(request, number):
    visible = visible_ticket(request, number)
    written = request.POST.get("message", "")
    message_id = int(written[:18]) if written.isascii() and written.isdecimal() else None
    try:
        if services.undo(ticket=visible, author=request.user, message_id=message_id):
            messages.success(request, _("Taken back. Your text is in the box."))
    except services.TooLate:
        messages.error(request, _("The answer has left and can no longer be taken back."))
    return redirect("desk:ticket", number)


@staff_required
@require_POST
def note(request, number):
    visible = visible_ticket(request, number)
    form = NoteForm(request.POST, files=request.FILES)
    keep_added(request, form, request.user)
    if not form.is_valid():
        return ticket_page(request, visible, note_form=form, status=REJECTED)
    services.note(
        ticket=visible,
        author=request.user,
        body=form.cleaned_data["body"],
        form_key=form.cleaned_data["form_key"],
        draft=form.cleaned_data["draft"],
    )
    return redirect("desk:ticket", number)


@staff_required
@require_POST
def preview(request, number):
    """Show how the text in the box will look: as a part for the script, else on the whole page. Nothing is kept."""
    visible = visible_ticket(request, number)
    shown = render_message(request.POST.get("body", ""))
    if "part" in request.POST:
        return HttpResponse(shown)
    form = ReplyForm(request.POST, files=request.FILES, ticket=visible)
    keep_added(request, form, request.user)
    box = box_with(visible, request.POST.get("body", ""), key=form.key, user=request.user)
    return ticket_page(request, visible, reply_form=box, preview=shown)


@staff_required
@require_POST
def draft(request, number):
    """Keep what is typed. Whoever begins to reply has the ticket, if nobody has it yet."""
    visible = visible_ticket(request, number)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": _("This text cannot be kept as a draft.")}, status=REJECTED)
    typed = form.cleaned_data
    try:
        kept = services.save_draft(
            ticket=visible,
            author=request.user,
            kind=typed["kind"],
            body=typed["body"],
            form_key=typed["form_key"],
            grown_from=typed["draft"],
            last_event=typed["last_event"],
        )
    except services.OtherDraft:
        sentence = _("You are writing on this ticket in another window as well. This text is not kept as a draft.")
        return JsonResponse({"error": sentence}, status=STOPPED)
    is_reply = typed["kind"] == "reply" and bool(typed["body"])
    taken = is_reply and services.assign_to(ticket=visible, user=request.user, instead_of=None)
    clock = time_format(timezone.localtime(kept.saved_at)) if kept else ""
    said = _("Draft saved at %(time)s") % {"time": clock} if kept else ""
    return JsonResponse({"draft": kept.pk if kept else "", "said": said, "taken": taken})


def _why_not(rendered) -> str:
    if rendered.gaps:
        return _("Not sent yet. Fill in what this ticket does not tell: %(gaps)s") % {"gaps": ", ".join(rendered.gaps)}
    return _("Not sent yet. This response has no text in the customer's language: put it in their words.")
