"""The words of our mails: ours, or the owner's instead of them. Pure, but for `text_for`.

Both are texts with placeholders. A line that names a placeholder without a value is left out, so that every line of a
mail is true or absent. A confirmation has no placeholder for what a visitor typed, so that it cannot relay spam.
"""

import re

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from ..canned import PLACEHOLDER
from ..models import MailEvent, MailText

ALWAYS = {"site_name", "phone", "hours", "address", "link"}
OF_A_TICKET = ALWAYS | {"greeting", "reference", "category", "filed_at"}
KNOWN = {
    MailEvent.CONFIRMATION: OF_A_TICKET | {"promise", "not_me"},
    MailEvent.ANSWER: OF_A_TICKET | {"answer", "next_step"},
    MailEvent.QUESTION: OF_A_TICKET | {"answer"},
    MailEvent.LINK: OF_A_TICKET,
    MailEvent.TICKETS: ALWAYS,
    MailEvent.ASKED: ALWAYS | {"not_me"},
    MailEvent.FOUND: ALWAYS | {"question", "not_me"},
    MailEvent.HANDED_OVER: ALWAYS | {"reference", "category"},
    MailEvent.MOVED_AWAY: ALWAYS - {"link"} | {"reference", "category"},
    MailEvent.UNWATCHED: ALWAYS | {"waiting", "list"},
}
NEEDED: dict[str, set[str]] = {event: set() for event in KNOWN} | {
    MailEvent.ANSWER: {"answer"},
    MailEvent.QUESTION: {"answer"},
    MailEvent.UNWATCHED: {"list"},
}
WORTH_HAVING = {event: {"link", "reference"} & known for event, known in KNOWN.items()} | {
    MailEvent.CONFIRMATION: {"link", "reference", "not_me"},
    MailEvent.ASKED: {"link", "not_me"},
    MailEvent.FOUND: {"link", "question"},
}

SIGNATURE = """
{site_name}
{phone}
{address}
"""
SUBJECTS = {
    MailEvent.CONFIRMATION: _("[{reference}] We have your ticket: {category}"),
    MailEvent.ANSWER: _("[{reference}] Answer to your ticket: {category}"),
    MailEvent.QUESTION: _("[{reference}] We need your answer: {category}"),
    MailEvent.LINK: _("[{reference}] The link to your ticket: {category}"),
    MailEvent.TICKETS: _("The link to all your tickets"),
    MailEvent.ASKED: _("Please confirm: tell me when there is an answer"),
    MailEvent.FOUND: _("The answer you asked for: {question}"),
    MailEvent.HANDED_OVER: _("[{reference}] A ticket is handed to you: {category}"),
    MailEvent.MOVED_AWAY: _("[{reference}] Your ticket was moved to another category"),
    MailEvent.UNWATCHED: _("{waiting} and nobody has the admin panel open"),
}
BODIES = {
    MailEvent.CONFIRMATION: _(
        "{greeting}\n\n"
        "Your ticket reached us on {filed_at}. Your reference number is\n\n"
        "    {reference}\n\n"
        "What happens next: a person reads your ticket and answers it. You do not need to do anything until then.\n\n"
        "When we are here: {hours}\n"
        "How soon we reply: {promise}\n\n"
        "See what you sent, follow the progress or add something:\n"
        "{link}\n"
    ),
    MailEvent.ANSWER: _("{answer}\n\n--\nYour reference number: {reference}\n{next_step}\n{link}\n"),
    MailEvent.QUESTION: _(
        "One question before we can go on:\n\n"
        "{answer}\n\n--\n"
        "Your reference number: {reference}\n"
        "We go on as soon as you answer. Answer here:\n"
        "{link}\n"
    ),
    MailEvent.LINK: _(
        "{greeting}\n\n"
        "You asked for a new link to your ticket {reference}. It is good for 30 days:\n"
        "{link}\n\n"
        "You did not ask for it? You can ignore this mail: nobody else has the link.\n"
    ),
    MailEvent.TICKETS: _(
        "Hello,\n\n"
        "You asked for a link to all your tickets. It is good for 30 days:\n"
        "{link}\n\n"
        "You did not ask for it? You can ignore this mail: nobody else has the link.\n"
    ),
    MailEvent.ASKED: _(
        "Hello,\n\n"
        "You searched our answers, found none, and want to know when there is one. Press the button on this page to "
        "say that it was you:\n"
        "{link}\n\n"
        "Then one mail comes when the answer is there, and no other.\n"
    ),
    MailEvent.FOUND: _(
        "Hello,\n\n"
        "You asked us to tell you when there is an answer. Here it is:\n\n"
        "{question}\n"
        "{link}\n\n"
        "This is the only mail about it.\n"
    ),
    MailEvent.HANDED_OVER: _(
        "Somebody cannot answer ticket {reference} and needs you.\n\n"
        "Category: {category}\n"
        "The reason stands on the ticket:\n"
        "{link}\n"
    ),
    MailEvent.MOVED_AWAY: _(
        "Ticket {reference} was assigned to you. It was moved to a category you do not work in, so it is no longer "
        "yours.\n\n"
        "It is now in: {category}\n"
    ),
    MailEvent.UNWATCHED: _(
        "{waiting} and nobody has the admin panel open:\n\n"
        "{list}\n\n"
        "Answer here:\n"
        "{link}\n\n"
        "After how many minutes this mail comes, or that it does not, you choose under Alerts.\n"
    ),
}
NOT_ME = _("You did not write to us? Somebody may have mistyped an address. This was not me, send nothing more:")


def our_text(event, language) -> tuple[str, str]:
    """Return our own subject and body for the mail of `event`, with their placeholders."""
    with override(language):
        body = str(BODIES[event])
        if event in (MailEvent.CONFIRMATION, MailEvent.ASKED):
            return str(SUBJECTS[event]), f"{body}{SIGNATURE}\n{NOT_ME}\n{{not_me}}\n"
        return str(SUBJECTS[event]), f"{body}{SIGNATURE}"


def text_for(event, language, category=None) -> tuple[str, str]:
    """Return the subject and body in force: the category's, else the one for all, else ours; one query."""
    own = MailText.objects.filter(Q(category=None) | Q(category=category), event=event, language=language)
    found = own.order_by(F("category").asc(nulls_last=True)).values_list("subject", "body").first()
    return found or our_text(event, language)


def placeholders(text) -> set[str]:
    """Return the names in braces."""
    return set(PLACEHOLDER.findall(text))


def fill(text, values) -> str:
    """Put the values in, without the lines that have none; a value is never looked at again."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if all(map(values.get, placeholders(line)))]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return PLACEHOLDER.sub(lambda match: values[match[1]], text)


def moment_with_zone(moment) -> str:
    """Return date, time and zone, for somebody of whom we know none."""
    local = timezone.localtime(moment)
    parts = {"date": date_format(local), "time": time_format(local), "time_zone": settings.TIME_ZONE}
    return gettext("%(date)s at %(time)s (%(time_zone)s)") % parts
