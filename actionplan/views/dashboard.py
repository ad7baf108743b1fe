"""The dashboard: one plan on one day."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan import figures, swedish
from actionplan.charts import standing_bar
from actionplan.charts.pace import pace_chart
from actionplan.choices import Change, Standing
from actionplan.views import access
from actionplan.views.scoped import scope_context


@require_safe
def dashboard(request):
    """Answer: are we on course, what is late, who is silent, what changed."""
    scope = access.plan_to_read(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html")
    since, since_error = _since(request, scope)
    counted = figures.plan_figures(scope.plan, scope.on)
    pace = figures.pace(scope.plan, scope.on, counted.counts.total)
    context = scope_context(scope) | {
        "figures": counted,
        "share": scope.plan.share_elapsed(scope.on),
        "bar": standing_bar(counted.counts, scope.plan.share_elapsed(scope.on)),
        "legend": counted.counts.shown_standings,
        "deviating": [Standing.MAJOR.value, Standing.MINOR.value],
        "silent_after": settings.SILENT_AFTER_DAYS,
        "decision_line": _decision_line(scope.plan),
        "areas": _areas(counted, figures.upcoming(scope.plan, scope.on)),
        "departments": [(row, standing_bar(row.counts)) for row in counted.departments],
        "attention": _attention(counted, figures.attention(scope.plan, scope.on)),
        "pace": pace,
        "chart": figures.remembered(scope.plan, "pace-chart", scope.on, count=lambda: pace_chart(pace)),
        "changes": _changes(figures.changes(scope.plan, since, scope.on)),
        "since": since,
        "since_text": request.GET.get("sedan", "")[:60] or since.isoformat(),
        "since_error": since_error,
        "latest": figures.latest_updates(scope.plan, scope.on),
    }
    status = 400 if since_error else scope.status
    return render(request, "actionplan/dashboard.html", context, status=status)


def _since(request, scope):
    text = request.GET.get("sedan", "").strip()
    default = figures.default_since(scope.on)
    if not text:
        return default, ""
    try:
        since = swedish.parse_date(text)
    except ValueError as error:
        return default, str(error)
    if since >= scope.on:
        return default, f"Välj en dag före {swedish.long_date(scope.on)}."
    return since, ""


def _decision_line(plan):
    """Say which decision the plan rests on; an unknown one is said to be unknown, never guessed."""
    decision = plan.decisions.filter(activity=None).first()
    return f"Beslut: {decision}" if decision else "Beslut ej registrerat"


def _areas(counted, upcoming):
    return [{"area": area, "bar": standing_bar(area.counts), "next": upcoming.get(area.id)} for area in counted.areas]


def _attention(counted, rows):
    """Put the name of who answers for it beside each row; the figures have already read the departments."""
    names = {department.id: department.name for department in counted.departments}
    return [(row, names.get(row.department_id, "")) for row in rows]


def _changes(changes):
    return [(key, Change(key).label, number) for key, number in changes.counts.items()]
