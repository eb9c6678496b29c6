"""What is counted, and which columns name files."""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

Ask = Callable[[str], list[tuple]]  # a query, on the snapshot


def of_the_desk() -> set[str]:
    """Return the names of all tables that migrations make."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    return known | {MigrationRecorder.Migration._meta.db_table}


def count(ask: Ask, tables) -> dict[str, int]:
    return {table: ask(f"SELECT count(*) FROM {quote(table)}")[0][0] for table in sorted(tables)}  # noqa: S608


def migrations(ask: Ask) -> list[list[str]]:
    return [list(row) for row in ask("SELECT app, name FROM django_migrations ORDER BY id")]


def file_columns() -> Iterator[tuple[type[models.Model], models.FileField]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField):
                yield model, field


def named_files(ask: Ask) -> list[str]:
    """Return the names in the store of all files that rows of the snapshot name."""
    names = set()
    for model, field in file_columns():
        column, table = quote(str(field.column)), quote(model._meta.db_table)
        names |= {name for (name,) in ask(f"SELECT {column} FROM {table} WHERE {column} <> ''")}  # noqa: S608
    return sorted(names)


def still_named(names) -> set[str]:
    """Return those of the names that rows name now."""
    found = set()
    for model, field in file_columns():
        rows = model._base_manager.filter(**{f"{field.name}__in": names})
        found |= set(rows.values_list(field.name, flat=True))
    return found


def forget_files(names) -> None:
    """Take files that are gone out of the rows that name them; a row that is nothing without its file goes as well."""
    for model, field in file_columns():
        rows = model._base_manager.filter(**{f"{field.name}__in": names})
        if field.blank:
            rows.update(**{field.name: ""})
        else:
            rows.delete()


def quote(name: str) -> str:
    return connection.ops.quote_name(name)
