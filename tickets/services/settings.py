"""What an owner sets: the help desk, the words of its mails, and the first steps of a new one."""

import smtplib

from django.core.mail import get_connection
from django.db import transaction
from django.utils.text import slugify
from modeltranslation.translator import translator

from accounts import audit
from accounts.models import User
from faq.text import fold

from ..models import Category, FieldDefinition, HelpDesk, MailText
from .recording import recheck_later
from .staff import add_person, category_changed, set_assignments

LONGEST_SLUG = 50
PATIENCE = 5  # seconds, for each word of a mail server


class NotSent(Exception):
    """A test mail did not leave; the text says why."""


@transaction.atomic
def save_help_desk(desk: HelpDesk, *, by=None) -> None:
    """Save the one row of settings."""
    before = HelpDesk.objects.first() or HelpDesk()
    desk.pk = 1
    desk.save()
    if changed := _changed(before, desk):
        audit.note(audit.Kind.SETTINGS, "help-desk", actor=by, changed=changed)
    if desk.second_factor != before.second_factor:
        recheck_later(User.objects.filter(is_active=True))  # the desks of who has none end


def _changed(before, after) -> dict:
    """Map the names of the columns that differ to both values, see `audit.pair`."""
    per_language = translator.get_options_for_model(HelpDesk).get_field_names()
    names = [field.name for field in HelpDesk._meta.fields if field.name not in {"id", *per_language}]
    values = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {name: audit.pair(*both) for name, both in values.items() if (both[0] or "") != (both[1] or "")}


@transaction.atomic
def save_mail_text(text: MailText, *, by=None) -> None:
    """Put the owner's own words in force, instead of what was there for this mail, language and category."""
    MailText.objects.in_place_of(text).delete()
    text.pk = None
    text.save(force_insert=True)
    _note_mail_text("mail-text", text, by)


@transaction.atomic
def reset_mail_text(text: MailText, *, by=None) -> bool:
    """Go back to our own words; False if they are in force already."""
    were_own = bool(MailText.objects.in_place_of(text).delete()[0])
    if were_own:
        _note_mail_text("mail-text-reset", text, by)
    return were_own


def _note_mail_text(what, text, by):
    data = {"event": text.event, "language": text.language}
    audit.note(audit.Kind.SETTINGS, what, actor=by, category=text.category, **data)


def send_test_mail(message) -> None:
    """Send it while the owner waits, and others for their turn: not for long. Raises `NotSent`."""
    message.connection = get_connection(timeout=PATIENCE)
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(str(error)[:300]) from error


@transaction.atomic
def add_first_category(category: Category, *, question: str, by=None) -> Category:
    """Save a category under an address made from its name, with one optional field to begin with; a second time, as
    after a double click, the one that is there."""
    existing = Category.objects.named(category.name)
    if existing:
        return existing
    category.slug = _free_slug(category.name)
    category.save()
    FieldDefinition.objects.create(category=category, key="number", label=question, required=False)
    audit.note(audit.Kind.SETTINGS, "category-added", actor=by, category=category, key=category.slug)
    category_changed(category)
    return category


@transaction.atomic
def add_first_assistant(*, name, email, categories, by) -> User:
    """Create an assistant without a password who works in `categories`."""
    person = User(email=email, name=name, role=User.Role.ASSISTANT)
    add_person(user=person, by=by)
    set_assignments(user=person, categories=categories, by=by)
    return person


def _free_slug(name) -> str:
    slug = slugify(fold(name))[:LONGEST_SLUG].strip("-") or "help"
    taken = Category.objects.slugs_like(slug)
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug[: LONGEST_SLUG - 4]}-{number}", number + 1
    return free
