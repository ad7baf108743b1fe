"""How cells and bars are written, the same in every format."""

import datetime as dt
from decimal import Decimal

from actionplan import swedish
from actionplan.choices import Assessment, Look, Standing
from actionplan.reports.blocks import Cell, Column

NOTHING = "–"
_ALL = {member.value: member for choices in (Assessment, Standing) for member in choices}
_LONGEST_LEAD = 45


def cell_text(cell: Cell, column: Column) -> str:
    """Write a cell as it is read: 2016-08-31, 42,5, Försenad; what is missing as a dash."""
    if cell is None or cell == "":
        return NOTHING
    if column.kind == "standing":
        return standing_word(cell)
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return number(cell) if isinstance(cell, int | Decimal) else cell


def number(value: int | Decimal) -> str:
    """Write a number with decimal comma, and from 10 000 with spaces that do not break."""
    whole, comma, rest = swedish.decimal(Decimal(value)).removeprefix("-").partition(",")
    grouped = whole if len(whole) < 5 else f"{int(whole):,}".replace(",", "\N{NO-BREAK SPACE}")
    return ("\N{MINUS SIGN}" if value < 0 else "") + grouped + comma + rest


def standing_word(key: str) -> str:
    """Return the word of a standing or an assessment; a word that is no key stays as it is."""
    return str(_ALL[key].label) if key in _ALL else str(key)


def look(key: str) -> Look | None:
    """Return the look of a standing or an assessment, if it is one."""
    return _ALL[key].look if key in _ALL else None


def part_words(key: str, count: int) -> str:
    """Write a part of a bar: 3 försenade."""
    return f"{number(count)} {Standing(key).look.one if count == 1 else Standing(key).look.many}"


def lead(text: str) -> tuple[str, str]:
    """Split "Genomförda (3): Lots; Garanti" after the colon, so that the lead can stand in bold."""
    first, colon, rest = text.partition(": ")
    return (f"{first}:", rest) if colon and len(first) <= _LONGEST_LEAD and "\n" not in first else ("", text)
