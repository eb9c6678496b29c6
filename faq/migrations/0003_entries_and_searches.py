import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("faq", "0002_count_what_came_of_it"),
        ("tickets", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Fix",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("write", "Write an entry"),
                            ("reword", "Reword the entry"),
                            ("product", "Fix the product or the sales page"),
                        ],
                        max_length=10,
                    ),
                ),
                ("phrase", models.CharField(max_length=200)),
                ("before", models.PositiveIntegerField()),
                ("now", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "to-do",
                "verbose_name_plural": "to-dos",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="IgnoredPhrase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("folded", models.CharField(max_length=80)),
                ("language", models.CharField(max_length=10)),
            ],
            options={
                "verbose_name": "ignored phrase",
                "verbose_name_plural": "ignored phrases",
            },
        ),
        migrations.CreateModel(
            name="IndexVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="LoggedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("phrase", models.CharField(max_length=80, verbose_name="phrase")),
                ("folded", models.CharField(max_length=80)),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked")),
                ("results", models.PositiveSmallIntegerField(verbose_name="results")),
                ("refused", models.BooleanField(default=False)),
                ("settled", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "search",
                "verbose_name_plural": "search log",
            },
        ),
        migrations.CreateModel(
            name="Phrasing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500, verbose_name="also asked as")),
                ("folded", models.CharField(editable=False, max_length=500)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "also asked as",
                "verbose_name_plural": "also asked as",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("file", models.FileField(upload_to="faq/%Y/%m")),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                (
                    "alt",
                    models.CharField(
                        help_text="What is to be seen, for those who cannot see it.",
                        max_length=200,
                        verbose_name="description",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("texts", models.JSONField()),
                ("saved_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SearchDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("language", models.CharField(max_length=10)),
                ("searches", models.PositiveIntegerField()),
                ("hard", models.PositiveIntegerField()),
                ("soft", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "searches of a day",
                "verbose_name_plural": "searches of a day",
            },
        ),
        migrations.CreateModel(
            name="Synonyms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    models.CharField(
                        help_text="Words that mean the same, with commas between: invoice, bill, receipt",
                        max_length=200,
                        verbose_name="words",
                    ),
                ),
            ],
            options={
                "verbose_name": "synonyms",
                "verbose_name_plural": "synonyms",
                "ordering": ["words"],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("visitor", models.CharField(max_length=32)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("search", "Search"),
                            ("category", "Category page"),
                            ("form", "Ticket form"),
                            ("staff", "Link in an answer"),
                            ("elsewhere", "Elsewhere"),
                        ],
                        default="elsewhere",
                        max_length=10,
                    ),
                ),
                ("helped", models.BooleanField(null=True)),
                ("solved", models.BooleanField(default=False)),
                ("filed", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
            },
        ),
        migrations.AlterModelOptions(
            name="dailycount",
            options={"verbose_name": "counts of a day", "verbose_name_plural": "counts of a day"},
        ),
        migrations.RemoveConstraint(
            model_name="dailycount",
            name="faq_views_of_a_day_are_one_row",
        ),
        migrations.RemoveConstraint(
            model_name="entry",
            name="faq_entries_leave_the_search_its_address",
        ),
        migrations.AddField(
            model_name="dailycount",
            name="answered",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dailycount",
            name="category",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dailycount",
            name="filed",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dailycount",
            name="form",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dailycount",
            name="helped",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dailycount",
            name="not_helped",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dailycount",
            name="search",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dailycount",
            name="solved",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dailycount",
            name="staff",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dailycount",
            name="unfound",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="entry",
            name="body",
            field=models.TextField(
                blank=True,
                help_text="Whatever else helps, below the short answer. Markdown.",
                max_length=20000,
                verbose_name="steps and pictures",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="body_en",
            field=models.TextField(
                blank=True,
                help_text="Whatever else helps, below the short answer. Markdown.",
                max_length=20000,
                null=True,
                verbose_name="steps and pictures",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="body_tr",
            field=models.TextField(
                blank=True,
                help_text="Whatever else helps, below the short answer. Markdown.",
                max_length=20000,
                null=True,
                verbose_name="steps and pictures",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="is_pinned",
            field=models.BooleanField(
                default=False, help_text="Stands before the others on the page of its category.", verbose_name="pinned"
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="personal",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddField(
            model_name="entry",
            name="published_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first published"),
        ),
        migrations.AddField(
            model_name="entry",
            name="related",
            field=models.ManyToManyField(blank=True, to="faq.entry", verbose_name="related entries"),
        ),
        migrations.AlterField(
            model_name="entry",
            name="answer",
            field=models.TextField(
                help_text="What to do, in at most 40 words: they are shown wherever the question is offered. Markdown.",
                max_length=20000,
                verbose_name="short answer",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="answer_en",
            field=models.TextField(
                help_text="What to do, in at most 40 words: they are shown wherever the question is offered. Markdown.",
                max_length=20000,
                null=True,
                verbose_name="short answer",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="answer_tr",
            field=models.TextField(
                help_text="What to do, in at most 40 words: they are shown wherever the question is offered. Markdown.",
                max_length=20000,
                null=True,
                verbose_name="short answer",
            ),
        ),
        migrations.AddIndex(
            model_name="dailycount",
            index=models.Index(fields=["day"], name="faq_counts_by_day"),
        ),
        migrations.AddConstraint(
            model_name="dailycount",
            constraint=models.UniqueConstraint(fields=("entry", "day"), name="faq_counts_of_a_day_are_one_row"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slug__in", ["ask", "feed", "none", "pictures", "search", "suggest"]), _negated=True
                ),
                name="faq_entries_leave_the_search_its_address",
                violation_error_message="This address belongs to the search. Choose another one.",
            ),
        ),
        migrations.AddField(
            model_name="fix",
            name="entry",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="fixes", to="faq.entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="ignoredphrase",
            constraint=models.UniqueConstraint(fields=("folded", "language"), name="faq_a_phrase_is_ignored_once"),
        ),
        migrations.AddField(
            model_name="loggedsearch",
            name="category",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="tickets.category",
                verbose_name="asked in",
            ),
        ),
        migrations.AddField(
            model_name="loggedsearch",
            name="opened",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="faq.entry"
            ),
        ),
        migrations.AddField(
            model_name="phrasing",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="phrasings", to="faq.entry"
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="faq.entry"
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="faq.entry"
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="saved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="searchday",
            constraint=models.UniqueConstraint(fields=("day", "language"), name="faq_searches_of_a_day_are_one_row"),
        ),
        migrations.AddField(
            model_name="visit",
            name="entry",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="faq.entry"),
        ),
        migrations.AddIndex(
            model_name="loggedsearch",
            index=models.Index(fields=["at"], name="faq_searches_by_time"),
        ),
        migrations.AddIndex(
            model_name="loggedsearch",
            index=models.Index(fields=["folded", "language"], name="faq_searches_by_phrase"),
        ),
        migrations.AddIndex(
            model_name="phrasing",
            index=models.Index(fields=["folded"], name="faq_phrasings_folded"),
        ),
        migrations.AddConstraint(
            model_name="phrasing",
            constraint=models.UniqueConstraint(fields=("entry", "folded"), name="faq_a_phrasing_is_kept_once_an_entry"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["day", "visitor"], name="faq_visits_of_a_day"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                fields=("entry", "day", "visitor"), name="faq_a_visitor_is_counted_once_a_day"
            ),
        ),
    ]
