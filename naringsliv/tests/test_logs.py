"""One log entry is one line in the first column, whatever was typed."""

import logging
import sys
from datetime import datetime

from naringsliv.logs import LineFormatter


def entry(message, *, exc_info=None):
    return logging.LogRecord("actionplan", logging.WARNING, "", 0, message, (), exc_info)


def test_entry_with_line_breaks_stays_on_one_line():
    text = LineFormatter().format(entry("typed\r\n2026-01-01 INFO forged\u2028\x1b[31m åäö"))

    assert text.endswith(r"WARNING actionplan typed\r\n2026-01-01 INFO forged\u2028\x1b[31m åäö")
    assert len(text.splitlines()) == 1


def test_entry_begins_with_a_time_that_knows_its_offset():
    text = LineFormatter().format(entry("hello"))

    assert datetime.fromisoformat(text.split(" ")[0]).utcoffset() is not None


def test_entry_with_a_traceback_indents_every_line_of_it():
    try:
        raise ValueError("first\n2026-01-01 INFO forged")
    except ValueError:
        text = LineFormatter().format(entry("failed", exc_info=sys.exc_info()))

    lines = text.splitlines()[1:]
    assert [line for line in lines if not line.startswith("    ")] == []
    assert lines[-1] == "    2026-01-01 INFO forged"
