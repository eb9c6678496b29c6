"""Tables to take along."""

import csv
from collections.abc import Iterable

from django.http import HttpResponse

# A spreadsheet would run what begins so as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, header: Iterable, rows: Iterable[Iterable]) -> HttpResponse:
    """Return a CSV file; the mark at its start tells spreadsheets that it is UTF-8."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerow([_cell(value) for value in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return response


def _cell(value):
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
