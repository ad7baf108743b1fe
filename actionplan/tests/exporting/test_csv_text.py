"""The CSV file: as Swedish Excel opens it, and nothing in it runs."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest

from actionplan.exporting.csv_text import csv_file
from actionplan.exporting.table import Column, Table

COLUMNS = (Column("Text", 20), Column("Dag", 12), Column("Tal", 8))


def made(*rows, notes=()):
    return csv_file(Table("Titeln", notes, COLUMNS, rows))


def test_file_begins_with_the_mark_that_says_utf_8():
    assert made(("Ängsö", None, None)) == b"\xef\xbb\xbfText;Dag;Tal\r\n\xc3\x84ngs\xc3\xb6;;\r\n"


def test_days_numbers_and_what_is_unknown():
    assert made(("a", dt.date(2017, 6, 30), Decimal("42.50")), (None, None, 0)).decode("utf-8-sig").split("\r\n")[
        1:
    ] == [
        "a;2017-06-30;42,5",
        ";;0",
        "",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+46", "-5", "@A1", "\t=1", "\r=1", "\n=1"])
def test_text_that_a_sheet_would_run_is_defused(text):
    rows = list(csv.reader(io.StringIO(made((text, None, None)).decode("utf-8-sig"), newline=""), delimiter=";"))

    assert rows[1][0] == f"'{text}"


@pytest.mark.parametrize("text", ["a;b", 'sa "nej"', "två\nrader", "1-2", "a=b"])
def test_other_text_comes_back_unharmed(text):
    rows = list(csv.reader(io.StringIO(made((text, None, None)).decode("utf-8-sig"), newline=""), delimiter=";"))

    assert rows[1] == [text, "", ""]


def test_notes_stand_above_the_headings():
    assert made(notes=("Exempel.",)).decode("utf-8-sig") == "Exempel.\r\nText;Dag;Tal\r\n"
