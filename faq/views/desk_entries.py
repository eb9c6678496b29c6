"""Entries as the owner writes them."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import owner_required

from .. import services
from ..forms import ANSWER_WORDS, PICTURES, EntryForm, PictureForm, SynonymsForm, lines_state, state_of
from ..history import as_it_stands, steps
from ..models import LANGUAGES, LONGEST_PHRASING, Entry, Synonyms, visible_categories
from ..text import fold

REJECTED = 422
ROWS = 50
MOST_PHRASES = 50  # that a link to the editor may bring along
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@owner_required
@never_cache
@require_safe
def entries(request):
    """List the entries: all, or those of a state or a category, that lack a language or that hold some words."""
    known = Entry.objects.visible_to(request.user)
    lacking = [(code, name, known.missing_in(code).count()) for code, name in settings.LANGUAGES]
    categories = list(visible_categories(request.user))
    chosen = next((category for category in categories if category.slug == request.GET.get("category")), None)
    state, missing = request.GET.get("state", ""), request.GET.get("missing", "")
    found = known.for_desk()
    if state in Entry.State.values:
        found = found.in_state(state)
    if chosen:
        found = found.in_category(chosen)
    if missing in LANGUAGES:
        found = found.missing_in(missing)
    wanted = fold(request.GET.get("q", "")[:100])
    if wanted:
        found = [entry for entry in found if wanted in _folded(entry)]
    context = {
        "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "categories": categories,
        "chosen": chosen,
        "states": Entry.State.choices,
        "state": state,
        "lacking": [row for row in lacking if row[2]],
        "missing": missing,
        "q": request.GET.get("q", "")[:100],
    }
    return render(request, "faq/desk/entries.html", context)


def _folded(entry) -> str:
    return fold("\n".join([*entry.texts("question"), *entry.texts("answer"), *entry.texts("body"), entry.slug]))


@owner_required
@never_cache
@GET_OR_POST
def new(request):
    """Write an entry, from nothing or from the phrases (`phrase`) of a miss, asked in `language` and `category`."""
    phrases = [" ".join(phrase.split())[:LONGEST_PHRASING] for phrase in request.GET.getlist("phrase")[:MOST_PHRASES]]
    initial: dict = {"phrasings": "\n".join(phrases)}
    if phrases:
        asked_in = request.GET.get("language", "")
        language = asked_in if asked_in in LANGUAGES else get_language()
        initial[f"question_{language}"] = phrases[0][:1].upper() + phrases[0][1:]
    category = request.GET.get("category", "")
    initial["category"] = next((row for row in visible_categories(request.user) if row.slug == category), None)
    return _editor(request, Entry(), initial)


@owner_required
@never_cache
@GET_OR_POST
def edit(request, pk):
    entry = get_object_or_404(Entry.objects.visible_to(request.user), pk=pk)
    initial = {
        "seen": state_of(entry),
        "phrasings": "\n".join(phrasing.text for phrasing in entry.phrasings.all()),
        "related": [related.pk for related in Entry.objects.visible_to(request.user).related_to(entry)],
    }
    return _editor(request, entry, initial)


@owner_required
@never_cache
@require_safe
def history(request, pk):
    entry = get_object_or_404(Entry.objects.visible_to(request.user), pk=pk)
    return render(request, "faq/desk/history.html", {"entry": entry, "steps": steps(entry, request.user)})


@owner_required
@require_POST
def restore(request, pk):
    """Bring the words of a revision back."""
    entry = get_object_or_404(Entry.objects.visible_to(request.user), pk=pk)
    number = request.POST.get("revision", "")
    revision = next((row for row in entry.revisions.all() if str(row.pk) == number), None)
    if revision is None:
        raise Http404
    services.restore(revision=revision, saved_by=request.user)
    messages.success(request, _("These words are in force again. The history keeps the others."))
    return redirect("faq_desk:edit_entry", entry.pk)


@owner_required
@never_cache
@GET_OR_POST
def synonyms(request):
    """All words that mean the same to the search, one group a line."""
    current = [row.words for row in Synonyms.objects.all()]
    form = SynonymsForm(request.POST if request.method == "POST" else None, current=current)
    if form.is_valid():
        services.save_synonyms(lines=form.cleaned_data["words"])
        messages.success(request, _("Saved. The search knows these words from now on."))
        return redirect("faq_desk:synonyms")
    page = {"form": form, "current": current, "seen": lines_state(current)}
    return render(request, "faq/desk/synonyms.html", page, status=REJECTED if form.errors else 200)


def _editor(request, entry, initial):
    """The form of a new or a known entry. POST with `do`: ``save`` (also without), ``preview`` or ``pictures``, which
    adds what was chosen and leaves the rest as typed."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = EntryForm(data, user=request.user, instance=entry, initial=initial)
    pictures = [PictureForm(data, files, prefix=f"picture{number}") for number in range(PICTURES)]
    do = request.POST.get("do", "save")
    if data is not None:
        is_valid = form.is_valid()
        if form.sent_before and do == "save":
            return redirect("faq_desk:edit_entry", form.sent_before.pk)
        drawn = [picture for picture in pictures if picture.is_valid() and picture.picture]
        is_saved = is_valid and do == "save" and all(picture.is_valid() for picture in pictures)
        if is_saved:
            form.instance = _save(request, form)
        if form.instance.pk:
            services.add_pictures(entry=form.instance, pictures=[picture.picture for picture in drawn])
            pictures = [PictureForm(prefix=picture.prefix) if picture in drawn else picture for picture in pictures]
        for picture in drawn if form.instance.pk is None else ():
            picture.add_error("file", _("Choose it once more: a picture is kept as soon as the entry is saved"))
        if form.instance.pk and (is_saved or do == "pictures"):
            services.drop_pictures(entry=form.instance, ids=_numbers(request.POST.getlist("drop")))
        if is_saved:
            return redirect("faq_desk:edit_entry", form.instance.pk)
    stored = get_object_or_404(Entry.objects.visible_to(request.user), pk=entry.pk) if entry.pk else None
    page = {
        "form": form,
        "entry": stored,
        "picture_forms": pictures,
        "pictures": stored.pictures.all() if stored else [],
        "most_words": ANSWER_WORDS,
        "newer": as_it_stands(form.newer, request.user) if form.newer else None,
        "seen": state_of(stored) if form.newer and stored else form["seen"].value() or "",
        "form_key": form.new_key or form["form_key"].value() or uuid.uuid4(),
        "is_preview": data is not None and do == "preview",
    }
    is_rejected = form.errors or any(picture.errors for picture in pictures)
    is_asked = do == "save" and data is not None
    return render(request, "faq/desk/entry.html", page, status=REJECTED if is_rejected and is_asked else 200)


def _save(request, form) -> Entry:
    """Save what was typed, and say what is worth knowing about it."""
    cleaned = form.cleaned_data
    entry = services.save_entry(
        entry=form.instance, saved_by=request.user, phrasings=cleaned["phrasings"], related=form.all_related()
    )
    messages.success(request, _("“%(question)s” is saved.") % {"question": entry.question})
    for language, count in form.long_answers():
        words = {"language": language, "count": count, "limit": ANSWER_WORDS}
        messages.warning(
            request,
            _("The short answer (%(language)s) has %(count)d words: where it is offered, %(limit)d are shown.") % words,
        )
    if entry.is_published and (settled := services.settle_phrasings(entry=entry, user=request.user)):
        text = ngettext(
            "%(count)d search that missed is answered by it.",
            "%(count)d searches that missed are answered by it.",
            settled,
        )
        messages.success(request, text % {"count": settled})
    return entry


def _numbers(texts) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]
