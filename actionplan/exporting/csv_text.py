"""A table as CSV the way Swedish Excel opens it: semicolons, UTF-8 with a mark, nothing that runs as a formula."""

import csv
import datetime as dt
import io
from decimal import Decimal

from actionplan import swedish
from actionplan.exporting.table import Cell, Table

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_file(table: Table) -> bytes:
    """Return the file."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerows([note] for note in table.notes)
    writer.writerow([column.label for column in table.columns])
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    return output.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return swedish.decimal(cell)
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_DANGEROUS) else text
