"""What a content says, told independently of how the formats word it, and readers of what they made."""

import datetime as dt
import io
import re
import unicodedata
import zipfile
from decimal import Decimal
from html.parser import HTMLParser
from itertools import chain

import pypdf
from lxml import etree

from actionplan.choices import Assessment, Standing
from actionplan.reports.blocks import Content

_WORDS = {**dict(Standing.choices), **dict(Assessment.choices)}
_UNSEEN = re.compile("[\\s\u00ad\u200b\u200e\u200f]+")


def squeezed(text: str) -> str:
    """Return the text without spaces, line breaks and marks nobody sees, which formats set as they need."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def cell(value, column) -> str:
    """Return what stands in a cell."""
    if column.kind == "standing" and value:
        return _WORDS[value]
    if isinstance(value, int | Decimal):
        sign, digits = ("\N{MINUS SIGN}" if value < 0 else ""), f"{abs(value):,}".replace(",", " ").replace(".", ",")
        if len(digits) == 5 and " " in digits:
            digits = digits.replace(" ", "")
        return sign + (digits.rstrip("0").rstrip(",") if "," in digits else digits)
    return value.isoformat() if isinstance(value, dt.date) else value or "–"


def in_sheet(shown):
    """Return what an Excel cell holds; a number that shows how it has changed as it is read: +3, –1, 0."""
    if shown.number_format != '+0;"–"0;0':
        return shown.value
    return f"{'+' if shown.value > 0 else '–'}{abs(shown.value)}" if shown.value else "0"


def bar_words(bar) -> list[str]:
    """Return the parts of a bar as they are read."""
    parts = [(count, Standing(key).look) for key, count in bar.parts if count]
    return [f"{count} {look.one if count == 1 else look.many}" for count, look in parts]


def body(content: Content, *, caption_always=False, between="") -> list[str]:
    """Return every text below the head, in order; tables cell by cell."""
    said = []
    for section in content.sections:
        said += [section.heading, *section.paragraphs, *section.items]
        for bar in section.bars:
            said += [bar.label, between.join(bar_words(bar))]
        for table in section.tables:
            if caption_always or table.caption != section.heading:
                said.append(table.caption)
            said += [column.label for column in table.columns] if table.rows else [table.empty]
            said += chain(*table_cells(table))
    return said


def table_cells(table) -> list[list[str]]:
    """Return the rows of a table as they are read."""
    return [[cell(*pair) for pair in zip(row, table.columns, strict=True)] for row in table.rows]


def in_order(said: list[str], text: str) -> str | None:
    """Return the first of the texts that does not follow the ones before it in the text; hyphens may be set or not."""
    text, place = squeezed(text).replace("-", ""), 0
    for each in (squeezed(one).replace("-", "") for one in said):
        place = text.find(each, place)
        if place < 0:
            return each
        place += len(each)
    return None


class Page(HTMLParser):
    """An HTML document read by the standard library: its text, elements, headings and tables."""

    def __init__(self, document: bytes):
        super().__init__()
        self.text, self.elements, self.tables, self._open = "", [], [], []
        self.feed(document.decode())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "rect", "path"}:
            self._open.append(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in {"td", "th"}:
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag):
        if tag not in {"meta", "rect", "path"}:
            assert self._open.pop() == tag

    def handle_data(self, data):
        if "main" in self._open and not {"nav", "details"} & set(self._open):  # the way to a part, and to a table
            self.text += data
        if self._open and {"td", "th"} & set(self._open):
            self.tables[-1][-1][-1] += data

    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.elements if re.fullmatch("h[1-6]", tag)]


def pdf_text(document: bytes, content: Content) -> str:
    """Return the text of a PDF without what is said again on each page: margins, and the header rows of tables."""
    text = ""
    headers = {squeezed("".join(column.label for column in table.columns)) for table in content.tables()}
    captions = tuple(squeezed(table.caption) for table in content.tables())
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(document)).pages, 1):
        lines = _without_margins(page.extract_text().split("\n"), content.head, number)
        if squeezed(lines[0]) in headers and not squeezed(text).endswith(captions):
            lines = lines[1:]
        text += "\n".join(lines) + "\n"
    return text


def _without_margins(lines: list[str], head, number: int) -> list[str]:
    """Return the page without its margins, which say what they should: who, what, when, which page of how many."""
    dated, registered = f"{head.kind}{head.date}", f"Dnr{head.registry_number}"
    if head.layout == "memo":
        assert number == 1 or squeezed(lines[0]).startswith(squeezed(f"{dated}{registered}{number}("))
        return lines[number > 1 :]
    assert squeezed(lines[0]) == squeezed(head.sender.split("\n")[0] + registered)
    assert squeezed(lines[-1]).startswith(squeezed(f"{dated}Sida{number}("))
    return lines[1:-1]


def word_parts(document: bytes) -> dict:
    """Return the XML parts of a Word document as trees."""
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        return {
            name: etree.fromstring(parts.read(name)) for name in parts.namelist() if name.endswith((".xml", ".rels"))
        }
