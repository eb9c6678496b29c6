"""Writing the index."""

from django.db import connection

from ..models import SearchDocument
from .tokens import tokens_of, word_tokens

AT_ONCE = 1_000  # rows
# Only while there is room: a tsvector holds 1 MB.
ADD = {
    "postgresql": """
        UPDATE tickets_searchdocument SET tokens = tokens || array_to_tsvector(string_to_array(%s, ' '))
        WHERE ticket_id = %s AND length(tokens) < 5000
    """,
    "sqlite": """
        UPDATE tickets_searchdocument SET tokens = tokens || ' ' || %s WHERE ticket_id = %s AND length(tokens) < 200000
    """,
}


def index(ticket, *texts) -> None:
    """Write what a `ticket` that was just filed with these texts is found by; one query."""
    _write([_document(SearchDocument, ticket, (), texts)])


def add(ticket, text) -> None:
    """Write that `ticket` is found by the words of `text` too; one query."""
    with connection.cursor() as cursor:
        cursor.execute(ADD[connection.vendor], [" ".join(word_tokens(ticket, [text])) or "_", ticket.pk])
        added = cursor.rowcount
    if not added:
        reindex(ticket)


def reindex(ticket) -> None:
    """Write anew what `ticket` is found by, after anything of it has changed; three queries."""
    newest_first = ticket.messages.order_by("-pk").values_list("body", flat=True)
    tags = ticket.tags.values_list("name", flat=True)
    _write([_document(SearchDocument, ticket, tags, newest_first)])


def rebuild(ticket_model, document_model=SearchDocument) -> int:
    """Write what every ticket is found by; return how many there are. The models may be those of a migration."""
    tickets = ticket_model.objects.select_related("requester").prefetch_related("messages", "tags").order_by("pk")
    batch, number = [], 0
    for ticket in tickets.iterator(chunk_size=AT_ONCE):
        tags = [tag.name for tag in ticket.tags.all()]
        newest_first = sorted(ticket.messages.all(), key=lambda message: -message.pk)
        batch.append(_document(document_model, ticket, tags, [message.body for message in newest_first]))
        number += 1
        if len(batch) == AT_ONCE:
            _write(batch)
            batch = []
    _write(batch)
    return number


def _document(model, ticket, tags, texts):
    tokens = tokens_of(ticket, email=ticket.requester.email, tags=tags, texts=texts)
    return model(ticket_id=ticket.pk, tokens=tokens)


def _write(documents) -> None:
    if documents:
        type(documents[0]).objects.bulk_create(
            documents, update_conflicts=True, unique_fields=["ticket"], update_fields=["tokens"], batch_size=AT_ONCE
        )
