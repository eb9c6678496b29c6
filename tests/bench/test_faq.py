"""What a suggestion costs at 1,000 and 10,000 FAQ entries, in memory and milliseconds of CPU: `make bench` prints it.

The entries have three phrasings each; the queries are questions of the same words, misspelt and cut as people type.
"""

import random
import statistics
import time
import tracemalloc

import pytest

from faq.models import Entry, Phrasing
from faq.search import search
from faq.text import fold
from tickets.models import Category

from .words import random_texts

GOALS = {1_000: (20, 20), 10_000: (40, 60)}  # entries: p50 and p99, ms of CPU
SLACK = 3  # on a machine that has other things to do, too
QUERIES = 300


def fill(number):
    text = random_texts(number)
    category = Category.objects.create(slug="bench", name_en="Bench")
    entries = Entry.objects.bulk_create(
        Entry(
            slug=f"entry-{n}",
            question_en=text(1),
            answer_en=text(4),
            category=category,
            state="published",
        )
        for n in range(number)
    )
    phrasings = [(entry, text(1)) for entry in entries for _ in range(3)]
    Phrasing.objects.bulk_create(
        (
            Phrasing(entry=entry, text=f"{text} {n}", folded=fold(f"{text} {n}"))
            for n, (entry, text) in enumerate(phrasings)
        ),
    )
    return entries


def typed(entries, chance):
    """A question as somebody types it: a letter missing here and there, the end not yet there."""
    question = chance.choice(entries).question_en
    letters = [letter for letter in question if chance.random() > 0.03]
    return "".join(letters[: chance.randint(8, len(letters))])


@pytest.mark.django_db
@pytest.mark.parametrize("number", GOALS)
def test_what_a_suggestion_costs(number, tell):
    entries, chance = fill(number), random.Random(7)
    tracemalloc.start()
    started = time.process_time()
    search("build the index")
    built, memory = time.process_time() - started, tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    spent = []
    for _ in range(QUERIES):
        query = typed(entries, chance)
        before = time.process_time()
        search(query, category="bench", language="en")
        spent.append((time.process_time() - before) * 1000)
    p50, p99 = statistics.median(spent), sorted(spent)[int(QUERIES * 0.99)]
    tell(f"FAQ, {number:,} entries: a suggestion takes {p50:.1f} ms of CPU, p99 {p99:.1f}")
    tell(f"  the index: {memory / 1024**2:.0f} MB, built in {built:.1f} s with its memory traced")
    wanted = GOALS[number]
    assert p50 < SLACK * wanted[0]
    assert p99 < SLACK * wanted[1]
