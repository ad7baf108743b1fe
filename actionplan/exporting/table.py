"""What every file format prints: a title, notes above the table, columns and rows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

Cell = str | int | Decimal | dt.date | None


@dataclass(frozen=True)
class Column:
    """A heading and how wide the column is, in characters."""

    label: str
    width: int


@dataclass(frozen=True)
class Table:
    """A sheet, named `sheet` where the format names them. `rows` is read once."""

    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
    sheet: str = "Aktiviteter"
