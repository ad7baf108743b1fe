"""A report as an Excel workbook: first what is said in words, then a sheet per table, to filter and count in."""

import datetime as dt
import io
import re
import textwrap
from collections.abc import Iterator
from decimal import Decimal

from actionplan.reports import words
from actionplan.reports.blocks import Cell, Column, Content, Head, Table
from actionplan.reports.cleaning import clean
from actionplan.reports.printed import moment, printed

_FIRST = "Rapport"
_NOT_IN_NAMES = re.compile("[\\[\\]:*?/\\\\\t\n\U00010000-\U0010ffff]")
_LONGEST_NAME = 31
_LONGEST_TEXT = 32767
_LONGEST_PROPERTY = 255
_CHANGE = re.compile("[+–][1-9][0-9]*|0")
"""How content writes a change (swedish.signed)."""
_SIGNED = '+0;"–"0;0'
_WORDS_WIDTH = 88
_FILTER_WIDTH = 2.5
"""What the button of the filter takes of a header, in letters."""
_LINE_HEIGHT, _TALLEST_ROW = 15, 409
_FIRST_DAY = dt.date(1900, 3, 1)
"""Excel counts days from here without its leap year that never was; an earlier day is written as text."""
# What people typed is never a formula or a link.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def excel_file(content: Content) -> bytes:
    """Return the workbook."""
    import xlsxwriter  # heavy, and needed for downloads alone

    content = clean(content)
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, _OPTIONS)
    _describe(book, content.head)
    formats = _formats(book)
    first = book.add_worksheet(_FIRST)
    tables = list(zip(_names(content), content.tables(), strict=True))
    _write_words(first, content, iter(tables), formats)
    for name, table in tables:
        _write_table(book.add_worksheet(name), table, formats)
    book.close()
    return output.getvalue()


def _describe(book, head: Head) -> None:
    author = head.sender.partition("\n")[0]
    book.set_properties(
        {"title": head.title[:_LONGEST_PROPERTY], "subject": head.kind, "author": author, "created": moment(head)}
    )


def _formats(book) -> dict:
    def a_format(**properties):
        return book.add_format({"valign": "top", "text_wrap": True} | properties)

    return {
        "title": a_format(bold=True, font_size=16),
        "heading": a_format(bold=True, font_size=12),
        "column": a_format(bold=True, bottom=1),
        "note": a_format(italic=True),
        "text": a_format(),
        "date": a_format(num_format="yyyy-mm-dd", align="left"),
        "number": a_format(num_format="General"),
        "change": a_format(num_format=_SIGNED, align="right"),
    }


def _names(content: Content) -> Iterator[str]:
    """Yield a name Excel accepts for each table: no more than 31 letters, none of []:*?/\\, no two alike, not History."""
    taken = {_FIRST.casefold(), "history"}
    for table in content.tables():
        wanted = _NOT_IN_NAMES.sub(" ", table.key).strip(" '")[:_LONGEST_NAME].strip(" '") or "Tabell"
        wanted = wanted[0].upper() + wanted[1:]
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted[: _LONGEST_NAME - len(f' {number}')]} {number}"
        taken.add(name.casefold())
        yield name


def _write_words(sheet, content: Content, tables: Iterator[tuple[str, Table]], formats: dict) -> None:
    """Write what is not a table, a line per row, and where each table is found."""
    sheet.set_column(0, 0, _WORDS_WIDTH)
    sheet.hide_gridlines(2)
    for number, (kind, text, target) in enumerate(_lines(content, tables)):
        _write_text(sheet, number, 0, text, formats[kind])
        if kind != "title":
            _make_room(sheet, number, [(text, _WORDS_WIDTH)])
        if target:
            sheet.write_url(number, 0, f"internal:'{target}'!A1", string=_fitting(text))
    _lay_out(sheet, portrait=True)


def _lines(content: Content, tables: Iterator[tuple[str, Table]]) -> Iterator[tuple[str, str, str]]:
    head = content.head
    yield "title", head.title, ""
    for text in (head.kind, head.date, head.registry_number, head.sender, head.addressee):
        yield "text", text, ""
    for note in head.notes:
        yield "note", note, ""
    for section, raw in zip(printed(content).sections, content.sections, strict=True):
        yield "heading", section.heading, ""
        for text in (*raw.paragraphs, *raw.items, *(bar.words for bar in section.bars)):
            yield "text", text, ""
        for _ in raw.tables:
            name, table = next(tables)
            yield "text", f"{table.caption} (blad {name})", name


def _write_table(sheet, table: Table, formats: dict) -> None:
    widths = [column.width / 1.8 for column in table.columns]
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, widths[number])
        _write_text(sheet, 0, number, column.label, formats["column"])
    _make_header_room(sheet, table, widths)
    for row, cells in enumerate(table.rows, 1):
        for number, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            _write(sheet, row, number, cell, column, formats)
        _make_room(
            sheet, row, [(cell, width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str)]
        )
    if not table.rows:
        _write_text(sheet, 1, 0, table.empty, formats["text"])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    sheet.repeat_rows(0)
    _lay_out(sheet)


def _write(sheet, row: int, column: int, cell: Cell, shown: Column, formats: dict) -> None:
    if isinstance(cell, int | Decimal):
        sheet.write_number(row, column, cell, formats["number"])
    elif isinstance(cell, dt.date) and cell >= _FIRST_DAY:
        sheet.write_datetime(row, column, cell, formats["date"])
    elif isinstance(cell, str) and shown.kind == "number" and _CHANGE.fullmatch(cell):
        sheet.write_number(row, column, int(cell.replace("–", "-")), formats["change"])
    elif cell is not None and cell != "":
        _write_text(sheet, row, column, words.cell_text(cell, shown), formats["text"])


def _write_text(sheet, row: int, column: int, text: str, shape) -> None:
    """Write a text as text."""
    sheet.write_string(row, column, _fitting(text), shape)


def _fitting(text: str) -> str:
    """End in dots what Excel has no room for, which it would else leave out without a word. It counts in UTF-16."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST_TEXT:
        return text
    return units[: 2 * (_LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _make_room(sheet, row: int, texts: list[tuple[str, float]]) -> None:
    """Make a row as high as its texts need; not every program does so by itself."""
    lines = max(
        (sum(int(len(line) / (1.15 * width)) + 1 for line in text.split("\n")) for text, width in texts), default=1
    )
    if lines > 1:
        sheet.set_row(row, min(_LINE_HEIGHT * lines, _TALLEST_ROW))


def _make_header_room(sheet, table: Table, widths: list[float]) -> None:
    """Make the header row as high as its most divided label; labels are divided between words, beside the filter."""
    lines = max(
        (
            len(textwrap.wrap(column.label, max(int(width - _FILTER_WIDTH), 1)))
            for column, width in zip(table.columns, widths, strict=True)
        ),
        default=1,
    )
    if lines > 1:
        sheet.set_row(0, min(_LINE_HEIGHT * lines, _TALLEST_ROW))


def _lay_out(sheet, *, portrait: bool = False) -> None:
    if not portrait:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P (&N)")
