"""Answers questions from a list of FAQ entries, through the models and the search, on a scratch database.

`python tests/bench/faq_serve.py entries.jsonl` loads the entries (``{"id", "category", "question", "answer",
"also_asked"}`` a line) into the engine of DATABASE_URL (SQLite where it names none), prints ``{"ready": true}`` and
answers each line ``{"text", "category"}`` with ``{"hits": [{"id", "score"}]}``, best first.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
HITS = 10


def main(path):
    engine = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "VAR_DIR": folder,
            "DATABASE_URL": engine or f"sqlite:///{folder}/db.sqlite3",
        }
        import django

        django.setup()
        from django.db import connection

        before = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = f"test_faq_{os.getpid()}" if engine else None
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            serve(path)
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def serve(path):
    from faq.search import search

    slugs, ids = load(path)
    search("warm up")
    say({"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        hits = search(asked["text"], category=slugs.get(asked.get("category")), limit=HITS)
        say({"hits": [{"id": ids[hit.entry.pk], "score": hit.score} for hit in hits]})


def load(path):
    """Store the entries; return the slugs of the categories by their names, and the file's ids by primary keys."""
    from django.db import transaction

    from faq.models import LONGEST_PHRASING, Entry, Phrasing
    from faq.text import fold
    from tickets.models import Category

    rows = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
    names = list(dict.fromkeys(row["category"] or "" for row in rows))
    with transaction.atomic():
        categories = {
            name: Category.objects.create(slug=f"category-{number}", name_en=name or "–")
            for number, name in enumerate(names)
        }
        ids = {}
        for number, row in enumerate(rows):
            entry = Entry.objects.create(
                slug=f"entry-{number}",
                question_en=row["question"][:200],
                answer_en=(row.get("answer") or "")[:20_000],
                category=categories[row["category"] or ""],
                state="published",
            )
            ids[entry.pk] = row["id"]
            texts = [text[:LONGEST_PHRASING] for text in row.get("also_asked") or []]
            phrasings = {fold(text)[:LONGEST_PHRASING]: text for text in texts}
            Phrasing.objects.bulk_create(
                Phrasing(entry=entry, text=text, folded=folded) for folded, text in phrasings.items()
            )
    return {name: category.slug for name, category in categories.items() if name}, ids


def say(answer):
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[-1])
