"""Which failures have a page of their own: a full disk and a busy database, told by what the system and the database say."""

import errno
import shutil
from pathlib import Path

from django.db import OperationalError, connection

_PG_DISK_FULL, _SQLITE_FULL = "53100", "database or disk is full"
# What SQLite says when it cannot make or lengthen the files beside the database; also when the disk itself is broken.
_SQLITE_STUCK = ("disk I/O error", "unable to open database file")
_LITTLE_ROOM = 1024 * 1024
_BUSY = (
    "database is locked",
    "too many clients",
    "too many connections",
    "remaining connection slots",
    "deadlock detected",
)


def is_disk_full(error: BaseException | None) -> bool:
    """Tell if the error, or what led to it, says that the disk of the site or of the database is full."""
    if error is None:
        return False
    of_system = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    of_database = getattr(error, "pgcode", None) == _PG_DISK_FULL or _SQLITE_FULL in str(error)
    return of_system or of_database or _is_stuck(error) or is_disk_full(error.__cause__ or error.__context__)


def is_busy(error: BaseException | None) -> bool:
    """Tell if the error says that the database has too much to do just now."""
    if error is None:
        return False
    is_said = isinstance(error, OperationalError) and any(words in str(error) for words in _BUSY)
    return is_said or is_busy(error.__cause__ or error.__context__)


def _is_stuck(error: BaseException) -> bool:
    if connection.vendor != "sqlite" or not any(words in str(error) for words in _SQLITE_STUCK):
        return False
    return shutil.disk_usage(Path(connection.settings_dict["NAME"]).parent).free < _LITTLE_ROOM
