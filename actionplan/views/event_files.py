"""Files of a meeting: taking in, handing out and removing."""

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from actionplan import audit, clock
from actionplan.forms.events import RemoveFileForm
from actionplan.forms.uploads import EventFileForm
from actionplan.models import EventFile
from actionplan.services.events import add_file, checksum, remove_file
from actionplan.views import consultation_access as gates
from actionplan.views.events import about
from actionplan.views.saving import attempt, form_page

_log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def event_file_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a PDF or a Word document."""
    event = gates.event_to_edit(request, pk)
    is_sent, too_large = request.method == "POST", getattr(request, "upload_too_large", False)
    form = EventFileForm(request.POST if is_sent else None, request.FILES if is_sent else None, too_large=too_large)
    before = set(event.files.values_list("pk", flat=True))
    tried = attempt(request, form, lambda: _store(request, event, form.cleaned_data["file"]))
    if tried.saved:
        is_here = tried.saved.pk in before
        messages.success(request, f"{tried.saved.name} {'finns redan här' if is_here else 'är sparad'}.")
        return redirect("event_file_add", pk=pk)
    page = about(event, "Lägg till en fil") | {"files": files_of(event), "may_edit": True}
    return form_page(request, "actionplan/event_file_form.html", form, tried, **page)


def _store(request: HttpRequest, event, upload) -> EventFile:
    upload.seek(0)
    return add_file(
        event=event,
        name=upload.safe_name,
        content_type=upload.kind.content_type,
        content=upload.read(),
        by=request.user,
        at=clock.now(),
    )


@require_safe
def event_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a file as a download, if it is still what was put in."""
    file = gates.event_file_to_read(request, pk)
    content = bytes(file.content)
    if checksum(content) != file.sha256:
        _log.error("event file %s is damaged and was not handed out", file.pk)
        return render(request, "actionplan/event_file_damaged.html", {"file": file}, status=410)
    audit.exported(request, f"file {file.pk} of event {file.event_id}")
    response = HttpResponse(content, content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def event_file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file away, after asking."""
    file = gates.event_file_to_remove(request, pk)
    page = about(file.event, f"Ta bort {file.name}") | {"file": file}
    form = RemoveFileForm(request.POST if request.method == "POST" else None, initial={"version": 1})
    tried = attempt(request, form, lambda: remove_file(file) or file)
    if tried.saved:
        messages.success(request, f"{file.name} är borttagen.")
        return redirect(page["back"])
    return form_page(request, "actionplan/event_file_remove.html", form, tried, **page)


def files_of(event):
    """Return the meeting's files without what is in them."""
    return event.files.defer("content").select_related("uploaded_by")
