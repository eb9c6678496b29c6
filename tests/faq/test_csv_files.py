"""Tables to take along: whatever a spreadsheet separates by, no cell of theirs runs."""

import csv
import io
import itertools

import pytest

from faq.csv_files import csv_file
from tests.helpdesk.processes import ROOT

pytestmark = pytest.mark.django_db  # it is noted who takes them along

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "  =1+1",
    'x;=1+1&"',
    'x;  =1+1&"',
    'x;"=1+1&"',
    "x,=1+1",
    "x\n=1+1",
    "x\r\n=1+1;y",
    "x\t=1+1",
    ";;=1+1",
    '"=1+1',
    '";=1+1',
    '";"=1+1;"',
]
HARMLESS = ["Plain", "a, b; c", "two\nlines", 'He said "no"', "e-mail", "2 + 2 = 4", "", "'quoted'", "Şişe; ölçü"]


def text_of(*rows):
    return csv_file("table", ["First", "Second", "Third"], rows, by=None).content.decode("utf-8-sig")


def cells(text, separator):
    return itertools.chain.from_iterable(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("value", HOSTILE)
def test_no_cell_begins_a_formula(value, separator):
    for row in ((value, "x", "y"), ("x", value, "y"), ("x", "y", value), (value, value, value)):
        for cell in cells(text_of(row), separator):
            assert not cell.strip(' "\n\r\t').startswith(("=", "+", "-", "@")), cell
            assert not cell.startswith(("\t", "\r"))


@pytest.mark.parametrize("value", HARMLESS)
def test_what_is_harmless_stays_as_it_is(value):
    assert list(cells(text_of((value, 7, None)), ",")) == ["First", "Second", "Third", value, "7", ""]


def test_a_semicolon_begins_no_cell_where_it_separates():
    assert next(csv.reader(io.StringIO(text_of(("a;b", "", ""))).readlines()[1:], delimiter=";"))[0].startswith("a;b")


def test_every_table_is_written_by_the_one_helper():
    writers = {
        str(path.relative_to(ROOT))
        for app in ("accounts", "faq", "helpdesk", "notifications", "tickets")
        for path in (ROOT / app).rglob("*.py")
        if "csv.writer" in path.read_text() or "text/csv" in path.read_text()
    }
    assert writers == {"faq/csv_files.py"}
