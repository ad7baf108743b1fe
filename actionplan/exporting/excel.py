"""A table as an Excel workbook: text stays text, days are days, the headings stay in view and filter."""

import datetime as dt
import io
from decimal import Decimal

from actionplan.exporting.table import Cell, Table

# What people typed is never a formula or a link.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(table: Table) -> bytes:
    """Return the file."""
    import xlsxwriter  # heavy, and needed for downloads alone

    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, _OPTIONS)
    book.set_properties({"title": table.title, "comments": " ".join(table.notes)})
    _fill(book, book.add_worksheet(table.sheet), table)
    book.close()
    return output.getvalue()


def _fill(book, sheet, table: Table) -> None:
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {
        "text": book.add_format({"valign": "top", "text_wrap": True}),
        "day": book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"}),
    }
    head = len(table.notes)
    for number, note in enumerate(table.notes):
        sheet.write_string(number, 0, note, book.add_format({"italic": True}))
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(head, number, column.label, heading)
    last = head
    for last, row in enumerate(table.rows, head + 1):
        for number, cell in enumerate(row):
            _write(sheet, last, number, cell, formats)
    sheet.freeze_panes(head + 1, 2)
    sheet.autofilter(head, 0, last, len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)


def _write(sheet, row: int, column: int, cell: Cell, formats: dict) -> None:
    if isinstance(cell, dt.date):
        sheet.write_datetime(row, column, cell, formats["day"])
    elif isinstance(cell, int | Decimal):
        sheet.write_number(row, column, cell, formats["text"])
    elif cell:
        sheet.write_string(row, column, cell, formats["text"])
