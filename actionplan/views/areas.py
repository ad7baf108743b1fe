"""One strategic area: how it goes, what comes next, all its activities."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan import permissions
from actionplan.charts import standing_bar
from actionplan.figures import AreaFigures, PlanFigures, plan_figures
from actionplan.models import Activity, StrategicArea
from actionplan.views import access, listing
from actionplan.views.access import Scope
from actionplan.views.scoped import scope_context

_NEXT_ROWS = 5


@require_safe
def area_detail(request: HttpRequest, number: int) -> HttpResponse:
    """Show one area on a day."""
    scope, area = access.area_to_read(request, number)
    figures = plan_figures(scope.plan, scope.on)
    found = Activity.objects.filter(area=area, added_on__lte=scope.on)
    page = listing.page_of(request, listing.Rows(scope, found, "area", area.pk))
    context = (
        scope_context(scope)
        | _neighbours(figures, area)
        | {
            "area": area,
            "next_rows": _next(area, scope),
            "page": page,
            "rows": page.object_list,
            "may_edit": permissions.is_chief(request.user) and not scope.plan.is_closed,
        }
    )
    return render(request, "actionplan/area_detail.html", context, status=scope.status)


def _next(area: StrategicArea, scope: Scope):
    """The open activities whose deadlines come first."""
    rows = Activity.objects.filter(area=area).on_day(scope.on).still_open().filter(deadline_on__gte=scope.on)
    return rows.for_rows(scope.on).order_by("deadline_on", "code")[:_NEXT_ROWS]


def _neighbours(figures: PlanFigures, area: StrategicArea) -> dict:
    places: list[AreaFigures | None] = [None, *figures.areas, None]
    place = next(i for i, row in enumerate(places) if row and row.id == area.pk)
    counts = places[place].counts
    return {"before": places[place - 1], "after": places[place + 1], "counts": counts, "bar": standing_bar(counts)}
