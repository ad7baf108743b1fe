"""Reading reports: the list that council members come to, a report as a page, and its files."""

import logging
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from actionplan import audit, clock, permissions
from actionplan.choices import Visibility
from actionplan.forms.reports import ReportMailForm
from actionplan.models import Report
from actionplan.reports.content import content_of
from actionplan.reports.formats import FORMATS, REPORT_FORMATS
from actionplan.reports.page import Page, page_of
from actionplan.services.notices import notices_about, unsent
from actionplan.services.people import want_report_mail
from actionplan.views import published

_log = logging.getLogger(__name__)

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)
"""What reading stored content raises when it is not what was stored."""


@dataclass
class Listed:
    """A report in the list: the version that holds, with what its frozen content says, and those it has replaced."""

    holds: Report
    title: str
    files: list[tuple[str, str]]
    """Format and label."""
    replaced: list[Report] = field(default_factory=list)


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Published reports, newest first; the chief's drafts; and for council members whether they are told by e-mail."""
    if not permissions.reads_reports(request.user):
        raise Http404
    is_chief, is_council = permissions.is_chief(request.user), permissions.is_council(request.user)
    context = {
        "reports": _listed(),
        "drafts": Report.objects.drafts().select_related("plan", "created_by") if is_chief else (),
        "is_chief": is_chief,
        "mail_form": ReportMailForm(initial={"wanted": request.user.wants_report_mail}) if is_council else None,
    }
    return render(request, "actionplan/report_list.html", context)


def _listed() -> list[Listed]:
    """Return each report once, its newest version first. Only what the list shows is taken out of the contents."""
    told = {"title": KT("content__head__title"), "lede": KT("content__sections__0__paragraphs__0")}
    rows = Report.objects.published().defer("content", "judgements", "summary").annotate(**told)
    found = {}
    for report in rows.order_by("-cutoff", "kind", "plan", "-number"):
        key = (report.plan_id, report.kind, report.cutoff)
        if key in found:
            found[key].replaced.append(report)
        else:
            found[key] = Listed(report, _title(report), [(key, FORMATS[key].label) for key in REPORT_FORMATS])
    return list(found.values())


def _title(report: Report) -> str:
    return report.titled(report.title if isinstance(report.title, str) else "")


@require_POST
def report_mail(request: HttpRequest) -> HttpResponse:
    """Let a council member choose to be told by e-mail when a report is published, or not."""
    published.reader_of_mail(request)
    form = ReportMailForm(request.POST)
    wanted = form.is_valid() and form.cleaned_data["wanted"]
    if wanted and not request.user.email:
        messages.error(request, "Du har ingen e-postadress här. Be den som är administratör att lägga in den först.")
        return redirect("report_list")
    want_report_mail(request.user, wanted=wanted)
    messages.success(
        request,
        "Du får e-post när en rapport publiceras." if wanted else "Du får ingen e-post när en rapport publiceras.",
    )
    return redirect("report_list")


@login_not_required
@require_safe
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The report itself: a published one as it was frozen, a draft as it would be now."""
    report = published.report_to_show(request, pk)
    if isinstance(report, HttpResponse):
        return report
    page = page_to_show(report)
    if page is None:
        return damaged(request, report, "Rapporten")
    return _shown(request, report, page)


def page_to_show(report: Report) -> Page | None:
    """Return the report as it is printed; None when what is stored of a published one cannot be read."""
    try:
        return page_of(content_of(report, made_on=clock.today()))
    except UNREADABLE:
        if report.is_published:
            return None
        raise


def _shown(request: HttpRequest, report: Report, page: Page) -> HttpResponse:
    is_chief = permissions.is_chief(request.user)
    versions = list(Report.objects.published().same_report(report).defer("content").order_by("-number"))
    newer = versions[0] if versions and versions[0].number > report.number else None
    context = {
        "report": report,
        "page": page,
        "title": report.titled(page.head.title),
        "formats": [(key, FORMATS[key].label) for key in REPORT_FORMATS],
        "files": report.files.defer("content"),
        "versions": [version for version in versions if _may_read(request, version)],
        "newer": newer,
        "may_open_newer": newer and _may_read(request, newer),
        "decisions": report.decisions.all(),
        "is_chief": is_chief,
        "reads_all": permissions.reads_reports(request.user),
        "mails": _mails(report) if is_chief and report.is_published else None,
    }
    return _in_frame(request, report, "actionplan/report_detail.html", context)


def _may_read(request: HttpRequest, version: Report) -> bool:
    return version.visibility == Visibility.EVERYBODY or permissions.reads_reports(request.user)


def _mails(report: Report) -> dict[str, int]:
    """Return how many mails have told of the report, and how many the server has not taken."""
    return {"all": notices_about(report).count(), "unsent": unsent(report).count()}


@login_not_required
@require_safe
def report_file(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """Hand out a file of a published report as a download, if it is still what was published."""
    report = published.report_to_show(request, pk)
    if isinstance(report, HttpResponse):
        return report
    if not report.is_published or format not in REPORT_FORMATS:
        raise Http404
    file = report.files.filter(format=format).first()
    if file is None or not file.is_whole:
        return damaged(request, report, f"Rapporten som {FORMATS[format].label}")
    return download(request, report, file.name, file.content_type, bytes(file.content))


def download(request: HttpRequest, report: Report, name: str, content_type: str, content: bytes) -> HttpResponse:
    """Return a file that is saved and not shown, whatever the browser would rather do; the log says who took it."""
    audit.exported(request, f"report {report.pk} {name}")
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return _unlisted(report, response)


def damaged(request: HttpRequest, report: Report, what: str) -> HttpResponse:
    """Answer that what is stored of a report is not what was published."""
    _log.error("report %s: what is stored is damaged or missing and was not handed out (%s)", report.pk, what)
    response = _in_frame(request, report, "actionplan/report_damaged.html", {"report": report, "what": what})
    response.status_code = 410
    return response


def _in_frame(request: HttpRequest, report: Report, template: str, context: dict) -> HttpResponse:
    """Show the page in the site's frame to those who read reports, and to others in one without a way into the site."""
    base = "base.html" if permissions.reads_reports(request.user) else "public.html"
    return _unlisted(report, render(request, template, context | {"base_template": base}))


def _unlisted(report: Report, response: HttpResponse) -> HttpResponse:
    """Keep what is not for everybody out of search engines, wherever its address gets to."""
    if not report.is_published or report.visibility != Visibility.EVERYBODY:
        response["X-Robots-Tag"] = "noindex"
    return response
