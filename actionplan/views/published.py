"""Gates to what is published: a report marked for all is open, other published ones are for those who may read reports."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from actionplan import permissions
from actionplan.choices import Visibility
from actionplan.models import Report


def published_reports(request: HttpRequest):
    """Return, newest first, the reports this reader may read, without those that a new version has corrected."""
    reports = Report.objects.published().newest_versions()
    return reports if permissions.reads_reports(request.user) else reports.for_everybody()


def report_to_show(request: HttpRequest, pk: int) -> Report | HttpResponse:
    """Return a report: a published one to whoever may read it, a draft to the chief. The anonymous may be sent to sign in."""
    report = Report.objects.select_related("plan", "round").filter(pk=pk).first()
    user = request.user
    if report and report.is_published and report.visibility == Visibility.EVERYBODY:
        return report
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    may_read = permissions.reads_reports if report and report.is_published else permissions.is_chief
    if report is None or not may_read(user):
        raise Http404
    return report
