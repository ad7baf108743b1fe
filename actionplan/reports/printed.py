"""Content turned into the words that stand on paper. HTML, PDF and Word print this and decide only how it looks."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from actionplan import swedish
from actionplan.reports import words
from actionplan.reports.blocks import Bar, Cell, Column, Content, Head, Section, Table
from actionplan.reports.cleaning import clean

BAR_WIDTH = 600.0
TEXT_WIDTH = 170
"""Millimetres between the margins of an A4 page."""
_THINNEST = 12.0
_NARROW = 120
_DATE_WIDTH = 20.0
_LEAST_LEFT = 0.5


@dataclass(frozen=True)
class PrintedCell:
    """A cell's words; `small` stands under them in smaller letters. `token` and `icon` are those of choices.Look."""

    text: str
    small: str = ""
    token: str = ""
    icon: str = ""


@dataclass(frozen=True)
class PrintedTable:
    """A table; `captioned` is false when the heading above says the same as the caption.

    `widths` are the columns' in millimetres of an A4 page. A narrow table keeps those it was given, so that a number
    stands near its word; others fill the page.
    """

    key: str
    caption: str
    captioned: bool
    narrow: bool
    widths: tuple[float, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[PrintedCell, ...], ...]
    empty: str


@dataclass(frozen=True)
class PrintedPart:
    """One part of a bar: its words ("3 försenade") and where it is drawn, in 600ths of the bar."""

    words: str
    count: str
    token: str
    icon: str
    x: float
    width: float


@dataclass(frozen=True)
class PrintedBar:
    """A bar; `words` says it all and is its alternative text."""

    label: str
    spread: str
    words: str
    parts: tuple[PrintedPart, ...]


@dataclass(frozen=True)
class PrintedItem:
    """A line of a list; `lead` stands in bold before the rest."""

    lead: str
    rest: str


@dataclass(frozen=True)
class PrintedSection:
    """A section whose level never skips one."""

    key: str
    heading: str
    level: int
    paragraphs: tuple[str, ...]
    items: tuple[PrintedItem, ...]
    bars: tuple[PrintedBar, ...]
    tables: tuple[PrintedTable, ...]


@dataclass(frozen=True)
class Printed:
    """A whole report or document as it is read."""

    head: Head
    sections: tuple[PrintedSection, ...]


def printed(content: Content) -> Printed:
    """Return the words of the content."""
    content = clean(content)
    return Printed(content.head, tuple(_sections(content.sections)))


def moment(head: Head) -> dt.datetime:
    """Return the moment a file is said to be made: noon of its own date, so that the clock changes nothing.

    The standards ask for one. Where the date is in words no one can read, it is the first day files know.
    """
    try:
        day = swedish.parse_date(head.date)
    except ValueError:
        day = dt.date(1980, 1, 1)
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def _sections(sections: tuple[Section, ...]) -> Iterator[PrintedSection]:
    """Yield the sections, without levels left out: a heading of level 3 right under one of level 1 becomes a 2."""
    level = 0
    for section in sections:
        level = max(1, min(section.level, level + 1, 3))
        yield PrintedSection(
            key=section.key,
            heading=section.heading,
            level=level,
            paragraphs=section.paragraphs,
            items=tuple(PrintedItem(*words.lead(item)) for item in section.items),
            bars=tuple(map(_bar, section.bars)),
            tables=tuple(_table(table, section.heading) for table in section.tables),
        )


def _table(table: Table, heading: str) -> PrintedTable:
    rows = tuple(
        tuple(
            _cell(cell, column, first=number == 0)
            for number, (cell, column) in enumerate(zip(row, table.columns, strict=True))
        )
        for row in table.rows
    )
    captioned = table.caption.casefold() != heading.casefold()
    given = sum(column.width for column in table.columns)
    scale = 1.0 if given < _NARROW else TEXT_WIDTH / given
    widths = _in_full([column.width * scale for column in table.columns], table.columns)
    return PrintedTable(table.key, table.caption, captioned, given < _NARROW, widths, table.columns, rows, table.empty)


def _in_full(widths: list[float], columns: tuple[Column, ...]) -> tuple[float, ...]:
    """Give dates the room they need, as they must not be divided, and take it from the others alike."""
    dates = [column.kind == "date" for column in columns]
    needed = [max(width, _DATE_WIDTH) if is_date else 0.0 for width, is_date in zip(widths, dates, strict=True)]
    others = sum(width for width, is_date in zip(widths, dates, strict=True) if not is_date)
    left = (sum(widths) - sum(needed)) / others if others else 1.0
    if left < _LEAST_LEFT:
        return tuple(round(width, 1) for width in widths)
    return tuple(round(need or width * left, 1) for need, width in zip(needed, widths, strict=True))


def _cell(cell: Cell, column: Column, *, first: bool) -> PrintedCell:
    text = words.cell_text(cell, column)
    look = words.look(cell) if column.kind == "standing" and isinstance(cell, str) else None
    if look:
        return PrintedCell(text, token=look.token, icon=look.icon)
    above, _, below = text.partition("\n") if first else (text, "", "")
    return PrintedCell(above, below)


def _bar(bar: Bar) -> PrintedBar:
    counts = [(key, count) for key, count in bar.parts if count]
    parts, x = [], 0.0
    for (key, count), width in zip(counts, _widths([count for _, count in counts]), strict=True):
        look = words.look(key)
        parts.append(
            PrintedPart(
                words.part_words(key, count), words.number(count), look.token, look.icon, round(x, 1), round(width, 1)
            )
        )
        x += width
    spread = ", ".join(part.words for part in parts) or "inga aktiviteter"
    return PrintedBar(bar.label, spread, f"{bar.label}: {spread}", tuple(parts))


def _widths(counts: list[int]) -> list[float]:
    """Share the width in proportion, but let no part be too thin to see."""
    raw = [max(BAR_WIDTH * count / sum(counts), _THINNEST) for count in counts]
    return [width * BAR_WIDTH / sum(raw) for width in raw]
