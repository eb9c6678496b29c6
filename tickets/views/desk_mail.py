"""The owner's look at mail that did not leave."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import owner_required

from .. import services
from ..models import OutboxMail

PAGE = 50


@owner_required
@never_cache
@require_safe
def mail(request):
    mails = OutboxMail.objects.visible_to(request.user)
    page = Paginator(mails.stuck(), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "some_held": any(mail.state == OutboxMail.State.HELD for mail in page),
        "sent_last_hour": mails.sent_last_hour().count(),
    }
    return render(request, "tickets/desk/mail.html", context)


@owner_required
@require_POST
def release(request):
    n = services.release(mails=_chosen(request))
    messages.info(request, ngettext("%(n)s mail leaves now.", "%(n)s mails leave now.", n) % {"n": n})
    return redirect("desk:mail")


@owner_required
@require_POST
def block(request):
    n = services.block(mails=_chosen(request))
    sentence = ngettext("%(n)s address gets no more mail.", "%(n)s addresses get no more mail.", n)
    messages.info(request, sentence % {"n": n})
    return redirect("desk:mail")


def _chosen(request):
    keys = [int(key[:18]) for key in request.POST.getlist("mail") if key.isascii() and key.isdigit()]
    return OutboxMail.objects.visible_to(request.user).held_back().among(keys)
