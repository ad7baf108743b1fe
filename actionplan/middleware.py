"""What holds for every request: methods, unreadable input, caching, and what was typed when the session had ended."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from actionplan import accounts, audit, carried

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def keep_a_log(get_response):
    """Write down who changed something and who was refused."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        audit.note(request, response)
        return response

    return middleware


def plain_refusals(get_response):
    """Refuse TRACE and made-up methods, and give every bare 405 a page that says what happened."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    return middleware


def refuse_nul(get_response):
    """Answer 400 to a NUL character, which no text contains and PostgreSQL cannot store."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if any("\0" in text for text in _texts(request)):
            raise BadRequest
        return get_response(request)

    return middleware


def no_store(get_response):
    """Let no browser or proxy keep a page: it may hold what only its reader may see."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "no-store" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def carry_typed_text(get_response):
    """Answer an unsigned POST with the sign-in page, which carries what was typed (before LoginRequiredMiddleware)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if request.method == "POST":
            return _sign_in_page(request)
        return _whole_page_to_sign_in(request) if request.htmx else None

    middleware.process_view = process_view
    return middleware


def _texts(request: HttpRequest):
    for data in (request.GET, request.POST):
        for name, values in data.lists():
            yield name
            yield from values
    yield from request.COOKIES.values()


def _sign_in_page(request: HttpRequest) -> HttpResponse:
    text = carried.pack(request)
    context = {
        "form": accounts.LoginForm(request=request),
        "carried": text,
        "expired": True,
        "had_file": bool(request.FILES) or getattr(request, "upload_too_large", False),
        "too_long": not text and bool(carried.typed(request)),
        "redirect_field_value": carried.return_path(request),
        "demo_users": accounts.demo_users(),
    }
    response = render(request, "account/login.html", context)
    response.asks_to_sign_in = True
    return reswap(retarget(response, "body"), "innerHTML") if request.htmx else response


def _whole_page_to_sign_in(request: HttpRequest) -> HttpResponse:
    """A part of a page cannot be the sign-in page: let htmx open that, and come back to the whole page."""
    page = request.htmx.current_url_abs_path or "/"
    return HttpResponseClientRedirect(redirect_to_login(page).url)
