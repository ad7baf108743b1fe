"""Every format holds every word, number and cell of the content, in order. Each is read back by another library."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from itertools import chain

import openpyxl
import pytest

from actionplan.reports.blocks import Head, from_json, to_json
from actionplan.reports.formats import DOCUMENT_FORMATS, FORMATS, REPORT_FORMATS
from actionplan.tests.reports import reading, samples
from actionplan.tests.reports.reading import squeezed

CONTENTS = {
    "report": samples.report(),
    "memo": samples.memo(),
    "hostile": samples.hostile(),
    "crowded": samples.crowded(),
}
ALL = pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def first_lines(content) -> list[str]:
    """What stands above the first section of a report, in the order of all formats but Excel."""
    head = content.head
    return [
        f"{head.kind} · {head.date} · Dnr {head.registry_number}",
        head.title,
        head.sender,
        head.addressee,
        *head.notes,
    ]


@pytest.mark.parametrize("key", FORMATS)
@ALL
def test_same_content_gives_same_bytes(key, content):
    again = from_json(to_json(content))

    assert again == content
    assert FORMATS[key].render(again) == FORMATS[key].render(content)


def test_reports_and_documents_have_formats_that_exist():
    assert set(REPORT_FORMATS) == set(FORMATS)
    assert set(DOCUMENT_FORMATS) < set(FORMATS)


def test_content_kept_before_there_were_layouts_is_a_report():
    kept = to_json(CONTENTS["report"])
    del kept["head"]["layout"]

    assert from_json(kept) == CONTENTS["report"]


@ALL
def test_html_says_it_all_and_no_more(content):
    page = reading.Page(FORMATS["html"].render(content))

    said = [*first_lines(content), *reading.body(content, caption_always=True)]
    empty = [table.caption for table in content.tables() if not table.rows]
    assert squeezed(page.text) == squeezed("".join(f"{one}:" if one in empty else one for one in said))


@ALL
def test_html_tables_hold_every_cell(content):
    page = reading.Page(FORMATS["html"].render(content))

    expected = [
        [[column.label for column in table.columns], *reading.table_cells(table)]
        for table in content.tables()
        if table.rows
    ]
    shown = [[list(map(squeezed, row)) for row in table] for table in page.tables]
    assert shown == [[list(map(squeezed, row)) for row in table] for table in expected]


@ALL
def test_pdf_says_it_all_in_order(content):
    document = FORMATS["pdf"].render(content)

    text = reading.pdf_text(document, content)
    head = content.head
    first = first_lines(content)
    if head.layout == "memo":
        first = [
            head.sender,
            head.kind.upper(),
            head.date,
            "Dnr",
            head.registry_number,
            head.addressee,
            head.title,
            *head.notes,
        ]
    assert reading.in_order(first[:3], text) is None
    assert reading.in_order([*first[3:], *reading.body(content)], text) is None


@ALL
def test_word_says_it_all_and_no_more(content):
    parts = reading.word_parts(FORMATS["docx"].render(content))

    text = "".join(parts["word/document.xml"].itertext(f"{W}t"))
    head = content.head
    first = "".join(first_lines(content))
    if head.layout == "memo":
        lines = head.sender.split("\n")
        right = [head.kind.upper(), f"{head.date}1 (1)", f"Dnr {head.registry_number}"]
        first = "".join([*chain(*zip(lines, right, strict=True)), head.addressee, head.title, *head.notes])
    assert squeezed(text) == squeezed(first + "".join(reading.body(content, between=", ")))


@ALL
def test_word_tables_hold_every_cell(content):
    import docx

    document = docx.Document(io.BytesIO(FORMATS["docx"].render(content)))

    shown = [[[squeezed(cell.text) for cell in row.cells] for row in table.rows] for table in document.tables]
    tables = [table for table in content.tables() if table.rows]
    expected = [[[column.label for column in table.columns], *reading.table_cells(table)] for table in tables]
    assert shown == [[list(map(squeezed, row)) for row in table] for table in expected]


@ALL
def test_excel_says_it_all(content):
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(content)))

    head = content.head
    said = [head.title, head.kind, head.date, head.registry_number, head.sender, head.addressee, *head.notes]
    tables = iter(book.sheetnames[1:])
    for section in content.sections:
        said += [section.heading, *section.paragraphs, *section.items]
        said += [f"{bar.label}: {', '.join(reading.bar_words(bar))}" for bar in section.bars]
        said += [f"{table.caption} (blad {next(tables)})" for table in section.tables]
    assert [squeezed(cell.value) for (cell,) in book.worksheets[0].iter_rows()] == list(map(squeezed, said))


@ALL
def test_excel_sheets_hold_every_cell_as_what_it_is(content):
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(content)))

    for sheet, table in zip(book.worksheets[1:], content.tables(), strict=True):
        head, *rows = (tuple(map(reading.in_sheet, row)) for row in sheet.iter_rows())
        assert head == tuple(column.label for column in table.columns)
        shown = [[squeezed(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        assert shown == [[in_excel(*pair) for pair in zip(row, table.columns, strict=True)] for row in table.rows] or (
            not table.rows and shown[0][0] == squeezed(table.empty)
        )


def in_excel(value, column):
    """A number stays a number and a day a day; what is missing is an empty cell."""
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    if isinstance(value, Decimal):
        return float(value)
    return squeezed(reading.cell(value, column)) if isinstance(value, str) and value else value


@pytest.mark.parametrize("key", FORMATS)
def test_what_no_document_can_hold_is_left_out(key):
    """Control characters, half pairs and non-characters: none makes a format fail, and the text around them stays."""
    bad = "".join(
        map(chr, [*range(9), 0xB, 0xC, *range(0xE, 0x20), 0x7F, 0x85, 0xD83D, 0xFEFF, 0xFFFE, 0xFFFF, 0x1FFFF])
    )
    harmed = harm(samples.report(8), lambda text: f"{text[:1]}{bad}{text[1:]}\r\n")

    FORMATS[key].render(harmed)

    assert [harmed.head.title[1], harmed.head.title[-1]] == ["\x00", "\n"]


def harm(content, change):
    """Return the content with its words changed, wherever people may have typed them."""
    head = replace(
        content.head, title=change(content.head.title), sender=change(content.head.sender), notes=(change("Not"),)
    )
    sections = tuple(
        replace(
            section,
            heading=change(section.heading),
            paragraphs=tuple(map(change, section.paragraphs)),
            items=tuple(map(change, section.items)),
            bars=tuple(replace(bar, label=change(bar.label)) for bar in section.bars),
            tables=tuple(
                replace(
                    table, caption=change(table.caption), rows=tuple((change("Cell"), *row[1:]) for row in table.rows)
                )
                for table in section.tables
            ),
        )
        for section in content.sections
    )
    return replace(content, head=head, sections=sections)


@pytest.mark.parametrize("key", FORMATS)
def test_an_empty_content_can_be_printed(key):
    empty = replace(samples.report(), head=Head("T", "Rapport", "", "", "", "okänt datum"), sections=())

    assert FORMATS[key].render(empty) == FORMATS[key].render(empty)
