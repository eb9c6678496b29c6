"""Canned responses: listed, written, looked at on a ticket, archived."""

import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import staff_required
from faq.markdown import render_message
from faq.text import fold

from .. import reference, services
from ..canned import OF_EVERY_TICKET
from ..canned import render as render_canned
from ..forms import CannedResponseForm, StaffFilesForm
from ..forms.canned import state_of
from ..models import Attachment, CannedResponse, Category, FieldDefinition, Message, Ticket
from ..services.canned import drop_files
from .files import list_added, send_file
from .keeping import keep_added

REJECTED = 422
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@staff_required
@never_cache
@require_safe
def responses(request):
    """List the responses of my categories: all, those of one, or those that hold some words."""
    categories = list(Category.objects.visible_to(request.user))
    chosen = next((category for category in categories if category.slug == request.GET.get("category")), None)
    is_archived = "archived" in request.GET
    wanted = fold(request.GET.get("q", "")[:100])
    found = CannedResponse.objects.visible_to(request.user).in_use(not is_archived).for_list(request.user)
    page = {
        "responses": [
            response
            for response in found
            if (chosen is None or chosen in response.known)
            and wanted in fold(f"{response.title} {response.shortcut} {response.text_en} {response.text_tr}")
        ],
        "categories": categories,
        "chosen": chosen,
        "is_archived": is_archived,
        "q": request.GET.get("q", "")[:100],
    }
    return render(request, "tickets/desk/canned.html", page)


@staff_required
@never_cache
@GET_OR_POST
def new(request):
    """Write a response, from nothing, from another one (`copy`) or from a reply (`from`)."""
    initial: dict = {"form_key": uuid.uuid4()}
    copied = CannedResponse.objects.visible_to(request.user).with_id(request.GET.get("copy", ""))
    reply = Message.objects.visible_to(request.user).with_id(request.GET.get("from", ""))
    if copied:
        names = ("text_en", "text_tr", "after_send")
        initial |= {name: getattr(copied, name) for name in names} | {"title": f"{copied.title} (2)"[:80]}
    elif reply:
        initial |= {f"text_{reply.ticket.language}": reply.body, "title": reply.ticket.subject[:80]}
        initial["categories"] = [reply.ticket.category_id]
    return _form_page(request, CannedResponse(), initial)


@staff_required
@never_cache
@GET_OR_POST
def edit(request, pk):
    response = get_object_or_404(CannedResponse.objects.visible_to(request.user), pk=pk)
    if not CannedResponse.objects.editable_by(request.user).with_id(str(pk)):
        return render(request, "tickets/desk/canned_shared.html", {"response": response})
    initial = {"form_key": uuid.uuid4(), "seen": state_of(response)}
    initial["tag_names"] = ", ".join(tag.name for tag in response.tags.all())
    return _form_page(request, response, initial)


@staff_required
@require_POST
def archive(request, pk):
    """Take a response out of use, or back into it."""
    response = get_object_or_404(CannedResponse.objects.editable_by(request.user), pk=pk)
    is_archived = request.POST.get("back") != "on"
    services.archive_response(response=response, is_archived=is_archived)
    if not is_archived:
        messages.success(request, _("“%(title)s” is in use again.") % {"title": response.title})
        return redirect("desk:canned")
    messages.success(request, _("“%(title)s” is archived. You can take it back here.") % {"title": response.title})
    return redirect(f"{reverse('desk:canned')}?archived")


@staff_required
@require_POST
def pin(request, pk):
    response = get_object_or_404(CannedResponse.objects.editable_by(request.user), pk=pk)
    services.pin_response(response=response, is_pinned=request.POST.get("pin") == "on")
    return redirect("desk:canned")


@staff_required
@never_cache
@require_POST
def add_files(request):
    """Keep files as soon as they are chosen."""
    form = StaffFilesForm(request.POST, request.FILES)
    if not form.is_valid():
        raise BadRequest
    return list_added(request, form, request.user)


@staff_required
@never_cache
@require_safe
def download(request, pk, file):
    response = get_object_or_404(CannedResponse.objects.visible_to(request.user), pk=pk)
    return send_file(get_object_or_404(Attachment.objects.of_response(response), pk=file), preview=False)


def _form_page(request, response, initial):
    known = Category.objects.visible_to(request.user)
    own_files = list(Attachment.objects.of_response(response)) if response.pk else []
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CannedResponseForm(data, files=files, instance=response, initial=initial, known=known)
    if data is not None:
        keep_added(request, form, request.user)
        is_preview = "preview" in data
        if form.is_valid() and not is_preview:
            _save(request, form, own_files)
            messages.success(request, _("“%(title)s” is saved.") % {"title": form.instance.title})
            return redirect("desk:canned")
    page = {
        "form": form,
        "response": response,
        "own_files": own_files,
        "fields": FieldDefinition.objects.asked_by(known),
        "always": sorted(OF_EVERY_TICKET),
        "newer": form.newer,
        "newer_seen": state_of(form.newer) if form.newer else "",
    }
    if data is not None and "preview" in data:
        page |= _preview(request, form)
        return render(request, "tickets/desk/canned_form.html", page)
    return render(request, "tickets/desk/canned_form.html", page, status=REJECTED if form.errors else 200)


def _save(request, form, own_files):
    services.save_response(
        response=form.instance,
        categories=form.cleaned_data["categories"],
        known=form.known,
        tags=form.cleaned_data["tag_names"],
        form_key=form.cleaned_data["form_key"],
        by=request.user,
    )
    removed = set(form.removed) & {file.pk for file in own_files}
    drop_files(response=form.instance, ids=removed)


def _preview(request, form):
    """Fill the texts in on a ticket: that of a reference, else the newest of the chosen categories."""
    tickets = Ticket.objects.visible_to(request.user).for_ticket_page()
    typed = request.POST.get("preview_on", "").strip()
    try:
        ticket = tickets.with_reference(reference.parse(typed)) if typed else None
    except ValueError:
        ticket = None
    ticket = ticket or tickets.newest_in(form.cleaned_data.get("categories") or form.known)
    if ticket is None:
        return {"no_ticket": True}
    shown = []
    for language in ("en", "tr"):
        if text := form.cleaned_data.get(f"text_{language}"):
            ticket.language = language
            rendered = render_canned(CannedResponse(**{f"text_{language}": text}), ticket)
            shown.append((language, render_message(rendered.text), rendered.gaps))
    return {"preview_ticket": ticket, "previews": shown}
