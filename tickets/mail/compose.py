"""From an outbox row to a mail, in the ticket's language.

The words are those of `texts`; the HTML part is made from the plain one, so both say the same. A confirmation holds
only our own words: anyone can type another's address into a form, and their text must not reach it through us.
"""

import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.access import may_see
from accounts.models import User
from faq.markdown import render_plain

from ..links import asker_url, not_me_url, private_url, tickets_url
from ..models import Category, HelpDesk, OutboxMail, Requester, Ticket
from . import account_mails
from .caps import AUTOMATIC, TO_STAFF
from .texts import fill, moment_with_zone, text_for

LARGEST_MAIL = 7 * 1024**2  # bytes of files; a third more when encoded, and many servers take 10 MB
# A dot only ends a word: "evil.com" would become a link in the mail of somebody who never wrote to us.
NAME_LIKE = re.compile(r"(?=.{1,40}\Z)[^\W\d_]+(?:(?:\. | |['’-]|\.-)[^\W\d_]+)*\.?\Z")


def compose(mail: OutboxMail) -> EmailMultiAlternatives:
    """Return the mail of an outbox row, which must be loaded with its ticket, category, requester and message."""
    about_account = account_mails.is_account_mail(mail)
    language = account_mails.language_of(mail) if about_account else mail.language or mail.ticket.language
    with override(language):
        if about_account:
            subject, body = account_mails.texts(mail.kind)
        else:
            subject, body = text_for(mail.kind, language, mail.ticket and mail.ticket.category)
        message = render(subject, body, values_of(mail), to=mail.to, language=language)
    for attachment in _that_fit(mail):
        with attachment.file.open() as file:
            message.attach(attachment.name, file.read(), attachment.content_type)
    message.extra_headers = {"Message-ID": mail.header_id} | _headers(mail)
    return message


def render(subject, body, values, *, to, language) -> EmailMultiAlternatives:
    """Fill the texts in and return the mail, in plain text and in HTML."""
    subject = " ".join(fill(subject, values).split())
    text = fill(body, values) + "\n"
    html = render_to_string("tickets/mail/layout.html", {"body": render_plain(text), "language": language})
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    message.attach_alternative(html, "text/html")
    return message


def greeting(ticket) -> str:
    """Return the line a mail about the ticket begins with, in the active language.

    The name was typed: it is left out until the address is confirmed, since whoever typed both may be neither, and
    forty letters are enough for a lure.
    """
    name = greeting_name(ticket.name) if ticket.requester.is_confirmed else ""
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


def greeting_name(name: str) -> str:
    """Return `name` if it looks like a person's (letters, spaces, ``-'.``, at most 40), else an empty text."""
    return name if NAME_LIKE.match(name) else ""


def values_of(mail) -> dict[str, str]:
    """Return what each placeholder stands for, an empty text where there is nothing; in the active language."""
    desk = HelpDesk.current()
    values = {"site_name": desk.name or settings.SITE_NAME, "phone": desk.phone, "address": desk.address}
    if account_mails.is_account_mail(mail):
        return values | account_mails.values_of(mail)
    if mail.asker:
        return values | {"hours": desk.hours_text} | _for_asker(mail)
    if mail.kind == OutboxMail.Kind.UNWATCHED:
        return values | {"hours": ""} | _about_waiting(mail)
    if mail.ticket is None:
        requester = Requester.objects.with_address(mail.to)
        return values | {"hours": desk.hours_text, "link": tickets_url(requester, mail.language)}
    if mail.kind in TO_STAFF:
        return values | _for_staff(mail)
    ticket = mail.ticket
    return values | {
        "greeting": greeting(ticket),
        "reference": ticket.reference_text,
        "category": ticket.category.name,
        "hours": ticket.category.hours_text or desk.hours_text,
        "promise": ticket.category.promise_text,
        "filed_at": moment_with_zone(ticket.created_at),
        "link": private_url(ticket),
        "not_me": not_me_url(ticket.requester, ticket.language),
        "answer": _answer(mail),
        "next_step": _("Your ticket is completed. Not solved? Reply here and it opens again:")
        if ticket.is_completed
        else _("Follow your ticket or reply here:"),
    }


def _for_asker(mail) -> dict[str, str]:
    """Return our own words only: nothing that was typed into the search."""
    requester = Requester.objects.with_address(mail.to)
    values = {"not_me": not_me_url(requester, mail.language) if requester else ""}
    if mail.entry is None:
        return values | {"link": asker_url(mail.asker)}
    return values | {"question": mail.entry.question, "link": settings.SITE_URL + mail.entry.get_absolute_url()}


def _for_staff(mail) -> dict[str, str]:
    """Return what one of ours may know: a category for named people only has a name for those people only."""
    ticket, person = mail.ticket, User.objects.filter(email=mail.to).first()
    is_nameable = not ticket.category.named_only or may_see(person, ticket.category)
    return {
        "hours": "",
        "reference": ticket.reference_text,
        "category": ticket.category.name if is_nameable else "",
        "link": settings.SITE_URL + reverse("desk:ticket", args=[ticket.reference]),
    }


def _about_waiting(mail) -> dict[str, str]:
    """Return what waits for one of ours: numbers and categories, nothing that a customer wrote."""
    person = User.objects.active_at(mail.to)
    since = Ticket.objects.visible_to(person).waiting_since_by_category()
    lines, total = [], 0
    for category in Category.objects.visible_to(person).with_waiting():
        if category.pk in since and category.waiting:
            total += category.waiting
            lines.append(
                ngettext(
                    "%(category)s: %(n)s ticket, since %(moment)s",
                    "%(category)s: %(n)s tickets, the first since %(moment)s",
                    category.waiting,
                )
                % {
                    "category": category.name,
                    "n": category.waiting,
                    "moment": date_format(timezone.localtime(since[category.pk]), "SHORT_DATETIME_FORMAT"),
                }
            )
    waiting = ngettext("%(n)s ticket waits", "%(n)s tickets wait", total) % {"n": total}
    return {"waiting": waiting, "list": "\n".join(lines), "link": settings.SITE_URL + reverse("desk:queue")}


def _answer(mail) -> str:
    """Return the text of the reply, and where to find its files if they are too large to come along."""
    if mail.message is None:
        return ""
    files = mail.message.attachments.all()
    if not files or _that_fit(mail):
        return mail.message.body
    sentence = _("The files are too large for a mail. For 30 days you find them here: %(link)s")
    names = "\n".join(f"- {attachment.name}" for attachment in files)
    return f"{mail.message.body}\n\n{sentence % {'link': private_url(mail.ticket)}}\n{names}"


def _that_fit(mail) -> list:
    files = list(mail.message.attachments.all()) if mail.message else []
    return files if sum(attachment.size for attachment in files) <= LARGEST_MAIL else []


def _headers(mail) -> dict:
    headers = {}
    if mail.kind in AUTOMATIC or mail.kind in TO_STAFF:
        # RFC 3834; the second is what Exchange looks at.
        headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    if mail.ticket and mail.kind != OutboxMail.Kind.CONFIRMATION and mail.kind not in TO_STAFF:
        first = mail.ticket.mails.confirmations().values_list("header_id", flat=True).first()
        headers |= {"In-Reply-To": first, "References": first} if first else {}
    return headers
