"""A report as a Word document, made to be pasted from: real headings, lists and tables, and bars as small pictures."""

import io
from collections.abc import Iterator
from itertools import zip_longest

from actionplan import swedish
from actionplan.reports.blocks import Content, Head
from actionplan.reports.pdf import bar_pictures
from actionplan.reports.printed import TEXT_WIDTH, PrintedBar, PrintedCell, PrintedSection, PrintedTable, printed
from actionplan.reports.word_layout import (
    add_page_of,
    element,
    fill_margins,
    mark_soft_hyphens,
    new_document,
    saved,
    set_tabs,
)

_MANY_COLUMNS = 7
_LONGEST_WHOLE_ROW = 1000
"""Letters in a row that is kept on one page; a longer one may be divided."""


def word_file(content: Content) -> bytes:
    """Return the document."""
    whole = printed(content)
    document = new_document(whole.head)
    fill_margins(document.sections[0], whole.head)
    (_add_memo_head if whole.head.layout == "memo" else _add_report_head)(document, whole.head)
    for note in whole.head.notes:
        document.add_paragraph().add_run(note).italic = True
    pictures = iter(bar_pictures([bar for section in whole.sections for bar in section.bars if bar.parts]))
    for section in whole.sections:
        _add_section(document, section, pictures)
    return saved(document)


def _add_report_head(document, head: Head) -> None:
    document.add_paragraph(f"{head.kind} · {head.date} · Dnr {head.registry_number}")
    document.add_heading(head.title, level=1)
    for text in filter(None, (head.sender, head.addressee)):
        document.add_paragraph(text)


def _add_memo_head(document, head: Head) -> None:
    """Write sender to the left and kind, day, page and registry number to the right, on lines with tabs: no layout table."""
    left = head.sender.split("\n")
    for number, (sender, right) in enumerate(
        zip_longest(left, (head.kind.upper(), f"{head.date}\t", f"Dnr {head.registry_number}"), fillvalue="")
    ):
        paragraph = document.add_paragraph()
        set_tabs(paragraph.paragraph_format, (108, "LEFT"), (TEXT_WIDTH, "RIGHT"))
        paragraph.paragraph_format.space_after = 0
        paragraph.add_run(f"{sender}\t{right}" if right else sender).bold = number == 0
        if right.endswith("\t"):
            add_page_of(paragraph)
    document.add_paragraph()
    document.add_paragraph(head.addressee)
    document.add_heading(head.title, level=1)


def _add_section(document, section: PrintedSection, pictures: Iterator[bytes]) -> None:
    document.add_heading(section.heading, level=section.level + 1)
    for paragraph in section.paragraphs:
        document.add_paragraph(paragraph)
    for item in section.items:
        line = document.add_paragraph(style="List Bullet")
        if item.lead:
            line.add_run(f"{item.lead} ").bold = True
        line.add_run(item.rest)
    for bar in section.bars:
        _add_bar(document, bar, pictures)
    for table in section.tables:
        _add_table(document, table)


def _add_bar(document, bar: PrintedBar, pictures: Iterator[bytes]) -> None:
    from docx.shared import Mm

    name = document.add_paragraph()
    name.add_run(bar.label).bold = True
    name.paragraph_format.keep_with_next = True
    if bar.parts:
        document.add_picture(io.BytesIO(next(pictures)), width=Mm(TEXT_WIDTH))
        drawing = document.inline_shapes[-1]._inline
        drawing.docPr.set("descr", bar.words)
        drawing.docPr.set("name", f"Stapel {drawing.docPr.id}")
        for side in "TBLR":
            drawing.set(f"dist{side}", "0")
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_paragraph(bar.spread)


def _add_table(document, table: PrintedTable) -> None:
    if table.captioned:
        document.add_paragraph(table.caption, style="Caption")
    if not table.rows:
        document.add_paragraph(table.empty)
        return
    made = document.add_table(rows=len(table.rows) + 1, cols=len(table.columns))
    _set_up_table(made, table)
    cells = iter(made._cells)
    size = 10.0 if len(table.columns) < _MANY_COLUMNS else 9.0
    for column in table.columns:
        _write(next(cells), PrintedCell(column.label), column.kind, size, bold=True)
    for row in table.rows:
        for cell, column in zip(row, table.columns, strict=True):
            _write(next(cells), cell, column.kind, size)
    document.add_paragraph()


def _set_up_table(made, table: PrintedTable) -> None:
    """Set widths, lines between rows, the caption as its title, and a header row that comes again on each page."""
    from docx.shared import Mm

    made.autofit = False
    for column, width in zip(made.columns, table.widths, strict=True):
        column.width = Mm(width)
    borders, margins = element("tblBorders"), element("tblCellMar")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(side, val="single", sz="4", space="0", color="B9C4C9"))
    margins.append(element("left", w="0", type="dxa"))
    margins.append(element("right", w="115", type="dxa"))
    properties = made._tbl.tblPr
    layout = properties.find(element("tblLayout").tag)  # Word wants its parts in their order
    layout.addprevious(borders)
    layout.addnext(margins)
    properties.append(element("tblCaption", val=table.caption))
    made.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
    for row, cells in zip(list(made.rows)[1:], table.rows, strict=True):
        if sum(len(cell.text) + len(cell.small) for cell in cells) < _LONGEST_WHOLE_ROW:
            row._tr.get_or_add_trPr().append(element("cantSplit"))


def _write(place, cell: PrintedCell, kind: str, size: float, *, bold: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = place.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    run = _add_divisible(paragraph, cell.text)
    run.font.size, run.bold = Pt(size), bold or None
    if cell.small:
        run.add_break()
        _add_divisible(paragraph, cell.small).font.size = Pt(size - 1)
    if kind == "number":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _add_divisible(paragraph, text: str):
    """Return a run whose long words are divided where a PDF divides them, if the column is too narrow."""
    run = paragraph.add_run(swedish.soft_hyphens(text))
    mark_soft_hyphens(run)
    return run
