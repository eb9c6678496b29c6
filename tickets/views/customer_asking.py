"""A search found nothing: "tell me when there is an answer"."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import network, too_many_tries

from .. import links, services
from ..forms import AskBackForm
from ..limits import LINKS_ASKED
from ..models import Asker, Category
from .customer_links import link_gone

REJECTED, TOO_MANY_TRIES = 422, 429


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """Ask for an address; POST mails it the link that confirms. The answer is the same whatever we know of it."""
    form = AskBackForm(request.POST) if request.method == "POST" else AskBackForm(initial=request.GET.dict())
    if request.method != "POST" or not form.is_valid():
        return render(request, "tickets/customer/ask.html", {"form": form}, status=REJECTED if form.errors else 200)
    who = network(request)
    if LINKS_ASKED.is_reached(who):
        form.add_error("email", too_many_tries(LINKS_ASKED, who))
        answer = render(request, "tickets/customer/ask.html", {"form": form}, status=TOO_MANY_TRIES)
        answer["Retry-After"] = LINKS_ASKED.seconds_left(who)
        return answer
    LINKS_ASKED.count(who)
    services.ask_back(
        email=form.cleaned_data["email"],
        phrase=form.cleaned_data["q"],
        language=get_language(),
        category=Category.objects.of_everybody(form.cleaned_data["category"]),
    )
    sentence = _(
        "If we may mail this address now, a link is on its way to you. Open it to say that it was you; an earlier one "
        "for the same words is as good."
    )
    messages.success(request, sentence)
    return redirect("faq:index")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """Show what was asked; POST confirms it."""
    try:
        asker = Asker.objects.with_key(links.read_asker(token))
    except signing.BadSignature as error:
        return link_gone(request, is_old=isinstance(error, signing.SignatureExpired))
    if asker is None:
        return link_gone(request)
    if request.method == "POST":
        services.confirm_asker(asker=asker)
        return redirect(request.path)
    return render(request, "tickets/customer/asker.html", {"asker": asker})
