"""The plan's activities as a list, as a timeline and as a file, all with the same filter in the address."""

import logging

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url

from actionplan import charts
from actionplan.exporting.activities import activity_table
from actionplan.exporting.formats import DEFAULT_FORMAT, FORMATS
from actionplan.forms.chips import ALWAYS_SHOWN, chips, without_choices
from actionplan.forms.filters import ActivityFilter
from actionplan.models import example_loaded
from actionplan.views import access, listing
from actionplan.views.access import Scope
from actionplan.views.scoped import scope_context

TIMELINE_SIZE = 100
log = logging.getLogger("actionplan.export")


@require_safe
def activity_list(request: HttpRequest) -> HttpResponse:
    """Search, filter and sort the activities of a plan on a day; htmx gets the results alone."""
    scope = access.plan_to_read(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html")
    chosen = ActivityFilter(request.GET, plan=scope.plan, on=scope.on)
    if not chosen.is_valid():
        return _refused(request, scope, chosen)
    page = listing.page_of(request, listing.Rows(chosen.qs, scope.on, chosen.in_order))
    context = {"page": page, "rows": page.object_list, "headings": listing.headings(chosen.order)}
    return _answer(request, scope, chosen, "activity_list", context)


@require_safe
def activity_timeline(request: HttpRequest) -> HttpResponse:
    """Show the same activities over the time of the plan, area by area."""
    scope = access.plan_to_read(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html")
    chosen = ActivityFilter(request.GET, plan=scope.plan, on=scope.on)
    if not chosen.is_valid():
        return _refused(request, scope, chosen)
    rows = listing.Rows(chosen.qs, scope.on, _by_area)
    page = listing.page_of(request, rows, TIMELINE_SIZE)
    context = {"page": page, "timeline": charts.timeline_chart(scope.plan, scope.on, list(page.object_list))}
    return _answer(request, scope, chosen, "activity_timeline", context)


@require_safe
def activity_export(request: HttpRequest) -> HttpResponse:
    """Hand out every activity the filter finds, as a file."""
    scope = access.plan_to_read(request)
    key = request.GET.get("format", DEFAULT_FORMAT)
    if key not in FORMATS or scope.plan is None:
        raise BadRequest
    chosen = ActivityFilter(request.GET, plan=scope.plan, on=scope.on)
    if scope.day_error or not chosen.is_valid():
        return _refused(request, scope, chosen)
    rows = listing.Rows(chosen.qs, scope.on, chosen.in_order)[:]
    content = FORMATS[key].render(activity_table(scope.plan, scope.on, rows, example=example_loaded()))
    log.info("export by %s: %s %s", request.user.username, key, request.META["QUERY_STRING"][:500])
    name = f"aktiviteter-{scope.on}.{key}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=FORMATS[key].content_type, headers=headers)


def _by_area(activities):
    return activities.order_by("area__number", "starts_on", "code")


def _refused(request: HttpRequest, scope: Scope, chosen: ActivityFilter) -> HttpResponse:
    """Show the form with what was typed and what is wrong with it; htmx is sent to the whole page, which has the form."""
    if request.htmx:
        return HttpResponseClientRedirect(request.get_full_path())
    context = _context(request, scope, chosen) | {"more_open": True}
    return render(request, "actionplan/activity_list.html", context, status=400)


def _answer(request: HttpRequest, scope: Scope, chosen: ActivityFilter, name: str, more: dict) -> HttpResponse:
    taken = chips(chosen)
    context = _context(request, scope, chosen) | more
    context |= {
        "chips": taken,
        "clear": without_choices(chosen),
        "more_open": any(chip.name not in ALWAYS_SHOWN for chip in taken),
        "count": listing.in_words(context["page"]),
    }
    if request.htmx and not request.htmx.history_restore_request:
        context["fragment"] = True
        response = render(request, f"actionplan/_{name}_results.html", context, status=scope.status)
        return push_url(response, _tidy(request))
    return render(request, f"actionplan/{name}.html", context, status=scope.status)


def _context(request: HttpRequest, scope: Scope, chosen: ActivityFilter) -> dict:
    return scope_context(scope) | {"filter": chosen, "form": chosen.form, "formats": FORMATS}


def _tidy(request: HttpRequest) -> str:
    """Return the address without the fields that were left empty."""
    query = request.GET.copy()
    for name, values in request.GET.lists():
        query.setlist(name, [value for value in values if value])
    return f"{request.path}?{query.urlencode()}"
