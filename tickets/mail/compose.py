"""From an outbox row to a mail, in the ticket's language.

The text is written once, in `templates/tickets/mail/<kind>.txt`; the HTML part is made from it, so both say the same.
A confirmation holds only our own words: anyone can type another's address into a form, and their text must not reach
it through us.
"""

import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from faq.markdown import render_plain

from ..links import private_url
from ..models import OutboxMail

# A dot only ends a word: "evil.com" would become a link in the mail of somebody who never wrote to us.
NAME_LIKE = re.compile(r"(?=.{1,40}\Z)[^\W\d_]+(?:(?:\. | |['’-]|\.-)[^\W\d_]+)*\.?\Z")


def compose(mail: OutboxMail) -> EmailMultiAlternatives:
    """Return the mail of an outbox row, which must be loaded with its ticket, category, requester and message."""
    ticket = mail.ticket
    with override(ticket.language):
        text = render_to_string(f"tickets/mail/{mail.kind}.txt", _context(mail)).strip() + "\n"
        html = render_to_string("tickets/mail/layout.html", {"body": render_plain(text), "language": ticket.language})
        message = EmailMultiAlternatives(_subject(mail), text, settings.DEFAULT_FROM_EMAIL, [mail.to])
    message.attach_alternative(html, "text/html")
    message.extra_headers = {"Message-ID": mail.header_id} | _headers(mail)
    return message


def greeting_name(name: str) -> str:
    """Return `name` if it looks like a person's (letters, spaces, ``-'.``, at most 40), else an empty text."""
    return name if NAME_LIKE.match(name) else ""


def _subject(mail) -> str:
    parts = {"reference": mail.ticket.reference_text, "category": mail.ticket.category.name}
    if mail.kind == OutboxMail.Kind.CONFIRMATION:
        subject = _("[%(reference)s] We have your ticket: %(category)s") % parts
    else:
        subject = _("[%(reference)s] Answer to your ticket: %(category)s") % parts
    return " ".join(subject.split())


def _context(mail) -> dict:
    return {
        "ticket": mail.ticket,
        "category": mail.ticket.category,
        "message": mail.message,
        "name": greeting_name(mail.ticket.name),
        "link": private_url(mail.ticket),
        "site_name": settings.SITE_NAME,
        "time_zone": settings.TIME_ZONE,
    }


def _headers(mail) -> dict:
    if mail.kind == OutboxMail.Kind.CONFIRMATION:
        # RFC 3834; the second is what Exchange looks at.
        return {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    first = mail.ticket.mails.filter(kind=OutboxMail.Kind.CONFIRMATION).values_list("header_id", flat=True).first()
    return {"In-Reply-To": first, "References": first} if first else {}
