"""Departments: what each answers for on a day, what it takes part in, and what it has handed over."""

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan import permissions
from actionplan.charts import standing_bar
from actionplan.figures import plan_figures
from actionplan.models import Activity, Department, Responsibility
from actionplan.views import access, listing
from actionplan.views.access import Scope
from actionplan.views.scoped import scope_context

_MOST_ROWS = 100


@require_safe
def department_list(request: HttpRequest) -> HttpResponse:
    """Show every department there is or has been, with the figures of those that answer for something."""
    scope = access.plan_to_read(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html")
    counted = {row.id: row.counts for row in plan_figures(scope.plan, scope.on).departments}
    departments = Department.objects.prefetch_related("successors").order_by("sort_key", "id")
    rows = [_row(department, counted.get(department.pk), scope) for department in departments]
    context = scope_context(scope) | {
        "present": [row for row in rows if row["exists"] or row["counts"]],
        "absent": [row for row in rows if not (row["exists"] or row["counts"])],
    }
    return render(request, "actionplan/department_list.html", context, status=scope.status)


def _row(department: Department, counts, scope: Scope) -> dict:
    return {
        "department": department,
        "exists": department.is_valid_on(scope.on),
        "has_ended": department.has_ended_on(scope.on),
        "counts": counts,
        "bar": standing_bar(counts) if counts else None,
    }


@require_safe
def department_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one department on a day."""
    scope, department = access.department_to_read(request, pk)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html")
    counted = {row.id: row.counts for row in plan_figures(scope.plan, scope.on).departments}
    counts = counted.get(department.pk)
    found = Activity.objects.filter(plan=scope.plan).on_day(scope.on).responsible_on([department.pk], scope.on)
    page = listing.page_of(request, listing.Rows(scope, found, "department", department.pk))
    context = scope_context(scope) | {
        "department": department,
        "has_ended": department.has_ended_on(scope.on),
        "successors": department.successors.order_by("sort_key"),
        "predecessors": department.predecessors.order_by("sort_key"),
        "counts": counts,
        "bar": standing_bar(counts) if counts else None,
        "page": page,
        "rows": page.object_list,
        "participating": _participating(department, scope),
        "handed_over": _handed_over(department, scope),
        "may_hand_over": permissions.is_chief(request.user) and bool(counts) and not scope.plan.is_closed,
    }
    return render(request, "actionplan/department_detail.html", context, status=scope.status)


def _participating(department: Department, scope: Scope):
    rows = Activity.objects.filter(plan=scope.plan).on_day(scope.on).participated_in_by([department.pk], scope.on)
    return rows.for_rows(scope.on).order_by("code")[:_MOST_ROWS]


def _handed_over(department: Department, scope: Scope):
    """What it answered for once but had handed over by the day, newest first, with who took it."""
    heirs = Responsibility.objects.responsible().filter(activity=OuterRef("activity"), from_on__gt=OuterRef("to_on"))
    heirs = heirs.order_by("from_on")[:1]
    ended = department.responsibilities.responsible().filter(activity__plan=scope.plan, to_on__lt=scope.on)
    ended = ended.annotate(
        heir_id=Subquery(heirs.values("department")), heir=Subquery(heirs.values("department__name"))
    )
    return ended.select_related("activity").order_by("-to_on", "activity__code")[:_MOST_ROWS]
