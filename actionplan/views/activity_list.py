"""The plan's activities as a list, as a timeline and as a file, all with the same filter in the address."""

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url

from actionplan import audit, charts
from actionplan.exporting.activities import activity_table
from actionplan.exporting.formats import DEFAULT_FORMAT, FORMATS
from actionplan.forms.chips import chips, names_chosen, without_choices
from actionplan.forms.filters import ActivityFilter, Names, names_of, tidy
from actionplan.models import example_loaded
from actionplan.views import access, listing
from actionplan.views.access import Scope
from actionplan.views.drawn import drawn
from actionplan.views.scoped import scope_context

TIMELINE_SIZE = 100


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
    audit.exported(request, f"activities as {key}, filtered by {names_chosen(chosen)}")
    headers = {"Content-Disposition": f'attachment; filename="aktiviteter-{scope.on}.{key}"'}
    return HttpResponse(content, content_type=FORMATS[key].content_type, headers=headers)


def _list(asked: "_Asked") -> dict:
    chosen = asked.chosen
    rows = listing.Rows(asked.scope, chosen.qs, chosen.digest, in_order=chosen.in_order)
    page = listing.page_of(asked.request, rows)
    return {"page": page, "rows": page.object_list, "headings": listing.headings(chosen.order)}


def _timeline(asked: "_Asked") -> dict:
    scope, chosen = asked.scope, asked.chosen
    rows = listing.Rows(scope, chosen.qs, chosen.digest, in_order=_by_area)
    page = listing.page_of(asked.request, rows, TIMELINE_SIZE)
    return {"page": page, "timeline": charts.timeline_chart(scope.plan, scope.on, page.object_list)}


def _by_area(activities):
    return activities.order_by("area__number", "starts_on", "code")


class InvalidFilter(Exception):
    """The address asks for something that cannot be; `chosen` says what."""

    def __init__(self, chosen: ActivityFilter):
        super().__init__()
        self.chosen = chosen


@dataclass(frozen=True)
class _Asked:
    """What the address asks for; read only when something must be drawn anew."""

    request: HttpRequest
    scope: Scope
    names: Names

    @property
    def results_only(self) -> bool:
        """Tell if htmx asks; when it restores a page after Back it wants all of it."""
        return bool(self.request.htmx) and not self.request.htmx.history_restore_request

    @cached_property
    def chosen(self) -> ActivityFilter:
        chosen = ActivityFilter(self.request.GET, plan=self.scope.plan, on=self.scope.on, names=self.names)
        if not chosen.is_valid():
            raise InvalidFilter(chosen)
        return chosen

    def filter(self) -> str:
        """Draw the form: thirteen fields take longer than the list they filter."""
        about = (self.names, self.request.get_full_path())
        return drawn("actionplan/_activity_filter.html", self.request, about, self._context)

    def results(self, name: str, show) -> str:
        """Draw what is found. It changes with the plan's revision, and with the names of areas and departments."""
        plan = self.scope.plan
        about = (plan.pk, plan.revision, self.scope.on, self.names, self.results_only, self.request.get_full_path())
        template = f"actionplan/_{name}_results.html"
        return drawn(template, self.request, about, lambda: self._results_context(show(self)))

    def _context(self) -> dict:
        return {"scope": self.scope, "form": self.chosen.form, "page_url": self.request.path}

    def _results_context(self, shown: dict) -> dict:
        return (
            self._context()
            | shown
            | {
                "chips": chips(self.chosen),
                "clear": without_choices(self.chosen),
                "count": listing.in_words(shown["page"]),
                "formats": FORMATS,
                "fragment": self.results_only,
            }
        )


def _answer(request: HttpRequest, name: str, show) -> HttpResponse:
    """Answer with the whole page, or only its results to htmx; `show` makes what they hold."""
    scope = access.plan_to_read(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html")
    asked = _Asked(request, scope, names_of(scope.plan))
    try:
        results = asked.results(name, show)
        if asked.results_only:
            address = f"{request.path}?{tidy(request.GET).urlencode()}"
            return push_url(HttpResponse(results, status=scope.status), address)
        context = scope_context(scope) | {"filter": asked.filter(), "results": results}
    except InvalidFilter as invalid:
        return _refused(request, scope, invalid.chosen)
    return render(request, f"actionplan/{name}.html", context, status=scope.status)


def _refused(request: HttpRequest, scope: Scope, chosen: ActivityFilter) -> HttpResponse:
    """Show the form with what was typed and what is wrong with it; htmx is sent to the whole page, which has the form."""
    if request.htmx:
        return HttpResponseClientRedirect(request.get_full_path())
    context = scope_context(scope) | {"form": chosen.form, "more_open": True, "page_url": reverse("activity_list")}
    return render(request, "actionplan/activity_list.html", context, status=400)
