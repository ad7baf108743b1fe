"""The formats a list can be had in. A new one is one file and one line here."""

from collections.abc import Callable
from dataclasses import dataclass

from actionplan.exporting.csv_text import csv_file
from actionplan.exporting.excel import workbook
from actionplan.exporting.table import Table


@dataclass(frozen=True)
class Format:
    """How a file is named, sent and made; its key is the extension."""

    label: str
    content_type: str
    render: Callable[[Table], bytes]


DEFAULT_FORMAT = "xlsx"
FORMATS = {
    "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
    "csv": Format("CSV", "text/csv; charset=utf-8", csv_file),
}
