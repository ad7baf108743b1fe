"""The formats a report or document can be had in. A new one is one file and one line here."""

from collections.abc import Callable
from dataclasses import dataclass

from actionplan.reports.blocks import Content
from actionplan.reports.page import html_file
from actionplan.reports.pdf import pdf_file
from actionplan.reports.sheets import excel_file
from actionplan.reports.word import word_file


@dataclass(frozen=True)
class Format:
    """How a file is named, sent and made; its key is the extension. The same content always gives the same bytes."""

    label: str
    content_type: str
    render: Callable[[Content], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    "html": Format("Webbsida", "text/html; charset=utf-8", html_file),
    "pdf": Format("PDF", "application/pdf", pdf_file),
    "docx": Format("Word", f"{_OFFICE}.wordprocessingml.document", word_file),
    "xlsx": Format("Excel", f"{_OFFICE}.spreadsheetml.sheet", excel_file),
}
REPORT_FORMATS = ("pdf", "docx", "xlsx", "html")
DOCUMENT_FORMATS = ("pdf", "docx")
"""What a published report is kept in, and a document around a decision; in the order of the buttons."""
