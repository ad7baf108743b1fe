"""Gates to the documents around a decision, as access.py has them to the plan."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404

from actionplan.models import ActionPlan, Document, DocumentFile, Report
from actionplan.reports.documents import RECIPES, Recipe
from actionplan.views import access


@dataclass(frozen=True)
class Making:
    """What the address asks to have made: which kind, of which plan, about which report."""

    plan: ActionPlan
    kind: str
    recipe: Recipe
    report: Report | None

    @property
    def is_possible(self) -> bool:
        """Tell if there is a published report for a document that needs one."""
        return self.report is not None or not self.recipe.needs_report

    @property
    def newest(self) -> Document | None:
        """Return the version that was made last."""
        return self.plan.documents.filter(kind=self.kind, report=self.report).order_by("-number").first()


def document_to_make(request, kind: str) -> Making:
    """Return what the chief asks to make; the newest published report where the address names none."""
    plan = access.plan_to_edit(request)
    if kind not in RECIPES:
        raise Http404("Det finns inget sådant dokument.")
    recipe, report = RECIPES[kind], None
    if recipe.needs_report:
        report = _report(request, plan)
    return Making(report.plan if report else plan, kind, recipe, report)


def document_to_read(request, pk: int) -> Document:
    """Return one version of a document for anybody who reads the plan."""
    access.plan_to_read(request)
    return get_object_or_404(Document.objects.select_related("plan", "report", "made_by"), pk=pk)


def document_file_to_read(request, pk: int, format: str) -> DocumentFile:
    """Return a document in one format for anybody who reads the plan."""
    return get_object_or_404(document_to_read(request, pk).files.select_related("document"), format=format)


def documents_of(plan: ActionPlan):
    """Return the plan's documents, newest first, with their files but not what is in them."""
    files = Prefetch("files", DocumentFile.objects.defer("content"))
    return plan.documents.defer("content", "texts").select_related("report", "made_by").prefetch_related(files)


def _report(request, plan: ActionPlan) -> Report | None:
    if key := request.GET.get("rapport", ""):
        return get_object_or_404(Report.objects.published().select_related("plan"), pk=access.row_number(key))
    return plan.reports.published().select_related("plan").first()
