"""Files: added to a form before it is sent, and read again through the addresses of their ticket only."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import staff_required

from ..forms import AddedFilesForm, StaffFilesForm
from ..models import Attachment, Ticket
from .customer_ticket import with_own_ticket
from .keeping import keep_added

REJECTED = 422
SHOWN_AS = {"image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf", "text/plain"}


@login_not_required
@never_cache
@require_POST
def add(request):
    """Keep a customer's files as soon as they are chosen; the answer is the list of what is kept, to be put in place
    of the one on the page."""
    form = AddedFilesForm(request.POST, request.FILES)
    if not form.is_valid():
        raise BadRequest
    return list_added(request, form)


@staff_required
@never_cache
@require_POST
def add_as_staff(request, number):
    """The same for a reply or a note on a ticket that they see."""
    get_object_or_404(Ticket.objects.visible_to(request.user), reference=number)
    form = StaffFilesForm(request.POST, request.FILES)
    if not form.is_valid():
        raise BadRequest
    return list_added(request, form, request.user)


def list_added(request, form, user=None):
    keep_added(request, form, user)
    field = form["attachments"]
    refused = field.field.refused
    page = {"field": field, "refused": refused}
    return render(request, "forms/_kept_files.html", page, status=REJECTED if refused else 200)


@with_own_ticket
@require_safe
def download(request, own, pk, preview=False):
    """A file of a message that its customer may read now."""
    return send_file(get_object_or_404(Attachment.objects.shown_to_customer(own), pk=pk), preview)


@staff_required
@never_cache
@require_safe
def download_as_staff(request, number, pk, preview=False):
    ticket = get_object_or_404(Ticket.objects.visible_to(request.user), reference=number)
    return send_file(get_object_or_404(Attachment.objects.of_ticket(ticket), pk=pk), preview)


def send_file(attachment, preview):
    """Send a file so that no browser opens it under our address; only our own picture of it may stand in a page."""
    stored = attachment.preview if preview else attachment.file
    try:
        file = stored.open()
    except (ValueError, FileNotFoundError):
        raise Http404 from None
    content_type = attachment.content_type if attachment.content_type in SHOWN_AS else "application/octet-stream"
    answer = FileResponse(
        file,
        as_attachment=not preview,
        filename=attachment.name,
        content_type="image/webp" if preview else content_type,
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
