"""The chief's work with a draft: making it, writing in it, looking at its files, and starting a new version."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actionplan import clock
from actionplan.choices import ReportKind
from actionplan.figures import area_assessment, newest_cutoff, plan_figures
from actionplan.forms.base import ButtonForm, is_row_number
from actionplan.forms.reports import CorrectReportForm, NewReportForm, ReportForm
from actionplan.models import ActionPlan, Report, ReportingRound
from actionplan.reports.content import content_of
from actionplan.reports.formats import FORMATS, REPORT_FORMATS
from actionplan.reports.publication import as_draft, file_name
from actionplan.reports.summary import deviations
from actionplan.services.reports import FROZEN, REMOVED, correct_report, create_report, edit_report, remove_draft
from actionplan.views import access, published
from actionplan.views.reports import download
from actionplan.views.saving import Attempt, attempt, form_page, typed


@require_http_methods(["GET", "HEAD", "POST"])
def report_create(request: HttpRequest) -> HttpResponse:
    """Make a draft: of a round (`?omgang=`), of a sort (`?sort=`), or of any day."""
    plan = access.plan_to_edit(request)
    round_ = _round(request)
    plan = round_.plan if round_ else plan
    form = NewReportForm(typed(request), initial=_proposed(plan, round_, request.GET.get("sort", "")))
    before = set(Report.objects.drafts().values_list("pk", flat=True))
    tried = attempt(request, form, lambda: _create(plan, form, request.user))
    if tried.saved:
        is_new = tried.saved.pk not in before
        messages.success(request, "Utkastet är gjort." if is_new else "Det finns redan ett utkast. Här är det.")
        return redirect(tried.saved)
    page = {"heading": "Gör en rapport", "plan": plan, "existing": _existing(plan, form), **back_to()}
    return form_page(request, "actionplan/report_create.html", form, tried, **page)


def _round(request: HttpRequest) -> ReportingRound | None:
    key = request.GET.get("omgang", "")
    if not key:
        return None
    return get_object_or_404(ReportingRound.objects.select_related("plan"), pk=int(key) if is_row_number(key) else 0)


def _proposed(plan: ActionPlan, round_: ReportingRound | None, kind: str) -> dict:
    """Propose the round's cut-off; without one, that of the newest round without a report, else the calendar's newest."""
    today = clock.today()
    if kind == ReportKind.FINAL and not round_:
        cutoff = min(plan.valid_to or today, today)
        return {"kind": kind, "cutoff": cutoff}
    passed = plan.rounds.filter(cutoff__lte=today, reports=None).order_by("-cutoff")
    cutoff = round_.cutoff if round_ else passed.values_list("cutoff", flat=True).first() or newest_cutoff(today)
    usual = ReportKind.ANNUAL if (cutoff.month, cutoff.day) == (12, 31) else ReportKind.INTERIM
    return {"kind": kind if kind in ReportKind.values else usual, "cutoff": cutoff}


def _create(plan: ActionPlan, form: NewReportForm, by) -> Report:
    wanted = {"kind": form.cleaned_data["kind"], "cutoff": form.cleaned_data["cutoff"]}
    round_ = plan.rounds.filter(cutoff=wanted["cutoff"]).first()
    return create_report(plan, **wanted, round=round_, by=by, at=clock.now())


def _existing(plan: ActionPlan, form: NewReportForm) -> Report | None:
    """Return the published report that was asked for, to lead to it."""
    asked = getattr(form, "cleaned_data", {}) if form.is_bound else form.initial
    if not {"kind", "cutoff"} <= set(asked):
        return None
    wanted = {"plan": plan, "kind": asked["kind"], "cutoff": asked["cutoff"]}
    return Report.objects.published().newest_versions().filter(**wanted).first()


@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write summary and judgements, and say who may read."""
    if removed := published.removed_draft(request, pk):
        return _typed_in_vain(request, removed)
    report = published.draft_to_write_in(request, pk)
    form = ReportForm(typed(request), instance=report, areas=_areas(report))
    if report.is_published:
        form.add_error(None, FROZEN)
    tried = attempt(request, form, lambda: edit_report(report, expected_version=form.cleaned_data["version"]))
    if tried.saved:
        messages.success(request, "Utkastet är sparat.")
        return redirect(report)
    page = {"heading": "Skriv i rapporten", "report": report, **back_to(report)}
    return form_page(request, "actionplan/report_form.html", form, tried, **page)


def _typed_in_vain(request: HttpRequest, removed) -> HttpResponse:
    """Show what was typed in a draft that is removed (a row of its history), and lead to a new one."""
    report = removed.instance
    form = ReportForm(request.POST, instance=report, areas=_areas(report))
    form.add_error(None, REMOVED)
    page = {"heading": "Skriv i rapporten", "report": report, "removed": removed, "round": report.round_of_cutoff()}
    return form_page(request, "actionplan/report_form.html", form, Attempt(), **page, **back_to())


def _areas(report: Report):
    """Return each area with what its activities say on the cut-off, and that in words."""
    areas = plan_figures(report.plan, report.cutoff).areas
    return [(area, area_assessment(area.counts), deviations(area.counts.by_standing)) for area in areas]


@require_safe
def report_preview(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """Make a file of the draft as it is now; it says that it is one."""
    report = published.draft_to_change(request, pk)
    if format not in REPORT_FORMATS:
        raise Http404
    today = clock.today()
    content = as_draft(content_of(report, made_on=today), made_on=today)
    made = FORMATS[format]
    return download(request, report, f"utkast-{file_name(report, format)}", made.content_type, made.render(content))


@require_http_methods(["GET", "HEAD", "POST"])
def report_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a new version, which says what is corrected and why."""
    report = published.report_to_correct(request, pk)
    form = CorrectReportForm(typed(request))

    def save():
        return correct_report(report, correction=form.cleaned_data["correction"], by=request.user, at=clock.now())

    tried = attempt(request, form, save)
    if tried.saved:
        messages.success(
            request, f"Version {tried.saved.number} är ett utkast nu. Den förra gäller tills du publicerar."
        )
        return redirect(tried.saved)
    page = {"heading": f"Rätta {report.get_kind_display().lower()}en", "report": report, **back_to(report)}
    page["newest"] = Report.objects.same_report(report).exclude(pk=report.pk).filter(number__gt=report.number).last()
    return form_page(request, "actionplan/report_correct.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def report_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a draft away, after asking. Asked for twice it is away."""
    if published.removed_draft(request, pk):
        messages.info(request, "Utkastet är redan borttaget.")
        return redirect("report_list")
    report = published.draft_to_change(request, pk)
    form = ButtonForm(typed(request), initial={"version": report.version})

    def remove():
        return remove_draft(report, expected_version=form.cleaned_data["version"]) or report

    tried = attempt(request, form, remove)
    if tried.saved:
        messages.success(request, "Utkastet är borttaget.")
        return redirect("report_list")
    page = {"heading": "Ta bort utkastet", "report": report, **back_to(report)}
    return form_page(request, "actionplan/report_remove.html", form, tried, **page)


def back_to(report: Report | None = None) -> dict:
    """Return where the breadcrumb and Avbryt lead: the list, or the report below it."""
    crumbs = [("Rapporter", reverse("report_list"))]
    crumbs += [(report.name, report.get_absolute_url())] if report else []
    return {"crumbs": crumbs, "back": crumbs[-1][1]}
