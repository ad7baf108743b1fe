"""Documents around a decision: writing, previewing and making them, reading a version and handing out its files."""

import logging

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from actionplan import audit, clock, permissions
from actionplan.choices import DocumentKind
from actionplan.forms.documents import DocumentForm
from actionplan.models import Document, Report
from actionplan.reports.blocks import Content, from_json, to_json
from actionplan.reports.formats import DOCUMENT_FORMATS, FORMATS
from actionplan.reports.page import Page, page_of
from actionplan.reports.publication import print_of
from actionplan.services.documents import MadeFile, make_document
from actionplan.templatetags.actionplan import link
from actionplan.views import document_access as gates
from actionplan.views.names import Found, names_in_document
from actionplan.views.plans import back_to_plan, page_of_plan
from actionplan.views.reports import UNREADABLE, damaged, page_to_show
from actionplan.views.saving import Attempt, form_page, typed

_log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def document_create(request, kind):
    """Write a document's texts, see what it becomes, and make it."""
    making = gates.document_to_make(request, kind)
    if not making.is_possible:
        messages.error(request, "Det finns ingen publicerad rapport att skriva om än. Publicera en rapport först.")
        return redirect(page_of_plan(request))
    if making.report and not _is_readable(making.report):
        return damaged(request, making.report, "Rapporten")
    form, content, tried = _form(request, making), None, Attempt()
    changed = False
    if request.method == "POST" and form.is_valid():
        content = making.recipe.content(making.plan, making.report, form.texts(), clock.today())
        if "make" in request.POST:
            changed, tried = not form.has_seen_all(), Attempt(questions=tuple(form.questions()))
            if not changed and not tried.questions:
                return _made(request, making, form.texts(), content)
        form.show_what_is_new()
    page = _context(request, making, content) | {"warned": _names(making, form, content), "changed": changed}
    return form_page(request, "actionplan/document_form.html", form, tried, **page)


@require_safe
def document_detail(request, pk):
    """Show one version as it was made, with its files and whether they are whole."""
    document = gates.document_to_read(request, pk)
    context = back_to_plan(request) | {
        "document": document,
        "report": (page := _page(document)),
        "files": [(file, FORMATS[file.format].label, file.is_whole) for file in document.files.all()],
        "may_make": permissions.is_chief(request.user) and (document.report is None or document.report.is_published),
    }
    return render(request, "actionplan/document_detail.html", context, status=200 if page else 410)


def _page(document: Document) -> Page | None:
    """Return the document as it is printed; None when what is stored of it cannot be read."""
    try:
        return page_of(from_json(document.content))
    except UNREADABLE:
        _log.error("document %s: what is stored is damaged and was not shown", document.pk)
        return None


@require_safe
def document_file(request, pk, format):
    """Hand out a document as a download, if it is still what was made."""
    file = gates.document_file_to_read(request, pk, format)
    if not file.is_whole:
        _log.error("document file %s is damaged and was not handed out", file.pk)
        return render(request, "actionplan/document_damaged.html", {"file": file}, status=410)
    audit.exported(request, f"document {pk} as {format}")
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    return response


def _is_readable(report: Report) -> bool:
    """Tell if a published report holds what a document quotes from it."""
    return page_to_show(report) is not None and {"total", "by_status"} <= set(report.content.get("facts", ()))


def _form(request, making) -> DocumentForm:
    parts, newest = making.recipe.parts(making.plan, making.report), making.newest
    kept = newest.texts if newest and "ny" not in request.GET else {}
    initial = {part.key: kept[part.key] for part in parts if part.key in kept}
    return DocumentForm(typed(request), parts=parts, seen=_seen(making), initial=initial)


def _seen(making) -> str:
    """Return what tells the data behind the document from what it may be a moment later, whatever texts are typed."""
    return print_of(making.recipe.content(making.plan, making.report, {}, clock.today()))


def _names(making, form, content: Content | None) -> list[Found]:
    """Return where names stand in what the page shows: the preview, or else what would be made as the form opens."""
    content = content or making.recipe.content(making.plan, making.report, form.initial, clock.today())
    return names_in_document(making.plan, content, form.part_keys)


def _made(request, making, texts, content):
    files = {key: MadeFile(FORMATS[key].content_type, FORMATS[key].render(content)) for key in DOCUMENT_FORMATS}
    about = {"report": making.report, "texts": texts, "content": to_json(content), "files": files}
    before = making.newest
    document = make_document(making.plan, making.kind, **about, by=request.user, at=clock.now())
    unchanged = f"Ingenting är ändrat sedan version {document.number}. Den gäller fortfarande."
    messages.success(request, unchanged if document == before else f"{document} är framtaget.")
    return redirect(link("document_detail", document.pk, plan=request.GET.get("plan", "")))


def _context(request, making, content) -> dict:
    label = DocumentKind(making.kind).label
    reports = making.plan.reports.published().newest_versions() if making.recipe.needs_report else ()
    return back_to_plan(request) | {
        "heading": f"Ta fram {label[0].lower()}{label[1:]}",
        "plan": making.plan,
        "about": making.report,
        "other_reports": [report for report in reports if report != making.report],
        "newest": making.newest,
        "is_fresh": "ny" in request.GET,
        "kind": making.kind,
        "chosen": request.GET.get("plan", ""),
        "report": page_of(content) if content else None,
        "anyway": "ta fram dokumentet ändå",
    }
