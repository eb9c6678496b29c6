import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "Somebody with this e-mail address exists already."},
                        max_length=254,
                        unique=True,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Customers read it beside an answer.", max_length=80, verbose_name="name"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("assistant", "Assistant")],
                        default="assistant",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("tr", "Türkçe")],
                        default="en",
                        max_length=5,
                        verbose_name="language of the desk",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Switch off to lock a person out; their work is kept.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(auto_now_add=True, verbose_name="joined")),
            ],
            options={
                "verbose_name": "member of staff",
                "verbose_name_plural": "staff",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="accounts_addresses_differ_by_more_than_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["owner", "assistant"])),
                        name="accounts_staff_have_a_known_role",
                    ),
                ],
            },
        ),
    ]
