"""Gates to what is published: a report marked for all is open, other published ones are for those who may read reports."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from actionplan import permissions
from actionplan.choices import Visibility
from actionplan.models import ActionPlan, Report
from actionplan.services.reports import FROZEN, NOT_PUBLISHED
from actionplan.views import access

CHIEF_PUBLISHES = "Bara näringslivschefen gör och publicerar rapporter. Hör av dig dit om något i rapporten är fel."
COUNCIL_ONLY = "Bara förtroendevalda får e-post när en rapport publiceras."


def published_reports(request: HttpRequest):
    """Return, newest first, the reports this reader may read, without those that a new version has corrected."""
    reports = Report.objects.published().newest_versions()
    return reports if permissions.reads_reports(request.user) else reports.for_everybody()


def report_to_show(request: HttpRequest, pk: int) -> Report | HttpResponse:
    """Return a report: a published one to whoever may read it, a draft to the chief. The anonymous may be sent to sign in."""
    report = Report.objects.select_related("plan", "round").filter(pk=pk).first()
    if report and not report.is_published:
        report.round = report.round_of_cutoff()  # the one it is published with
    user = request.user
    if report and report.is_published and report.visibility == Visibility.EVERYBODY:
        return report
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    may_read = permissions.reads_reports if report and report.is_published else permissions.is_chief
    if report is None or not may_read(user):
        raise Http404
    return report


def report_of_chief(request: HttpRequest, pk: int) -> Report:
    """Return a report, published or not, for the chief; what others may read they are told that they may not change."""
    report = report_to_show(request, pk)
    access.chief(request, CHIEF_PUBLISHES)
    return report


def draft_to_change(request: HttpRequest, pk: int) -> Report:
    """Return a draft for the chief."""
    report = report_of_chief(request, pk)
    if report.is_published:
        raise PermissionDenied(FROZEN)
    return report


def draft_to_write_in(request: HttpRequest, pk: int) -> Report:
    """Return a draft for the chief; what is posted about one published meanwhile is answered with what was typed."""
    return report_of_chief(request, pk) if request.method == "POST" else draft_to_change(request, pk)


def removed_draft(request: HttpRequest, pk: int):
    """Return the last that is known (a row of its history) of a removed draft to the chief who posts about it, else None."""
    if request.method != "POST" or not permissions.is_chief(request.user) or Report.objects.filter(pk=pk).exists():
        return None
    rows = Report.history.filter(id=pk, history_type="-", published_at=None, plan__in=ActionPlan.objects.all())
    return rows.select_related("history_user").order_by("-history_date").first()


def report_to_correct(request: HttpRequest, pk: int) -> Report:
    """Return a published report for the chief."""
    report = report_of_chief(request, pk)
    if not report.is_published:
        raise PermissionDenied(NOT_PUBLISHED)
    return report


def reader_of_mail(request: HttpRequest) -> None:
    """Let council members choose to be told by e-mail."""
    if not permissions.reads_reports(request.user):
        raise Http404
    if not permissions.is_council(request.user):
        raise PermissionDenied(COUNCIL_ONLY)
