"""The plan's activities as a list, as a timeline and as a file, all with the same filter in the address."""

import hashlib
import logging

from django.core.cache import caches
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url

from actionplan import charts
from actionplan.exporting.activities import activity_table
from actionplan.exporting.formats import DEFAULT_FORMAT, FORMATS
from actionplan.forms.chips import chips, without_choices
from actionplan.forms.filters import ActivityFilter, Names, names_of, tidy
from actionplan.models import example_loaded
from actionplan.views import access, listing
from actionplan.views.access import Scope
from actionplan.views.scoped import scope_context

TIMELINE_SIZE = 100
log = logging.getLogger("actionplan.export")


@require_safe
def activity_list(request: HttpRequest) -> HttpResponse:
    """Search, filter and sort the activities of a plan on a day; htmx gets the results alone."""
    return _answer(request, "activity_list", _list)


@require_safe
def activity_timeline(request: HttpRequest) -> HttpResponse:
    """Show the same activities over the time of the plan, area by area."""
    return _answer(request, "activity_timeline", _timeline)


@require_safe
def activity_export(request: HttpRequest) -> HttpResponse:
    """Hand out every activity the filter finds, as a file."""
    key = request.GET.get("format", DEFAULT_FORMAT)
    scope = access.plan_to_read(request)
    if key not in FORMATS or scope.plan is None:
        raise BadRequest
    chosen = ActivityFilter(request.GET, plan=scope.plan, on=scope.on, names=names_of(scope.plan))
    if scope.day_error or not chosen.is_valid():
        return _refused(request, scope, chosen)
    rows = listing.Rows(scope, chosen.qs, in_order=chosen.in_order).every()
    content = FORMATS[key].render(activity_table(scope.plan, scope.on, rows, example=example_loaded()))
    log.info("export by %s: %s %s", request.user.username, key, request.META["QUERY_STRING"][:500])
    headers = {"Content-Disposition": f'attachment; filename="aktiviteter-{scope.on}.{key}"'}
    return HttpResponse(content, content_type=FORMATS[key].content_type, headers=headers)


def _list(request: HttpRequest, scope: Scope, chosen: ActivityFilter) -> dict:
    rows = listing.Rows(scope, chosen.qs, chosen.digest, in_order=chosen.in_order)
    page = listing.page_of(request, rows)
    return {"page": page, "rows": page.object_list, "headings": listing.headings(chosen.order)}


def _timeline(request: HttpRequest, scope: Scope, chosen: ActivityFilter) -> dict:
    rows = listing.Rows(scope, chosen.qs, chosen.digest, in_order=_by_area)
    page = listing.page_of(request, rows, TIMELINE_SIZE)
    return {"page": page, "timeline": charts.timeline_chart(scope.plan, scope.on, page.object_list)}


def _by_area(activities):
    return activities.order_by("area__number", "starts_on", "code")


def _answer(request: HttpRequest, name: str, show) -> HttpResponse:
    """Answer with the whole page, or only its results to htmx; `show` makes what they hold."""
    scope = access.plan_to_read(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html")
    names = names_of(scope.plan)
    wants_results = _wants_results(request)
    try:
        part = _part(request, scope, names, f"_{name}_{'results' if wants_results else 'body'}", show)
    except InvalidFilter as invalid:
        return _refused(request, scope, invalid.chosen)
    if wants_results:
        address = f"{request.path}?{tidy(request.GET).urlencode()}"
        return push_url(HttpResponse(part, status=scope.status), address)
    return render(request, f"actionplan/{name}.html", scope_context(scope) | {"body": part}, status=scope.status)


def _wants_results(request: HttpRequest) -> bool:
    """Tell if htmx asks; when it restores a page after Back it wants all of it."""
    return bool(request.htmx) and not request.htmx.history_restore_request


class InvalidFilter(Exception):
    """The address asks for something that cannot be; `chosen` says what."""

    def __init__(self, chosen: ActivityFilter):
        super().__init__()
        self.chosen = chosen


def _part(request: HttpRequest, scope: Scope, names: Names, template: str, show) -> str:
    """Draw the filter and what it finds, once for all who ask the same: nothing in it depends on who asks.

    Activities change with the plan's revision; the names of areas and departments are part of the key.
    """
    about = (scope.plan.pk, scope.plan.revision, scope.on, names, template, request.get_full_path())
    key = hashlib.sha256(repr(about).encode()).hexdigest()
    part = caches["pages"].get(key)
    if part is None:
        part = render_to_string(f"actionplan/{template}.html", _context(request, scope, names, show), request)
        caches["pages"].set(key, part)
    return part


def _context(request: HttpRequest, scope: Scope, names: Names, show) -> dict:
    chosen = ActivityFilter(request.GET, plan=scope.plan, on=scope.on, names=names)
    if not chosen.is_valid():
        raise InvalidFilter(chosen)
    context = {"scope": scope, "form": chosen.form, "chips": chips(chosen), "clear": without_choices(chosen)}
    context |= {"page_url": request.path, "formats": FORMATS, "fragment": _wants_results(request)}
    context |= show(request, scope, chosen)
    return context | {"count": listing.in_words(context["page"])}


def _refused(request: HttpRequest, scope: Scope, chosen: ActivityFilter) -> HttpResponse:
    """Show the form with what was typed and what is wrong with it; htmx is sent to the whole page, which has the form."""
    if request.htmx:
        return HttpResponseClientRedirect(request.get_full_path())
    context = scope_context(scope) | {"form": chosen.form, "more_open": True, "page_url": reverse("activity_list")}
    return render(request, "actionplan/activity_list.html", context, status=400)
