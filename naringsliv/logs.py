"""The log's format: one entry a line, so that nothing a user typed can pass for an entry of its own."""

import logging
from datetime import datetime

LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"


def config(*, level: str) -> dict:
    """Everything goes to standard error, where the service manager keeps it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "naringsliv.logs.LineFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
    }


class LineFormatter(logging.Formatter):
    def __init__(self):
        super().__init__(LINE)

    def formatTime(self, record, datefmt=None):
        return datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")

    def formatMessage(self, record):
        return _visible(super().formatMessage(record))

    def formatException(self, ei):
        """A traceback keeps its lines, indented: an entry begins in the first column."""
        return "\n".join(f"    {_visible(line)}" for line in super().formatException(ei).splitlines())


def _visible(text: str) -> str:
    """Line breaks and other control characters, Unicode's too, as escapes."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
