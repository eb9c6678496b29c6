"""A full-text index of tickets, in place of the keys that only knew whole values and beginnings."""

import django.db.models.deletion
from django.db import migrations, models

import tickets.models.search
from tickets.search.indexing import rebuild

FTS5 = [
    """CREATE VIRTUAL TABLE tickets_search USING fts5(
        tokens, content='', detail=none, tokenize="ascii tokenchars '_'")""",
    """CREATE TRIGGER tickets_search_added AFTER INSERT ON tickets_searchdocument BEGIN
        INSERT INTO tickets_search(rowid, tokens) VALUES (new.ticket_id, new.tokens);
    END""",
    """CREATE TRIGGER tickets_search_removed AFTER DELETE ON tickets_searchdocument BEGIN
        INSERT INTO tickets_search(tickets_search, rowid, tokens) VALUES ('delete', old.ticket_id, old.tokens);
    END""",
    """CREATE TRIGGER tickets_search_changed AFTER UPDATE ON tickets_searchdocument BEGIN
        INSERT INTO tickets_search(tickets_search, rowid, tokens) VALUES ('delete', old.ticket_id, old.tokens);
        INSERT INTO tickets_search(rowid, tokens) VALUES (new.ticket_id, new.tokens);
    END""",
]
# Without a list of pending entries, which each window's search would have to read through.
GIN = ["CREATE INDEX tickets_search ON tickets_searchdocument USING gin (tokens) WITH (fastupdate = off)"]
NO_FTS5 = [
    "DROP TRIGGER tickets_search_added",
    "DROP TRIGGER tickets_search_removed",
    "DROP TRIGGER tickets_search_changed",
    "DROP TABLE tickets_search",
]
NO_GIN = ["DROP INDEX tickets_search"]


def create_index(apps, schema_editor):
    for statement in GIN if schema_editor.connection.vendor == "postgresql" else FTS5:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in NO_GIN if schema_editor.connection.vendor == "postgresql" else NO_FTS5:
        schema_editor.execute(statement)


def index_tickets(apps, schema_editor):
    rebuild(apps.get_model("tickets", "Ticket"), apps.get_model("tickets", "SearchDocument"))


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0009_the_desk'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_document', serialize=False, to='tickets.ticket')),
                ('tokens', tickets.models.search.TokensField()),
            ],
        ),
        migrations.RunPython(create_index, drop_index),
        migrations.RunPython(index_tickets, migrations.RunPython.noop),
        migrations.DeleteModel(
            name='SearchKey',
        ),
    ]
