"""Opening a form again with what was typed before a sign-in or an expired page; nothing is saved."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from actionplan import carried


def pop_carried(request: HttpRequest) -> QueryDict | None:
    """Return, once, what was typed into the form of this page; views bind their form to it on GET, and do not save."""
    fields = carried.pop(request)
    if fields is not None:
        messages.warning(request, "Här är det du skrev. Det är inte sparat ännu: läs igenom och spara.")
    return fields


@require_POST
def carried_reopen(request: HttpRequest) -> HttpResponse:
    """The button of the page that says the form was too old."""
    found = carried.unpack(request.POST.get(carried.FIELD, ""))
    if found is None:
        messages.error(request, "Det du skrev går inte att hämta längre. Inget är sparat.")
        return redirect("start")
    carried.keep(request, found)
    return redirect(found.path)
