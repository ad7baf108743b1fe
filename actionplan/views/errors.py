"""The pages of what goes wrong: Swedish, in the site's look, saying what to do."""

import errno
import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from actionplan import carried

_PG_DISK_FULL, _SQLITE_FULL = "53100", "database or disk is full"
_BUSY = ("database is locked", "too many connections", "remaining connection slots")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Known, but not for you: the one who refused may have said why, in Swedish."""
    return render(request, "403.html", {"reason": str(exception), "words": carried.words(request)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not there, or nothing you may know about: the same page."""
    return render(request, "404.html", {"words": carried.words(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without request and database, which may be what is broken; a full disk and a busy database are told apart."""
    error = sys.exc_info()[1]
    if _is_disk_full(error):
        return HttpResponse(render_to_string("507.html"), status=507)
    if _is_busy(error):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "30"})
    return HttpResponseServerError(render_to_string("500.html"))


def _is_disk_full(error: BaseException | None) -> bool:
    """Tell if the error, or what it came from, says that the disk of the site or of the database is full."""
    if error is None:
        return False
    of_system = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    of_database = getattr(error, "pgcode", None) == _PG_DISK_FULL or _SQLITE_FULL in str(error)
    return of_system or of_database or _is_disk_full(error.__cause__)


def _is_busy(error: BaseException | None) -> bool:
    return isinstance(error, OperationalError) and any(word in str(error) for word in _BUSY)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: nothing is saved, and what was typed can be opened again."""
    is_open = not getattr(request.resolver_match.func, "login_required", True)
    text = "" if is_open and carried.FIELD not in request.POST else carried.pack(request)
    return render(request, "403_csrf.html", {"carried": text, "is_open": is_open}, status=403)
