"""Tickets from before the index are found after it was made, and it can be taken away again."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tickets import search

BEFORE, AFTER = ("tickets", "0009_the_desk"), ("tickets", "0010_search_index")


def migrate(target):
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return executor.loader.project_state([target]).apps


@pytest.mark.django_db(transaction=True)
def test_tickets_from_before_are_found(cast, open_ticket):
    ticket = open_ticket(subject="xylophone", text="marimba")
    try:
        migrate(BEFORE)
        assert "tickets_search" not in connection.introspection.table_names()
        migrate(AFTER)
        call_command("migrate", verbosity=0)  # what reads a ticket names columns of later
        assert [found.pk for found in search.find("xylophone marimba", user=cast.bora)] == [ticket.pk]
    finally:
        call_command("migrate", verbosity=0)
