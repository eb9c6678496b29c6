"""Makes the demo. What belongs to a category is made together with it, and never again: what a person changed or took
away stays as they left it."""

import random
from collections import Counter
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from faq.models import DailyCount, Entry, LoggedSearch
from faq.search import search
from faq.text import fold

from .. import services
from ..models import CannedResponse, Category, FieldChoice, FieldDefinition, RelatedLink
from . import (
    billing,
    downloads,
    installation,
    joint_ventures,
    past,
    personal,
    sales,
    something_else,
    suggestions,
    tickets_billing,
    tickets_downloads,
    tickets_installation,
    tickets_owner,
)
from .misses import FOUND, MISSES
from .people import PASSWORD, PEOPLE
from .text import columns, flow

CATEGORIES = [
    module.CATEGORY
    for module in (
        downloads,
        installation,
        billing,
        sales,
        suggestions,
        joint_ventures,
        personal,
        something_else,
    )
]
PAST = [
    *tickets_downloads.TICKETS,
    *tickets_installation.TICKETS,
    *tickets_billing.TICKETS,
    *tickets_owner.TICKETS,
]
SEED = 2026
VIEWED_DAYS = 90
SOURCES = {"search": 45, "category": 25, "form": 12, "staff": 3, "elsewhere": 15}  # of a hundred readers


@transaction.atomic(durable=True)
def make() -> dict[str, int]:
    """Make what is missing; return how many categories and past tickets were made."""
    chance = random.Random(SEED)  # noqa: S311  (nothing secret)
    newcomers = _people()
    missing = [data for data in CATEGORIES if not Category.objects.filter(slug=data["slug"]).exists()]
    made = {data["slug"]: _category(data, CATEGORIES.index(data), chance) for data in missing}
    _assignments(newcomers, made)
    if len(made) == len(CATEGORIES):
        _misses(made)
    tickets = past.replay([data for data in PAST if data["category"] in made])
    # The services announce each step after commit: to a desk that is open, a hundred chimes for what is long past.
    connection.run_on_commit.clear()
    return {"categories": len(made), "tickets": tickets}


def _people() -> list[User]:
    """Make the people who are missing and return those."""
    known = set(User.objects.values_list("email", flat=True))
    missing = [person for person in PEOPLE if person[0] not in known]
    password = make_password(PASSWORD) if missing else ""
    newcomers = []
    for email, name, role, language, _slugs in missing:
        person = User(email=email, name=name, role=role, language=language, password=password)
        person.save()
        newcomers.append(person)
    return newcomers


def _assignments(newcomers, made) -> None:
    slugs = {email: slugs for email, _name, _role, _language, slugs in PEOPLE}
    owner = User.objects.get(email="owner@example.com")
    for data in CATEGORIES:
        if data.get("named_only") and data["slug"] in made:
            services.keep_to_named_people(category=made[data["slug"]], by=owner)
    for person in newcomers:
        if person != owner:
            categories = Category.objects.filter(slug__in=slugs[person.email])
            services.set_assignments(user=person, categories=categories, by=owner)


def _category(data, position, chance) -> Category:
    texts = columns(data, "name", "description", "hints", "covered", "hours_text", "promise_text")
    note = flow(data.get("staff_note", ""))
    category = Category.objects.create(slug=data["slug"], position=position, staff_note=note, **texts)
    for place, (label, url) in enumerate(data["links"]):
        texts = columns({"label": label, "url": url}, "label", "url")
        RelatedLink.objects.create(category=category, position=place, **texts)
    for place, entry in enumerate(data["entries"]):
        _entry(category, entry, data["readers"] / (1 + place), chance)
    for place, field in enumerate(data["fields"]):
        _field(category, place, field)
    for place, response in enumerate(data["canned"]):
        _canned(category, place, response)
    return category


def _field(category, position, data) -> None:
    plain = {name: data[name] for name in ("key", "kind", "required", "allow_missing", "pattern") if name in data}
    texts = columns(data, "label", "hint", "error_text")
    if "shown_if" in data:
        key, plain["shown_if_value"] = data["shown_if"]
        plain["shown_if"] = category.fields.get(key=key)
    field = FieldDefinition.objects.create(category=category, position=position, **plain, **texts)
    hints = data.get("hints", {})
    for place, (key, label) in enumerate(data.get("choices", [])):
        hint, slug = hints.get(key, (("", ""), ""))
        texts = columns({"label": label, "hint": hint}, "label", "hint")
        entry = Entry.objects.filter(slug=slug).first()
        FieldChoice.objects.create(field=field, key=key, position=place, hint_entry=entry, **texts)


def _canned(category, position, data) -> None:
    kept = {"after_send": data.get("after_send", "complete"), "shortcut": data.get("shortcut", "")}
    defaults = kept | {"position": position, "is_pinned": position == 0} | columns(data, "text")
    response, is_new = CannedResponse.objects.get_or_create(title=data["title"], defaults=defaults)
    if is_new:
        response.categories.add(category)


def _entry(category, data, readers, chance) -> None:
    slug, question, answer = data
    if Entry.objects.filter(slug=slug).exists():
        return
    short, body = zip(*(flow(text).partition("\n\n")[::2] for text in answer), strict=True)
    texts = columns({"question": question, "answer": short, "body": body}, "question", "answer", "body")
    entry = Entry.objects.create(slug=slug, category=category, state=Entry.State.PUBLISHED, **texts)
    written = timezone.now() - timedelta(days=chance.randint(VIEWED_DAYS, 300))
    Entry.objects.filter(pk=entry.pk).update(created_at=written, updated_at=written)
    today, readers = timezone.localdate(), readers * chance.uniform(0.6, 1.4)
    views = [(today - timedelta(days=ago), round(readers * chance.uniform(0.2, 1.6))) for ago in range(VIEWED_DAYS)]
    helps = chance.uniform(0.5, 0.9)  # those who say something
    DailyCount.objects.bulk_create(_counts(entry, day, count, helps, chance) for day, count in views if count)


def _counts(entry, day, views, helps, chance) -> DailyCount:
    """Say where the readers of a day came from, and what came of it."""
    sources = Counter(chance.choices(*zip(*SOURCES.items(), strict=True), k=views))
    said = Counter(chance.choices(["helped", "not_helped", None], [0.2 * helps, 0.2 * (1 - helps), 0.8], k=views))
    said.pop(None, None)
    solved = sum(chance.random() < 0.3 * helps for _ in range(sources["form"]))
    filed = sum(chance.random() < 0.12 * (1 - helps) for _ in range(views - solved))
    return DailyCount(entry=entry, day=day, solved=solved, filed=filed, **sources, **said)


def _misses(categories) -> None:
    if LoggedSearch.objects.exists():
        return
    now = timezone.now()
    entries = {entry.slug: entry for entry in Entry.objects.all()}
    LoggedSearch.objects.bulk_create(
        LoggedSearch(
            phrase=phrase,
            folded=fold(phrase),
            language=language,
            category=category,
            at=now - timedelta(days=days, minutes=times, hours=7 * number),
            results=results,
            opened=entries.get(opened or ""),
        )
        for phrase, language, slug, times, days, opened in [*((*miss, None) for miss in MISSES), *FOUND]
        for category in [categories.get(slug or "")]
        for results in [len(search(phrase, category=category, language=language, limit=10))]
        for number in range(times)
    )
