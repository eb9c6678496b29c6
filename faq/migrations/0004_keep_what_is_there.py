"""Keep the misses known so far as searches of their own, and say since when entries are published."""

from django.db import migrations
from django.db.models import F

MOST = 1000  # rows a phrase; who was asked more often has made the point


def keep_misses(apps, schema_editor):
    searches = apps.get_model("faq", "LoggedSearch").objects
    for miss in apps.get_model("faq", "SearchMiss").objects.iterator():
        fields = ("phrase", "folded", "language", "category_id")
        kept = {name: getattr(miss, name) for name in fields}
        rows = min(miss.times, MOST)
        searches.bulk_create([searches.model(at=miss.last_at, results=0, **kept) for _ in range(rows)])


def date_entries(apps, schema_editor):
    apps.get_model("faq", "Entry").objects.filter(state="published").update(published_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("faq", "0003_entries_and_searches")]

    operations = [
        migrations.RunPython(keep_misses, migrations.RunPython.noop),
        migrations.RunPython(date_entries, migrations.RunPython.noop),
    ]
