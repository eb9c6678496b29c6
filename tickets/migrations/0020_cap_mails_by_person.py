"""Mails are counted by person: a +tag and dots before the @ make no other one. Who confirmed a question's address has
confirmed that address."""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import Exists, OuterRef
from django.utils import timezone


def count_what_left_today(apps, _schema_editor):
    """Older mails are not counted any more."""
    mails = apps.get_model("tickets", "OutboxMail").objects.filter(created_at__gt=timezone.now() - timedelta(days=1))
    for mail in mails.only("to").iterator():
        local, _at, domain = mail.to.lower().rpartition("@")
        local = local.partition("+")[0]
        for written_otherwise in '"\\.':
            local = local.replace(written_otherwise, "")
        mails.filter(pk=mail.pk).update(capped_as=f"{local}@{domain}")


def confirm_askers(apps, _schema_editor):
    confirmed = apps.get_model("tickets", "Asker").objects.filter(email=OuterRef("email"), confirmed_at__isnull=False)
    requesters = apps.get_model("tickets", "Requester").objects.filter(Exists(confirmed), confirmed_at=None)
    requesters.update(confirmed_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [("tickets", "0019_files_and_how_much_they_take")]

    operations = [
        migrations.AddField(
            model_name="outboxmail",
            name="capped_as",
            field=models.CharField(default="", editable=False, max_length=254),
        ),
        migrations.AlterField(
            model_name="outboxmail",
            name="held_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("address", "Too many mails to this address"),
                    ("domain", "Too many mails to addresses of this domain"),
                    ("overall", "Too many mails at once"),
                    ("unconfirmed", "Not confirmed yet: one confirmation and one link a day"),
                    ("not_me", "This address said: this was not me"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmail",
            index=models.Index(fields=["capped_as", "created_at"], name="tickets_mails_capped"),
        ),
        migrations.RunPython(count_what_left_today, migrations.RunPython.noop),
        migrations.RunPython(confirm_askers, migrations.RunPython.noop),
    ]
