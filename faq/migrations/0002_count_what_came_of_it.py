"""Rename the counters: from here on they say where readers came from. New pages need their addresses."""

from django.db import migrations, models

NEW_PAGES = ["ask", "feed", "none", "pictures"]


def give_up_addresses(apps, schema_editor):
    entries = apps.get_model("faq", "Entry").objects
    for entry in entries.filter(slug__in=NEW_PAGES):
        entries.filter(pk=entry.pk).update(slug=f"{entry.slug}-{entry.pk}")


class Migration(migrations.Migration):
    dependencies = [("faq", "0001_initial")]

    operations = [
        migrations.RunPython(give_up_addresses, migrations.RunPython.noop),
        migrations.RenameModel("DailyViews", "DailyCount"),
        migrations.RenameField("DailyCount", "count", "elsewhere"),
        migrations.AlterField(
            "DailyCount",
            "entry",
            models.ForeignKey("faq.Entry", on_delete=models.CASCADE, related_name="daily_counts"),
        ),
        migrations.AlterField("DailyCount", "elsewhere", models.PositiveIntegerField(default=0)),
        migrations.DeleteModel("ViewMark"),
    ]
