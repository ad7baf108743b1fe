"""What a report or document is made of: sections of paragraphs, tables and bars, as plain data that JSON can hold.

`content.py` builds it from figures; `html`, `pdf.py`, `word.py` and `sheets.py` print it. A number stands in it once, so
the formats cannot differ.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

Cell = str | int | Decimal | dt.date | None
"""What a cell holds. In a column of kind "standing", the key of choices.Standing or choices.Assessment."""


@dataclass(frozen=True)
class Column:
    """A heading. `kind` says how its cells are printed: text, number, date or standing (icon and word); width in mm."""

    label: str
    kind: str = "text"
    width: int = 30


@dataclass(frozen=True)
class Table:
    """A table with a header row. `key` names the sheet in Excel and the anchor in HTML; row headings are the first column.

    What follows a line break in the first column is printed smaller: what was said of the activity above.
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "Inget att visa."
    """What stands in place of a table without rows."""


@dataclass(frozen=True)
class Bar:
    """How a number of activities is spread over standings: (key of choices.Standing, count), in the order of bars.

    `label` is the name of what is spread ("1 Service och information"); every format writes the counts in words itself.
    """

    label: str
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Section:
    """A heading of a level (1-3) with what stands under it, in this order: paragraphs, items, bars, tables."""

    key: str
    heading: str
    level: int = 1
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    """A list with bullets."""
    bars: tuple[Bar, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Head:
    """What stands on top and in the margins of every page."""

    title: str
    kind: str
    """What it is: Delårsrapport, Tjänsteskrivelse …"""
    sender: str
    addressee: str
    registry_number: str
    date: str
    """As written: 2016-08-31."""
    notes: tuple[str, ...] = ()
    """Lines that must be seen: example data, what a new version corrects, a correction of the source."""
    layout: str = "report"
    """"report" or "memo"; a memo begins with sender, kind, date, page and registry number as Swedish authorities do."""


@dataclass(frozen=True)
class Content:
    """A whole report or document. `facts` are the bare figures that tests and "since last" compare."""

    head: Head
    sections: tuple[Section, ...]
    facts: dict[str, Any] = field(default_factory=dict)

    def tables(self) -> Iterator[Table]:
        """Yield every table in the order it stands."""
        for section in self.sections:
            yield from section.tables


def to_json(content: Content) -> dict:
    """Return the content as JSON can hold it: days as {"day": "2016-08-31"}, decimals as {"decimal": "42.5"}."""
    return _plain(asdict(content))


def from_json(data: dict) -> Content:
    """Return what `to_json` was given."""
    return Content(
        head=Head(**data["head"] | {"notes": tuple(data["head"]["notes"])}),
        sections=tuple(map(_section, data["sections"])),
        facts=data["facts"],
    )


def _plain(value):
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    return {"decimal": str(value)} if isinstance(value, Decimal) else value


def _section(data: dict) -> Section:
    return Section(
        **data
        | {
            "paragraphs": tuple(data["paragraphs"]),
            "items": tuple(data["items"]),
            "bars": tuple(
                Bar(bar["label"], tuple((key, number) for key, number in bar["parts"])) for bar in data["bars"]
            ),
            "tables": tuple(map(_table, data["tables"])),
        }
    )


def _table(data: dict) -> Table:
    columns = tuple(Column(**column) for column in data["columns"])
    rows = tuple(tuple(map(_cell, row)) for row in data["rows"])
    return Table(**data | {"columns": columns, "rows": rows})


def _cell(value) -> Cell:
    if not isinstance(value, dict):
        return value
    return dt.date.fromisoformat(value["day"]) if "day" in value else Decimal(value["decimal"])
