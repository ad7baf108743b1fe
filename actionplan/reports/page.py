"""A report as HTML: the parts that a page of the site includes, and a whole document to keep.

A view gives `page_of(content)` to its template as `report`, loads css/report.css and includes "reports/_content.html",
so the site and the file say the same in the same words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.text import slugify

from actionplan.reports.blocks import Column, Content, Head
from actionplan.reports.printed import Printed, PrintedSection, PrintedTable, printed

_STYLES = ("tokens", "base", "components", "report", "print")
_MANY_COLUMNS, _LONG_WORD, _CODE = 6, 30, 12
_FEW_ROWS = 3
_PLACE_OF_STYLES = "<!-- styles -->"


@dataclass(frozen=True)
class CellOnPage:
    """A cell's words, and the class that says how they may be divided: anywhere, never, or between words."""

    text: str
    small: str
    token: str
    icon: str

    @property
    def shape(self) -> str:
        """Return the class."""
        words = f"{self.text} {self.small}".split()
        if any(len(word) > _LONG_WORD for word in words):
            return "np-report-long"
        return "np-report-whole" if len(words) == 1 and len(words[0]) <= _CODE else ""


@dataclass(frozen=True)
class TableOnPage:
    """A table with the anchor it can be linked to by."""

    anchor: str
    table: PrintedTable

    @property
    def shape(self) -> str:
        """Return the class that says how much room the table has: narrow, crowded, or neither."""
        if self.table.narrow:
            return "np-report-narrow"
        return "np-report-crowded" if len(self.table.columns) >= _MANY_COLUMNS else ""

    @property
    def folds(self) -> bool:
        """Tell if a phone should show the table only to who opens it: there, each row is a card."""
        return not self.table.narrow and len(self.table.rows) > _FEW_ROWS

    @property
    def rows(self) -> Iterator[list[tuple[Column, CellOnPage]]]:
        """Yield the rows with the column of each cell."""
        for row in self.table.rows:
            cells = (CellOnPage(cell.text, cell.small, cell.token, cell.icon) for cell in row)
            yield list(zip(self.table.columns, cells, strict=True))


@dataclass(frozen=True)
class SectionOnPage:
    """A section with its anchor, the heading's element (the title is h1) and its tables."""

    anchor: str
    element: str
    section: PrintedSection
    tables: tuple[TableOnPage, ...]


@dataclass(frozen=True)
class Page:
    """What reports/_content.html prints."""

    head: Head
    sections: tuple[SectionOnPage, ...]


def page_of(content: Content) -> Page:
    """Return the content as the templates print it."""
    whole = printed(content)
    return Page(whole.head, tuple(_sections(whole)))


def html_file(content: Content) -> bytes:
    """Return a whole HTML document that needs nothing else: the site's own style sheets stand in it."""
    document = render_to_string("reports/report.html", {"report": page_of(content)})
    return document.replace(_PLACE_OF_STYLES, f"<style>{_styles()}</style>", 1).encode()


@cache
def _styles() -> str:
    return "".join(Path(finders.find(f"css/{name}.css")).read_text(encoding="utf-8") for name in _STYLES)


def _sections(whole: Printed) -> Iterator[SectionOnPage]:
    taken: set[str] = set()
    for section in whole.sections:
        anchor = _anchor(f"avsnitt-{section.key}", taken)
        tables = tuple(TableOnPage(_anchor(table.key, taken), table) for table in section.tables)
        yield SectionOnPage(anchor, f"h{section.level + 1}", section, tables)


def _anchor(key: str, taken: set[str]) -> str:
    """Return an anchor no other part of the report has."""
    wanted = f"r-{slugify(key) or 'del'}"
    anchor, number = wanted, 1
    while anchor in taken:
        number += 1
        anchor = f"{wanted}-{number}"
    taken.add(anchor)
    return anchor
