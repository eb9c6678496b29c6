"""The customer's way in: home, category page with its form, check page, confirmation."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.limits import hour_with_zone, network
from faq.search import search as search_faq
from faq.services import log_search, say_solved, top_entries
from faq.visitors import is_counted, may_be_logged, may_be_read, visitor_hash

from .. import links
from ..email_typos import likely_address
from ..forms import SubmissionForm, new_form_key
from ..limits import drafts, submissions
from ..models import Attachment, Category, SubmissionDraft, Ticket
from ..services import correct_address, hint_solved, keep_draft, move_files, open_ticket
from ..typed import row_id
from .keeping import keep_added

REJECTED = 422  # the status of a form that is shown again
TOO_MANY = 429
MOST_OFFERED = 3  # answers on the check page


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
        form = SubmissionForm(category, request.POST, files=request.FILES)
        keep_added(request, form)
        if form.is_valid() and (answer := _go_on(request, form, category)):
            return answer
    elif draft := SubmissionDraft.objects.of_form(_uuid(request.GET.get("key")), category):
        form = _from_draft(draft, category)
    else:
        read = {name: request.GET.get(name, "") for name in ("entry", "reason")}
        form = SubmissionForm(category, initial={"form_key": new_form_key(), **read})
    return _form_page(request, category, form)


def _form_page(request, category, form, *, status=None):
    page = {"category": category, "form": form, "top_entries": top_entries(category)}
    status = status or (REJECTED if form.errors else 200)
    return render(request, "tickets/customer/category.html", page, status=status)


def _too_many_drafts(request, category, form):
    """Show the form with all that was typed, which is not kept: too many of this connection are."""
    limit = drafts()
    sentence = _(
        "Too many forms of this connection are not sent yet, so yours is not kept. It is still here: press Continue "
        "after %(time)s, or once others are sent."
    )
    form.add_error(None, sentence % {"time": hour_with_zone(limit.ends_at(network(request)))})
    answer = _form_page(request, category, form, status=TOO_MANY)
    answer["Retry-After"] = limit.seconds_left(network(request))
    return answer


def _keep(request, form, category):
    """Keep what was typed; return the page that says so where too many of this connection are kept."""
    if not drafts().take(network(request), once=str(form.key)):
        return _too_many_drafts(request, category, form)
    keep_draft(key=form.key, category=category, data=form.typed())
    return None


def _go_on(request, form, category):
    """Keep what was typed and lead to the check page. What was sent already leads to its confirmation; None, with the
    reason in the form, if the same form was sent with other answers."""
    key = form.cleaned_data["form_key"]
    filed = Ticket.objects.filed_with(key)
    if filed is None:
        to_check = redirect(f"{reverse('customer:check', args=[category.slug])}?key={key}")
        return _keep(request, form, category) or to_check
    draft = SubmissionDraft.objects.of_form(key, category)
    if draft and draft.data == form.typed() and not Attachment.objects.pending(key).exists():
        return redirect("customer:sent", links.sent_token(filed))
    sentence = _(
        "You have sent this form already: your ticket is %(reference)s. "
        "If this is about something else, press Continue once more: it becomes a new ticket."
    )
    form.begin_anew(sentence % {"reference": filed.reference_text})
    move_files(key, form.key)
    return None


def _from_draft(draft, category):
    form = SubmissionForm.from_draft(draft, category)
    form.hold(Attachment.objects.pending(draft.key))
    return form


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
    form = _from_draft(draft, category)
    if not form.is_valid():
        return redirect(f"{reverse('customer:category', args=[slug])}?key={draft.key}#form")
    likely = likely_address(form.cleaned_data["email"])
    if "email" in request.POST:
        if likely and request.POST["email"] == likely:
            correct_address(draft=draft, email=likely)
        return redirect(f"{request.path}?key={draft.key}")
    code = 200
    if request.method == "POST":
        limit, who = submissions(), network(request)
        if not limit.is_reached(who) or category.tickets.filed_with(key):
            limit.count(who)
            return _file(request, form, category)
        sentence = _("Too many tickets came from this connection. Yours is kept: send it again after %(time)s.")
        form.add_error(None, sentence % {"time": hour_with_zone(limit.ends_at(who))})
        code = TOO_MANY
    page = {
        "category": category,
        "draft": draft,
        "form": form,
        "hits": _close(form, category),
        "likely_address": likely,
    }
    answer = render(request, "tickets/customer/check.html", page, status=code)
    if code == TOO_MANY:
        answer["Retry-After"] = limit.seconds_left(who)
    return answer


@login_not_required
@never_cache
@require_POST
def solved(request, slug):
    """A hint solved it: counted once a form. What was typed is kept, should it turn out not to be so."""
    category = get_object_or_404(Category.objects.with_form(), slug=slug)
    form = SubmissionForm(category, request.POST, files=request.FILES)
    keep_added(request, form)
    form.is_valid()
    choice = form.chosen(request.POST.get("solved_by", ""))
    if choice and may_be_read(request):
        hint_solved(choice=choice, form_key=form.key)
    if not form.is_kept_whole():
        sentence = _("Good to hear. No ticket was sent. Not all of this form can be kept, so it is still here.")
        form.add_error(None, sentence)
        return _form_page(request, category, form)
    if Ticket.objects.filed_with(form.key) is None and (refused := _keep(request, form, category)):
        return refused
    return render(request, "tickets/customer/solved.html", {"category": category, "key": form.key})


@login_not_required
@never_cache
@require_POST
def entry_solved(request, slug):
    """One of the answers on the check page solved it: counted, and no ticket. What was typed is kept, should it turn
    out not to be so."""
    category = get_object_or_404(Category.objects.with_form(), slug=slug)
    draft = SubmissionDraft.objects.of_form(_uuid(request.POST.get("key")), category)
    if draft is None:
        return render(request, "tickets/customer/draft_gone.html", {"category": category}, status=410)
    form = _from_draft(draft, category)
    form.is_valid()
    hits = _close(form, category)
    chosen = next((hit.entry for hit in hits if hit.entry.slug == request.POST.get("entry")), None)
    if chosen is None:
        return redirect(f"{reverse('customer:check', args=[slug])}?key={draft.key}")
    visitor = visitor_hash(request)
    if may_be_logged(request) and say_solved(entry=chosen, visitor=visitor):
        outcome = {"visitor": visitor, "opened": chosen, "helped": True}
        log_search(form.cleaned_data.get("subject", ""), get_language(), len(hits), category, **outcome)
    return render(request, "tickets/customer/solved.html", {"category": category, "key": draft.key})


def _close(form, category):
    """Find the answers that come close to what was typed."""
    asked = f"{form.cleaned_data.get('subject', '')} {form.cleaned_data.get('text', '')}"
    return search_faq(asked[:500], category=category, language=get_language(), limit=MOST_OFFERED)


def _file(request, form, category):
    counted = is_counted(request)
    fields = {name: form.cleaned_data[name] for name in ("email", "name", "subject", "text", "form_key")}
    ticket = open_ticket(
        category=category,
        language=get_language(),
        answers=form.answers(),
        tried=form.tried(),
        read=form.read,
        offered=min(row_id(request.POST.get("offered", "")) or 0, MOST_OFFERED) if counted else 0,
        visitor=visitor_hash(request) if counted else "",
        **fields,
    )
    drafts().give_back(network(request), once=str(ticket.form_key))
    response = redirect("customer:sent", links.sent_token(ticket))
    links.remember_filed(request, response, ticket)
    return response


def _uuid(text):
    """Read the key in an address; what is none becomes a key that nothing has."""
    try:
        return uuid.UUID(text)
    except (TypeError, ValueError, AttributeError):
        return uuid.uuid4()
