"""Publishing a report, after reading what it does; and telling those who want to know."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from actionplan import clock, swedish
from actionplan.choices import MailState
from actionplan.figures import unanswered
from actionplan.forms.reports import PublishReportForm
from actionplan.mail import deliver, draft_notices
from actionplan.models import Activity, Report
from actionplan.reports.blocks import Content, from_json, to_json
from actionplan.reports.content import content_of
from actionplan.reports.formats import FORMATS, REPORT_FORMATS
from actionplan.reports.publication import files_of, print_of, with_missing
from actionplan.services import outbox
from actionplan.services.notices import notices_about, unsent
from actionplan.services.reports import publish_report
from actionplan.views import published
from actionplan.views.names import names_in_report
from actionplan.views.report_edits import back_to
from actionplan.views.saving import attempt, form_page, typed

_ALREADY = "Rapporten är redan publicerad."


@require_http_methods(["GET", "HEAD", "POST"])
def report_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the draft: what the page showed, in every format. Content is built once and all files come from it."""
    report = published.report_of_chief(request, pk)
    if report.is_published:
        return _tell_that_it_is_done(request, report)
    today = clock.today()
    content, missing, seen = _read(report, today)
    form = PublishReportForm(typed(request), report=report, seen=seen, is_missing=bool(missing))
    tried = attempt(request, form, lambda: _publish(request, report, content, missing, form.values()))
    if tried.saved:
        _send(request, tried.saved)
        messages.success(request, "Rapporten är publicerad. Den ändras inte längre.")
        return redirect(tried.saved)
    if Report.objects.published().filter(pk=pk).exists():  # somebody else was quicker
        return _tell_that_it_is_done(request, report)
    if "seen" in form.errors or tried.lost:
        report = published.report_of_chief(request, pk)
        content, missing, seen = _read(report, today)
        form.show_what_is_new(report.version, seen)
    page = {"heading": "Publicera rapporten", "report": report, "missing": missing, **back_to(report)}
    page["labels"] = [FORMATS[key].label for key in REPORT_FORMATS]
    page["anyway"] = "publicera ändå"
    page["warned"] = names_in_report(report, content)
    page["told"] = len(draft_notices(report, ""))
    return form_page(request, "actionplan/report_publish.html", form, tried, **page)


def _read(report: Report, today: dt.date) -> tuple[Content, list[Activity], str]:
    """Return what the draft says now, what nobody has answered, and what tells this from what it may be later."""
    content = content_of(report, made_on=today)
    missing = unanswered(report.plan, report.cutoff)
    return content, missing, print_of(with_missing(content, missing, ""))


def _publish(request: HttpRequest, report: Report, content: Content, missing, values: dict) -> Report:
    frozen = to_json(with_missing(content, missing, values["unanswered_reason"]))
    made = {"content": frozen, "files": files_of(report, from_json(frozen))}
    notices = draft_notices(report, settings.SITE_URL or request.build_absolute_uri("/").rstrip("/"))
    made["expected_revision"] = report.plan.revision  # as read before the content was built
    return publish_report(report, **made, **values, notices=notices, by=request.user, at=clock.now())


def _tell_that_it_is_done(request: HttpRequest, report: Report) -> HttpResponse:
    stored = Report.objects.select_related("published_by").defer("content").get(pk=report.pk)
    is_own = stored.published_by == request.user
    messages.warning(request, _ALREADY if is_own else f"{_ALREADY} {stored.published_by.full_label} hann före dig.")
    return redirect(stored)


@require_POST
def report_notify(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again to send what the e-mail server has not taken. What was perhaps sent is not sent again."""
    report = published.report_to_correct(request, pk)
    for mail in unsent(report).filter(state=MailState.FAILED):
        outbox.release(mail)
    if unsent(report).exists():
        _send(request, report)
    else:
        messages.info(request, "Det finns inga brev kvar att skicka.")
    return redirect(f"{reverse('report_detail', args=[pk])}#utskick")


def _send(request: HttpRequest, report: Report) -> None:
    """Send what waits and say what became of it."""
    waiting = list(unsent(report).filter(state=MailState.WAITING))
    if not waiting:
        return
    deliver(waiting, reply_to=settings.CONTACT_EMAIL or request.user.email, now=clock.now)
    sent = notices_about(report).filter(pk__in=[mail.pk for mail in waiting], state=MailState.SENT).count()
    if sent == len(waiting):
        messages.success(request, f"{swedish.counted(sent, 'brev är skickat', 'brev är skickade')} om rapporten.")
    else:
        messages.error(request, f"{sent} av {len(waiting)} brev är skickade. Försök igen längst ned på sidan.")
