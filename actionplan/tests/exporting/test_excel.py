"""The workbook, opened by another library: text stays text, days are days, headings stay in view."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from actionplan.exporting.excel import workbook
from actionplan.exporting.table import Column, Table

COLUMNS = (Column("Text", 20), Column("Dag", 12), Column("Tal", 8))


def opened(rows, notes=()):
    return openpyxl.load_workbook(io.BytesIO(workbook(Table("Titeln", notes, COLUMNS, rows))))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+46 8", "-5", "@SUM(A1)", "\t=1", "http://a.example", "mailto:a@example.com", "007", "1e5", "'a", "å\nö"],
)
def test_text_stays_text(text):
    cell = opened([(text, None, None)]).active["A2"]

    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_days_are_days_and_numbers_numbers():
    sheet = opened([("a", dt.date(2017, 6, 30), Decimal("42.5")), ("b", None, 0)]).active

    assert sheet["B2"].value == dt.datetime(2017, 6, 30)  # noqa: DTZ001 - a sheet knows no time zone
    assert (sheet["B2"].is_date, sheet["B2"].number_format) == (True, "yyyy-mm-dd")
    assert (sheet["C2"].value, sheet["B3"].value, sheet["C3"].value) == (42.5, None, 0)


def test_headings_stay_in_view_and_filter():
    sheet = opened([("a", None, 1), ("b", None, 2)]).active

    assert [cell.value for cell in sheet[1]] == ["Text", "Dag", "Tal"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", "A1:C3")
    assert sheet.print_title_rows == "$1:$1"


def test_notes_stand_above_the_headings():
    book = opened([("a", None, 1)], ("Exempel.",))

    assert [row[0] for row in book.active.iter_rows(values_only=True)] == ["Exempel.", "Text", "a"]
    assert (book.active.freeze_panes, book.active.auto_filter.ref) == ("C3", "A2:C3")


def test_workbook_says_what_it_is():
    book = opened([("a", None, 1)], ("Exempel.",))

    assert (book.properties.title, book.properties.description) == ("Titeln", "Exempel.")
    assert book.sheetnames == ["Aktiviteter"]


def test_columns_are_as_wide_as_said():
    widths = opened([("a", None, 1)]).active.column_dimensions

    assert [round(widths[letter].width) for letter in "ABC"] == [21, 13, 9]


def test_a_table_without_rows_has_its_headings():
    sheet = opened([]).active

    assert [cell.value for cell in sheet[1]] == ["Text", "Dag", "Tal"]
    assert sheet.max_row == 1
