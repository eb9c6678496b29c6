"""The search index: what a ticket can be found by."""

from django.db import models

from .ticket import Ticket


class TokensField(models.Field):
    """Tokens parted by spaces: a tsvector where the database has one, made without its parser, so that a word is the
    same word in every database."""

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value, compiler, connection):
        return "array_to_tsvector(string_to_array(%s, ' '))" if connection.vendor == "postgresql" else "%s"


class SearchDocument(models.Model):
    """What one ticket can be found by (`tickets.search.tokens`). On SQLite triggers keep the full-text table
    ``tickets_search`` in step with these rows."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, primary_key=True, related_name="search_document")
    tokens = TokensField()

    def __str__(self):
        return f"{self.ticket_id}"
