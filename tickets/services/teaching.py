"""What the FAQ learns from tickets."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from faq.models import Entry
from faq.services import add_phrasings, count_use, entries_linked_in, save_entry, take_back_use
from notifications import clock

from ..models import EntryUse, FieldDefinition
from ..personal import personal_words, without_courtesy
from ..reference import format as format_reference
from .recording import lock

Kind = EntryUse.Kind
UNDOABLE = timedelta(hours=24)


@transaction.atomic
def make_entry(*, ticket, message, author) -> EntryUse:
    """Make an FAQ entry of an answer, once a message: the question from the subject, the answer less its greeting and
    signature, in the ticket's language and category.

    It is published at once, unless something in it may be personal (`Entry.personal` then holds those words) or the
    category is for named people only: then it is a draft.
    """
    lock(ticket)  # of two clicks at once the second one finds what the first one made
    if use := EntryUse.objects.made_of(message).select_related("entry").first():
        return use
    question = ticket.subject.strip()[:200]
    answer = without_courtesy(message.body, message.author.name)[:20_000]
    personal = personal_words(f"{question}\n{answer}", known_of(ticket, harmless_answers([ticket.category])))
    is_public = not personal and not ticket.category.named_only
    entry = Entry(category=ticket.category, personal=personal, state="published" if is_public else "draft")
    setattr(entry, f"question_{ticket.language}", question)
    setattr(entry, f"answer_{ticket.language}", answer)
    save_entry(entry=entry, saved_by=author)
    return EntryUse.objects.create(ticket=ticket, entry=entry, kind=Kind.MADE, message=message, by=author)


@transaction.atomic
def unmake_entry(*, ticket, message) -> bool:
    """Delete the entry that was made of the message; False where nobody made one, it is a day old, or somebody has
    worked on it since."""
    lock(ticket)
    use = EntryUse.objects.made_of(message).select_related("entry").first()
    if use is None or use.at < clock.now() - UNDOABLE or use.entry.revisions.count() > 1:
        return False
    use.entry.delete()
    return True


def known_of(ticket, harmless: set[str]) -> list[str]:
    """List what is known of the customer of a ticket, word by word where it is a name, but for `harmless` answers."""
    values = [answer["value"] for answer in ticket.answers if answer["value"]]
    given = [value for value in values if not harmless.issuperset(value.split(", "))]
    local = ticket.requester.email.partition("@")[0]
    return [*ticket.name.split(), local, format_reference(ticket.reference), *given]


def harmless_answers(categories) -> set[str]:
    """Return the answers that say the same of many: yes and no, and what these categories put up for choice. Two
    queries."""
    fields = FieldDefinition.objects.of_categories(categories).prefetch_related("choices")
    labels = {"Yes", "No", "Evet", "Hayır"}
    for choice in (choice for field in fields for choice in field.choices.all()):
        labels |= {choice.label_en, choice.label_tr}
    return labels


def note_links(ticket, message, author) -> None:
    """Note which entries the message answers with: those whose address stands in it. Once a ticket and entry."""
    for entry in entries_linked_in(message.body):
        _use, is_new = EntryUse.objects.get_or_create(
            ticket=ticket, entry=entry, kind=Kind.ANSWERED, defaults={"message": message, "by": author}
        )
        if is_new:
            count_use(entry_id=entry.pk, what=Kind.ANSWERED)


def forget_links(message) -> None:
    """Take back what `note_links` noted: the message is taken back itself."""
    for use in message.entry_uses.filter(kind=Kind.ANSWERED):
        take_back_use(entry_id=use.entry_id, what=Kind.ANSWERED, day=timezone.localdate(use.at))
        use.delete()


@transaction.atomic
def say_unfound(*, ticket, entry, user) -> bool:
    """Note that the answer to the ticket stood in `entry` all along; False if that was said before."""
    _use, is_new = EntryUse.objects.get_or_create(ticket=ticket, entry=entry, kind=Kind.UNFOUND, defaults={"by": user})
    if is_new:
        count_use(entry_id=entry.pk, what=Kind.UNFOUND)
    return is_new


@transaction.atomic
def take_unfound_back(*, ticket, entry) -> None:
    for use in EntryUse.objects.filter(ticket=ticket, entry=entry, kind=Kind.UNFOUND):
        take_back_use(entry_id=entry.pk, what=Kind.UNFOUND, day=timezone.localdate(use.at))
        use.delete()


@transaction.atomic
def settle_unfound(*, use, owner, phrase="", move=False) -> None:
    """Deal with an answer nobody found: add a `phrase` to its entry, `move` the entry to the category people look in,
    or leave it as it is."""
    if phrase:
        add_phrasings(entry=use.entry, texts=[phrase], saved_by=owner)
    if move:
        use.entry.category = use.ticket.category
        save_entry(entry=use.entry, saved_by=owner)
    EntryUse.objects.filter(pk=use.pk).update(settled_at=clock.now())
