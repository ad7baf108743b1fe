"""The dashboard: one plan on one day."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan import figures, swedish
from actionplan.charts import funnel_chart, standing_bar
from actionplan.charts.pace import pace_chart
from actionplan.choices import Change, ProposalOutcome, Standing
from actionplan.templatetags.actionplan import link
from actionplan.views import access
from actionplan.views.drawn import drawn
from actionplan.views.scoped import scope_context


@dataclass(frozen=True)
class _Since:
    """The day "ändrat sedan" compares with, as the address asks."""

    day: dt.date
    text: str
    error: str


@require_safe
def dashboard(request):
    """Answer: are we on course, what is late, who is silent, what changed."""
    scope = access.plan_to_read(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html")
    since = _since(request, scope)
    counted = figures.plan_figures(scope.plan, scope.on)
    latest = figures.latest_updates(scope.plan, scope.on)
    proposals = figures.proposal_figures(scope.plan, scope.on)
    shown = (scope, since, proposals, _names(counted, latest))
    body = drawn(
        "actionplan/_dashboard_body.html", request, shown, lambda: _body(scope, since, counted, latest, proposals)
    )
    context = scope_context(scope) | {"decision_line": _decision_line(scope.plan), "body": body}
    return render(request, "actionplan/dashboard.html", context, status=400 if since.error else scope.status)


def _names(counted, latest):
    """Say all that the body shows and that the plan's revision does not follow."""
    areas = tuple((area.number, area.name) for area in counted.areas)
    departments = tuple((department.id, department.name) for department in counted.departments)
    authors = tuple((update.pk, update.author.full_label) for update in latest)
    return counted.plan.pk, counted.plan.revision, areas, departments, authors


def _body(scope, since, counted, latest, proposals):
    plan, on = scope.plan, scope.on
    pace = figures.pace(plan, on, counted.counts.total)
    return {
        "scope": scope,
        "figures": counted,
        "share": plan.share_elapsed(on),
        "bar": standing_bar(counted.counts, plan.share_elapsed(on)),
        "legend": counted.counts.shown_standings,
        "deviating": [Standing.MAJOR.value, Standing.MINOR.value],
        "silent_after": settings.SILENT_AFTER_DAYS,
        "areas": _areas(counted, figures.upcoming(plan, on)),
        "departments": [(row, standing_bar(row.counts)) for row in counted.departments],
        "attention": _attention(counted, figures.attention(plan, on)),
        "pace": pace,
        "chart": pace_chart(pace),
        "changes": _changes(figures.changes(plan, since.day, on)),
        "since": since,
        "proposals": proposals,
        "funnel": funnel_chart(proposals, lambda stage: link("proposal_list", scope=scope, steg=stage)),
        "undecided": sorted(ProposalOutcome.UNDECIDED),
        "latest": latest,
    }


def _since(request, scope) -> _Since:
    text = request.GET.get("sedan", "").strip()[:60]
    default = figures.default_since(scope.on)
    if not text:
        return _Since(default, default.isoformat(), "")
    try:
        day = swedish.parse_date(text)
    except ValueError as error:
        return _Since(default, text, str(error))
    if day >= scope.on:
        return _Since(default, text, f"Välj en dag före {swedish.long_date(scope.on)}.")
    return _Since(day, text, "")


def _decision_line(plan):
    """Say which decision the plan rests on; an unknown one is said to be unknown, never guessed."""
    decision = plan.decisions.about_the_plan().first()
    return f"Beslut: {decision}" if decision else "Beslut ej registrerat"


def _areas(counted, upcoming):
    return [{"area": area, "bar": standing_bar(area.counts), "next": upcoming.get(area.id)} for area in counted.areas]


def _attention(counted, rows):
    """Put the name of who answers for it beside each row; the figures have already read the departments."""
    names = {department.id: department.name for department in counted.departments}
    return [(row, names.get(row.department_id, "")) for row in rows]


def _changes(changes):
    return [(key, Change(key).label, number) for key, number in changes.counts.items()]
