"""Tables to take along."""

import csv
import re
from collections.abc import Iterable

from django.http import HttpResponse

from accounts import audit

# A spreadsheet runs a cell that begins so as a formula. A cell also begins within ours where it separates by another
# character than we do, as those of Turkey by ";": quotes protect the first cell of a line only.
FORMULA = re.compile(r"""\A(?=[\t\r])|(?:\A|(?<=[;,\t\r\n]))(?=[\s"]*[=+\-@])""")


def csv_file(name: str, header: Iterable, rows: Iterable[Iterable], *, by) -> HttpResponse:
    """Return a CSV file, and note who took it along; the mark at its start tells spreadsheets that it is UTF-8."""
    audit.note(audit.Kind.EXPORT, "table", actor=by, name=name)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response, quoting=csv.QUOTE_ALL)
    writer.writerow([_cell(value) for value in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return response


def _cell(value):
    """Return the text of a cell, with an apostrophe before whatever could be taken for a formula."""
    return FORMULA.sub("'", "" if value is None else str(value))
