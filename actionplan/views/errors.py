"""The pages of what goes wrong: Swedish, in the site's look, saying what to do."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from actionplan import carried


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Known, but not for you: the one who refused may have said why, in Swedish."""
    return render(request, "403.html", {"reason": str(exception), "words": carried.words(request)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not there, or nothing you may know about: the same page."""
    return render(request, "404.html", {"words": carried.words(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without request and database, which may be what is broken."""
    return HttpResponseServerError(render_to_string("500.html"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: nothing is saved, and what was typed can be opened again."""
    is_open = not getattr(request.resolver_match.func, "login_required", True)
    text = "" if is_open and carried.FIELD not in request.POST else carried.pack(request)
    return render(request, "403_csrf.html", {"carried": text, "is_open": is_open}, status=403)
