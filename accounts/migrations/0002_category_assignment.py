import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_user"),
        ("tickets", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CategoryAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="tickets.category",
                        verbose_name="category",
                    ),
                ),
            ],
            options={
                "verbose_name": "category assignment",
                "verbose_name_plural": "category assignments",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "category"), name="accounts_a_person_is_assigned_once")
                ],
            },
        ),
    ]
