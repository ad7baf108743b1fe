"""For the meeting: what has changed since the last one, and a report on one page for the wall."""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan import clock, permissions
from actionplan.charts import standing_bar
from actionplan.figures import default_since
from actionplan.forms.since import SinceDaysForm, SinceReportsForm
from actionplan.models import Report
from actionplan.reports.content import content_of
from actionplan.reports.one_page import one_page
from actionplan.reports.since import since_days, since_reports
from actionplan.views import access
from actionplan.views.published import published_reports, report_to_show
from actionplan.views.reports import UNREADABLE, damaged


def _asked(request: HttpRequest, fran: dt.date, till: dt.date) -> dict[str, str]:
    """Return what the form is bound to: what the address says, else the days given."""
    given = {name: request.GET.get(name, "").strip()[:60] for name in ("fran", "till")}
    return {"fran": given["fran"] or fran.isoformat(), "till": given["till"] or till.isoformat()}


@login_not_required
@require_safe
def since_meeting(request: HttpRequest) -> HttpResponse:
    """What has changed: between any two days for those who read the plan, between published reports for others."""
    if permissions.reads_the_plan(request.user):
        return _since_days(request)
    reports = list(published_reports(request).select_related("plan"))
    if not reports and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not reports and not permissions.reads_reports(request.user):
        raise Http404
    return _since_reports(request, reports)


def _since_days(request: HttpRequest) -> HttpResponse:
    scope = access.plan_to_read(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html")
    days = published_reports(request).filter(plan=scope.plan).values_list("cutoff", flat=True)
    newest = sorted(set(days), reverse=True)[:2]  # two reports may share a day
    till, fran = newest if len(newest) == 2 else (scope.on, default_since(scope.on))
    form = SinceDaysForm(_asked(request, fran, till))
    found = since_days(scope.plan, form.cleaned_data["fran"], form.cleaned_data["till"]) if form.is_valid() else None
    return _page(request, form, found, scope.plan, may_open=True)


def _since_reports(request: HttpRequest, reports: list[Report]) -> HttpResponse:
    """Compare two of the newest report's plan; of several with the same cut-off, the newest counts."""
    plan = reports[0].plan if reports else None
    by_day = {report.cutoff: report for report in reversed(reports) if report.plan_id == plan.pk}
    days = sorted(by_day, reverse=True)
    if len(days) < 2:
        return render(request, "actionplan/since_meeting.html", {"too_few": True, "plan": plan})
    form = SinceReportsForm(_asked(request, days[1], days[0]), reports={day: str(by_day[day]) for day in days})
    found = None
    if form.is_valid():
        then, now = (by_day[form.cleaned_data[name]] for name in ("fran", "till"))
        try:
            found = since_reports(then.content["facts"], now.content["facts"])
        except UNREADABLE:
            return damaged(request, then if _is_unreadable(then) else now, "Rapporten")
    return _page(request, form, found, plan, may_open=False)


def _is_unreadable(report: Report) -> bool:
    """Tell if the report cannot even be compared with itself."""
    try:
        since_reports(report.content["facts"], report.content["facts"])
    except UNREADABLE:
        return True
    return False


def _page(request: HttpRequest, form, found, plan, *, may_open: bool) -> HttpResponse:
    context = {"form": form, "found": found, "plan": plan, "may_open": may_open}
    return render(request, "actionplan/since_meeting.html", context, status=400 if form.errors else 200)


@login_not_required
@require_safe
def report_summary(request: HttpRequest, pk: int) -> HttpResponse:
    """A report on one page: large on a projector, one sheet on paper."""
    report = report_to_show(request, pk)
    if isinstance(report, HttpResponse):
        return report
    try:
        shown = one_page(content_of(report, made_on=clock.today()))
        areas = [(area, standing_bar(area.share)) for area in shown.areas]
    except UNREADABLE:
        if report.is_published:
            return damaged(request, report, "Rapporten")
        raise
    title = report.titled(shown.head.title)
    context = {"report": report, "title": title, "page": shown, "bar": standing_bar(shown.whole), "areas": areas}
    return render(request, "actionplan/report_summary.html", context)
