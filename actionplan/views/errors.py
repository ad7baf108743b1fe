"""The pages of what goes wrong: Swedish, in the site's look, saying what to do."""

import sys
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from actionplan import carried
from actionplan.views import failures

_PATIENCE = 10


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read; Django says the same of a session that the database could not store."""
    return _no_room_or_time(request, exception) or render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Known, but not for you: the one who refused may have said why, in Swedish."""
    return render(request, "403.html", {"reason": str(exception), "words": carried.words(request)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not there, or nothing you may know about: the same page."""
    return render(request, "404.html", {"words": carried.words(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without the database, which may be what is broken; a full disk and a busy database are told apart."""
    return _no_room_or_time(request, sys.exc_info()[1]) or HttpResponseServerError(render_to_string("500.html"))


def _no_room_or_time(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    if failures.is_disk_full(error):
        return _not_saved(request, "507.html", status=507)
    if failures.is_busy(error):
        return _not_saved(request, "503.html", status=503, headers={"Retry-After": "30"})
    return None


def _not_saved(request: HttpRequest, template: str, **answer) -> HttpResponse:
    """Give back what was typed, to be sent again, and take in what is left of a file that did not find room."""
    context = {"is_sent": request.method == "POST", "carried": _carried(request), "csrf_token": get_token(request)}
    _read_the_rest(request)
    return HttpResponse(render_to_string(template, context), **answer)


def _read_the_rest(request: HttpRequest) -> None:
    """A browser that is cut off while it sends shows no answer."""
    left = _PATIENCE * settings.EVENT_FILE_MAX_BYTES
    with suppress(OSError):  # it has gone
        while left > 0 and (chunk := request.read(65536)):
            left -= len(chunk)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: nothing is saved, and what was typed can be opened again."""
    is_open = _is_open(request)
    return render(request, "403_csrf.html", {"carried": _carried(request), "is_open": is_open}, status=403)


def _carried(request: HttpRequest) -> str:
    """Return what was typed, unless the form was the sign-in or came to no page."""
    if request.method != "POST" or request.resolver_match is None:
        return ""
    return "" if _is_open(request) and carried.FIELD not in request.POST else carried.pack(request)


def _is_open(request: HttpRequest) -> bool:
    return not getattr(request.resolver_match.func, "login_required", True)
