"""Whoever found nothing may ask to be told when there is an answer: confirmed by a link, told once."""

from datetime import timedelta

from django.db import transaction

from faq.models import Phrasing
from faq.text import fold, storable
from notifications import clock

from ..mail.outbox import put_mail_to_asker
from ..models import Asker, OutboxMail
from .addressing import requester_of
from .recording import confirm_address

TOLD_AT_ONCE = 100  # askers a sweep
MAX_PHRASE = 80  # characters
KEPT = timedelta(days=30)


@transaction.atomic
def ask_back(*, email, phrase, language, category=None) -> None:
    """Note that `email` wants to know when the phrase finds something, and mail the link that confirms it; once for
    each address and phrase, however often it is asked, unless that mail was held back."""
    phrase = " ".join(storable(phrase).split())[:MAX_PHRASE]
    requester = requester_of(email)  # who can then say "this was not me"
    asker, is_new = Asker.objects.get_or_create(
        email=email.lower(),
        folded=fold(phrase)[:MAX_PHRASE].strip(),
        language=language,
        defaults={"phrase": phrase, "category": category},
    )
    if is_new or asker.mails.held_back().delete()[0]:
        put_mail_to_asker(asker, requester, OutboxMail.Kind.ASKED)


@transaction.atomic
def confirm_asker(*, asker) -> None:
    """Note that it was them who asked."""
    confirm_address(email=asker.email)
    Asker.objects.filter(pk=asker.pk, confirmed_at=None).update(confirmed_at=clock.now())


def tell_askers() -> int:
    """Mail those whose phrase now is one of a published entry, each once; returns how many there were."""
    told = 0
    for asker in Asker.objects.to_tell()[:TOLD_AT_ONCE]:
        with transaction.atomic():
            if not Asker.objects.filter(pk=asker.pk, told_at=None).update(told_at=clock.now()):
                continue
            phrasing = Phrasing.objects.of_published(asker.folded).first()
            if phrasing is not None:
                put_mail_to_asker(asker, requester_of(asker.email), OutboxMail.Kind.FOUND, entry=phrasing.entry)
                told += 1
    return told


def forget_askers() -> int:
    """Delete those who were told 30 days ago, and those who never confirmed in that time; return how many."""
    return Asker.objects.done_before(clock.now() - KEPT).delete()[0]
