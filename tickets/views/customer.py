"""The customer's way in: home, category page with its form, check page, confirmation."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from faq.search import search as search_faq
from faq.services import top_entries

from .. import links
from ..email_typos import likely_address
from ..forms import SubmissionForm, new_form_key
from ..models import Category, SubmissionDraft, Ticket
from ..progress import progress
from ..services import correct_address, keep_draft, open_ticket

REJECTED = 422  # the status of a form that is shown again


@login_not_required
@require_safe
def home(request):
    categories = list(Category.objects.open())
    if len(categories) == 1:
        return redirect("customer:category", categories[0].slug)
    return render(request, "tickets/customer/home.html", {"categories": categories})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def category(request, slug):
    """The category's page: hints and answers first, then the form. POST keeps a draft and leads to the check page."""
    category = get_object_or_404(Category.objects.open().with_form().prefetch_related("links"), slug=slug)
    if request.method == "POST":
        form = SubmissionForm(category, request.POST)
        if form.is_valid() and (answer := _go_on(form, category)):
            return answer
    elif draft := SubmissionDraft.objects.of_form(_uuid(request.GET.get("key")), category):
        form = SubmissionForm.from_draft(draft, category)
    else:
        form = SubmissionForm(category, initial={"form_key": new_form_key()})
    page = {"category": category, "form": form, "top_entries": top_entries(category)}
    return render(request, "tickets/customer/category.html", page, status=REJECTED if form.errors else 200)


def _go_on(form, category):
    """Keep what was typed and lead to the check page. What was sent already leads to its confirmation; None, with the
    reason in the form, if the same form was sent with other answers."""
    key = form.cleaned_data["form_key"]
    filed = Ticket.objects.filed_with(key)
    if filed is None:
        keep_draft(key=key, category=category, data=form.typed())
        return redirect(f"{reverse('customer:check', args=[category.slug])}?key={key}")
    draft = SubmissionDraft.objects.of_form(key, category)
    if draft and draft.data == form.typed():
        return redirect("customer:sent", links.sent_token(filed))
    sentence = _(
        "You have sent this form already: your ticket is %(reference)s. "
        "If this is about something else, press Continue once more: it becomes a new ticket."
    )
    form.begin_anew(sentence % {"reference": filed.reference_text})
    return None


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, slug):
    """Everything once more before it is sent, and answers that may make sending needless. POST files the ticket.

    Who filled in the form while the category was open may still send it.
    """
    category = get_object_or_404(Category.objects.with_form(), slug=slug)
    key = _uuid(request.POST.get("key") or request.GET.get("key"))
    draft = SubmissionDraft.objects.of_form(key, category)
    if request.method != "POST" or draft is None:
        filed = category.tickets.filed_with(key)
        if filed:
            return redirect("customer:sent", links.sent_token(filed))
    if draft is None and not category.is_active:
        raise Http404
    if draft is None:
        return render(request, "tickets/customer/draft_gone.html", {"category": category}, status=410)
    form = SubmissionForm.from_draft(draft, category)
    if not form.is_valid():
        return redirect(f"{reverse('customer:category', args=[slug])}?key={draft.key}#form")
    likely = likely_address(form.cleaned_data["email"])
    if "email" in request.POST:
        if likely and request.POST["email"] == likely:
            correct_address(draft=draft, email=likely)
        return redirect(f"{request.path}?key={draft.key}")
    if request.method == "POST":
        fields = {name: form.cleaned_data[name] for name in ("email", "name", "subject", "text", "form_key")}
        ticket = open_ticket(category=category, language=get_language(), answers=form.answers(), **fields)
        return redirect("customer:sent", links.sent_token(ticket))
    asked = f"{form.cleaned_data['subject']} {form.cleaned_data['text']}"
    page = {
        "category": category,
        "draft": draft,
        "form": form,
        "hits": search_faq(asked[:500], category=category, language=get_language(), limit=3),
        "likely_address": likely,
    }
    return render(request, "tickets/customer/check.html", page)


@login_not_required
@never_cache
@require_safe
def sent(request, token):
    """The confirmation: the reference and the progress as it is now, never the words of the ticket."""
    try:
        primary_key = links.read_sent(token)
    except signing.BadSignature as error:
        return link_gone(request, error)
    ticket = get_object_or_404(Ticket.objects.select_related("category", "requester"), pk=primary_key)
    page = {"ticket": ticket, "progress": progress(ticket), "mail": ticket.mails.filter(kind="confirmation").first()}
    return render(request, "tickets/customer/sent.html", page)


def link_gone(request, error):
    """Answer a link that is too old, or that never was one, with a sentence."""
    is_old = isinstance(error, signing.SignatureExpired)
    return render(request, "tickets/customer/link_gone.html", {"is_old": is_old}, status=410 if is_old else 404)


def _uuid(text):
    """Read the key in an address; what is none becomes a key that nothing has."""
    try:
        return uuid.UUID(text)
    except (TypeError, ValueError, AttributeError):
        return uuid.uuid4()
