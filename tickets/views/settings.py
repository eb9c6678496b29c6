"""The owner's settings that are not Django's admin site: the help desk itself, the words of its mails."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import owner_required

from .. import services
from ..forms import HelpDeskForm, MailTextForm
from ..mail.caps import TO_STAFF
from ..mail.compose import render as render_mail
from ..mail.texts import KNOWN, our_text
from ..models import Category, HelpDesk, MailEvent, MailText

REJECTED = 422


@owner_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def help_desk(request):
    form = HelpDeskForm(request.POST or None, instance=HelpDesk.as_saved())
    if form.is_valid():
        services.save_help_desk(form.save(commit=False), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("desk:settings")
    return render(request, "tickets/desk/settings.html", {"form": form}, status=REJECTED if form.errors else 200)


@owner_required
@never_cache
@require_safe
def mail_texts(request):
    """Every mail in every language, ours or the owner's own, and those of single categories."""
    own = {(text.event, text.language): text for text in MailText.objects.for_all()}
    rows = [
        {"event": event, "label": label, "language": code, "language_name": name, "own": own.get((event, code))}
        for event, label in MailEvent.choices
        for code, name in settings.LANGUAGES
    ]
    categories = Category.objects.visible_to(request.user)
    page = {"rows": rows, "categories": categories, "of_categories": MailText.objects.of_categories(categories)}
    return render(request, "tickets/desk/mail_texts.html", page)


@owner_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_text(request, event, language):
    """Edit one text. POST with `do`: ``save``, ``preview``, ``test`` (a mail to oneself) or ``reset``."""
    if event not in KNOWN or language not in dict(settings.LANGUAGES):
        raise Http404
    categories = Category.objects.visible_to(request.user)
    slug = request.POST.get("category", request.GET.get("category", "")).replace("\0", "")
    category = get_object_or_404(categories, slug=slug) if slug else None
    if category and event in (MailEvent.TICKETS, MailEvent.UNWATCHED):
        raise Http404
    text = MailText(event=event, language=language, category=category)
    own = MailText.objects.in_place_of(text).first()
    ours = our_text(event, language)
    text.subject, text.body = (own.subject, own.body) if own else ours
    here = reverse("desk:mail_text", args=[event, language]) + (f"?category={slug}" if slug else "")
    do = request.POST.get("do")
    if do == "reset":
        services.reset_mail_text(text, by=request.user)
        messages.success(request, _("Our own words are in force again."))
        return redirect(here)
    form = MailTextForm(request.POST or None, instance=text)
    preview = None
    if form.is_valid():
        if do == "save":
            services.save_mail_text(form.save(commit=False), by=request.user)
            messages.success(request, _("Saved. Your words are in force from the next mail on."))
            for warning in form.warnings:
                messages.warning(request, warning)
            return redirect(here)
        preview = _sample(form.cleaned_data, text, to=request.user.email)
        if do == "test":
            _send_test(request, preview)
    page = {
        "form": form,
        "text": text,
        "is_own": own is not None,
        "preview": preview,
        "categories": categories,
        "placeholders": [f"{{{key}}}" for key in sorted(KNOWN[event])],
    }
    return render(request, "tickets/desk/mail_text.html", page, status=REJECTED if form.errors else 200)


def _send_test(request, preview):
    try:
        services.send_test_mail(preview)
    except services.NotSent as error:
        messages.error(request, _("The test mail did not leave: %(reason)s") % {"reason": error})
    else:
        messages.success(request, _("The test mail is on its way to %(email)s.") % {"email": request.user.email})


def _sample(typed, text, *, to):
    """Return the mail with sample values, as somebody would get it."""
    desk = HelpDesk.current()
    with override(text.language):
        values = {
            "site_name": desk.name or settings.SITE_NAME,
            "phone": desk.phone,
            "address": desk.address,
            "hours": (text.category.hours_text if text.category else "") or desk.hours_text,
            "promise": text.category.promise_text if text.category else "",
            "greeting": _("Hello,"),
            "reference": "482-913-053",
            "category": text.category.name if text.category else _("Category"),
            "filed_at": _("the day and the hour"),
            "link": f"{settings.SITE_URL}{'/desk/tickets/482-913-053/' if text.event in TO_STAFF else '/t/…/'}",
            "not_me": f"{settings.SITE_URL}/not-me/…/",
            "answer": _("Your answer stands here."),
            "waiting": ngettext("%(n)s ticket waits", "%(n)s tickets wait", 3) % {"n": 3},
            "list": _("Category"),
            "next_step": _("Follow your ticket or reply here:"),
        }
        return render_mail(typed["subject"], typed["body"], values, to=to, language=text.language)
