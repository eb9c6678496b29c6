"""Between a ticket and the FAQ: what fits from there, what goes there, what should have been found there."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import owner_required, staff_required
from faq.markdown import plain_text
from faq.models import LONGEST_PHRASING, Entry
from faq.search import search as search_faq
from faq.services import entry_url

from .. import services
from ..models import EntryUse, Ticket
from ..personal import personal_words
from ..services.teaching import harmless_answers, known_of
from ..similar import most_alike
from ..typed import row_id
from .desk_visible import visible_ticket

SUGGESTED, SIMILAR = 3, 5
CHARACTERS = 400  # of a first message: what follows rarely asks
LONGEST_PAGE = 100  # rows


@staff_required
@require_POST
def faq(request, number):
    """Make an entry of an answer, or delete it again (`undo`)."""
    ticket = visible_ticket(request, number)
    message = get_object_or_404(ticket.messages.replies(), pk=row_id(request.POST.get("message", "")))
    if "undo" in request.POST:
        if services.unmake_entry(ticket=ticket, message=message):
            messages.success(request, _("The entry is deleted."))
        else:
            messages.warning(request, _("The entry is kept: somebody has worked on it, or it is older than a day."))
        return redirect("desk:ticket", number)
    use = services.make_entry(ticket=ticket, message=message, author=request.user)
    if use.entry.is_published:
        messages.success(request, _("Added to the FAQ."))
    elif use.entry.personal:
        words = ", ".join(use.entry.personal)
        sentence = _("Saved as a draft for the FAQ, since this may be personal: %(words)s")
        messages.warning(request, sentence % {"words": words})
    else:
        messages.success(request, _("Saved as a draft for the FAQ."))
    return redirect("desk:ticket", number)


@staff_required
@never_cache
@require_safe
def suggested(request, number):
    """Show what in the FAQ may answer the ticket, and who asked the like this month; `part` asks for the bare list."""
    ticket = visible_ticket(request, number)
    asked = f"{ticket.subject} {ticket.messages.first_words(CHARACTERS)}"
    hits = search_faq(asked, category=ticket.category, language=ticket.language, limit=SUGGESTED)
    said = ticket.entry_uses.said_unfound()
    month = Ticket.objects.visible_to(request.user).asked_of_late()
    others = [(key, subject) for key, subject in month.subjects() if key != ticket.pk]
    page = {
        "ticket": ticket,
        "answers": [_answer(hit.entry, ticket, hit.entry.pk in said) for hit in hits],
        "similar": month.in_order_of(most_alike(ticket.subject, others, SIMILAR)),
    }
    template = "_suggested.html" if "part" in request.GET else "suggested.html"
    return render(request, f"tickets/desk/{template}", page)


@staff_required
@require_POST
def unfound(request, number):
    """Say that the answer stood in the FAQ all along, or take that back."""
    ticket = visible_ticket(request, number)
    slug = request.POST.get("entry", "").replace("\0", "")[:100]
    entry = get_object_or_404(Entry.objects.published(), slug=slug)
    if "undo" in request.POST:
        services.take_unfound_back(ticket=ticket, entry=entry)
        messages.success(request, _("Taken back."))
    else:
        services.say_unfound(ticket=ticket, entry=entry, user=request.user)
        messages.success(request, _("Noted: the answer stood in the FAQ, but was not found there."))
    return redirect("desk:ticket", number)


@owner_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unfound_list(request):
    """Show the owner the answers that were not found; POST deals with one."""
    uses = EntryUse.objects.visible_to(request.user).to_settle()
    if request.method == "POST":
        return _settle(request, get_object_or_404(uses, pk=row_id(request.POST.get("use", ""))))
    rows = list(uses[:LONGEST_PAGE])
    harmless = harmless_answers({use.ticket.category for use in rows})
    for use in rows:
        use.personal = personal_words(use.ticket.subject, known_of(use.ticket, harmless))
    return render(request, "tickets/desk/unfound.html", {"uses": rows})


def _settle(request, use):
    phrase = " ".join(request.POST.get("phrase", "").split())[:LONGEST_PHRASING] if "add" in request.POST else ""
    if "add" in request.POST and not phrase:
        messages.error(request, _("Enter the words people use."))
        return redirect("desk:unfound_list")
    services.settle_unfound(use=use, owner=request.user, phrase=phrase, move="move" in request.POST)
    if phrase:
        hits = search_faq(phrase, category=use.ticket.category, limit=1)
        found = hits[0].entry.question if hits else "–"
        messages.success(request, _("“%(phrase)s” now finds: %(entry)s") % {"phrase": phrase, "entry": found})
    elif "move" in request.POST:
        messages.success(request, _("The entry now stands in: %(category)s") % {"category": use.ticket.category.name})
    else:
        messages.success(request, _("Left as it is."))
    return redirect("desk:unfound_list")


def _answer(entry, ticket, is_unfound):
    url = entry_url(entry, ticket.language)
    text = getattr(entry, f"answer_{ticket.language}") or entry.answer
    return {
        "entry": entry,
        "url": url,
        "text": f"{text.strip()}\n\n{url}",
        "plain": plain_text(text),
        "said": is_unfound,
    }
