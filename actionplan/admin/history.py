"""The history of one row: who changed what and when, to read only."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from actionplan.services.versions import Edit, changes_between

PER_PAGE = 50
WHAT = {"+": "Skapad", "~": "Ändrad", "-": "Borttagen"}


@dataclass(frozen=True)
class Entry:
    """One line: `reason` is what the change says of itself, `edits` the fields it changed."""

    at: dt.datetime
    by: str
    what: str
    reason: str
    edits: list[Edit]


def history_page(pages: admin.ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Return the page; a row that has been removed keeps its history."""
    if not pages.has_view_permission(request):
        raise PermissionDenied
    records = _records(pages.model, object_id)
    page = Paginator(records, PER_PAGE).get_page(request.GET.get(PAGE_VAR))
    if not page.object_list:
        raise Http404
    newest = records[0].instance
    context = {
        **pages.admin_site.each_context(request),
        "title": f"Historik: {newest}",
        "opts": pages.opts,
        "module_name": capfirst(pages.opts.verbose_name_plural),
        "object": newest,
        "page": page,
        "page_var": PAGE_VAR,
        "entries": _entries(records, page),
    }
    return TemplateResponse(request, "admin/noun_history.html", context)


def _records(model: type[models.Model], object_id: str):
    if not (hasattr(model, "history") and object_id.isdecimal()):
        raise Http404
    history = model.history.model
    related = [field.name for field in history.tracked_fields if field.many_to_one]
    records = model.history.filter(**{model._meta.pk.name: object_id}).select_related("history_user", *related)
    return records.order_by("-history_date", "-history_id")


def _entries(records, page: Page) -> list[Entry]:
    """Return the page's lines; a record that changed nothing people know of (a sign-in, a copy) is none."""
    shown = list(page.object_list)
    older = [*shown[1:], *records[page.end_index() :][:1], None]
    entries = [_entry(record, before) for record, before in zip(shown, older, strict=False)]
    return [entry for entry in entries if entry.what != WHAT["~"] or entry.edits or entry.reason]


def _entry(record, before) -> Entry:
    return Entry(
        at=record.history_date,
        by=record.history_user.full_label if record.history_user else "",
        what=WHAT[record.history_type],
        reason=record.history_change_reason or "",
        edits=changes_between(record.instance, before, record) if before and record.history_type == "~" else [],
    )
