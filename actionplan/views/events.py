"""Meetings with companies: the list of a mandate period's, adding one and changing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actionplan import permissions
from actionplan.figures import events_of_period
from actionplan.forms.base import ButtonForm
from actionplan.forms.events import EventForm
from actionplan.models import ConsultationEvent
from actionplan.services.events import create_event, edit_event, remove_event
from actionplan.templatetags.actionplan import link
from actionplan.views import access, listing
from actionplan.views import consultation_access as gates
from actionplan.views.saving import attempt, form_page, typed
from actionplan.views.scoped import scope_context


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """Show the meetings of the mandate period, and the anchoring of its plan, which is no meeting but a phase."""
    scope = access.plan_to_read(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html")
    page = listing.page_of(request, events_of_period(scope.plan, scope.on))
    context = scope_context(scope) | {"page": page, "may_edit": permissions.is_chief(request.user)}
    return render(request, "actionplan/event_list.html", context, status=scope.status)


@require_http_methods(["GET", "HEAD", "POST"])
def event_create(request: HttpRequest) -> HttpResponse:
    """Add a meeting, of the mandate period in question unless another is chosen."""
    scope = gates.scope_to_add_event(request)
    event = ConsultationEvent(mandate_period=scope.plan.mandate_period if scope.plan else None)
    form = EventForm(typed(request), instance=event)
    tried = attempt(request, form, lambda: create_event(event, by=request.user))
    if tried.saved:
        once = "" if tried.saved is event else " Formuläret skickades två gånger, men det blev ett möte."
        messages.success(request, f"{tried.saved.title} är sparat.{once}")
        return redirect(tried.saved)
    back = link("event_list", scope=scope)
    page = {"heading": "Nytt samråd", "crumbs": [("Samråd", back)], "back": back}
    return form_page(request, "actionplan/event_form.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a meeting."""
    event = gates.event_to_edit(request, pk)
    page = about(event, f"Ändra {event.title}")
    form = EventForm(typed(request), instance=event)
    tried = attempt(request, form, lambda: edit_event(event, expected_version=form.cleaned_data["version"]))
    if tried.saved:
        messages.success(request, f"{event.title} är sparat.")
        return redirect(page["back"])
    return form_page(request, "actionplan/event_form.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def event_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a meeting that was put down by mistake, after asking."""
    event = gates.event_to_edit(request, pk)
    page = about(event, f"Ta bort {event.title}") | {"number": event.proposals.count()}
    form = ButtonForm(typed(request), initial={"version": event.version})
    tried = attempt(request, form, lambda: remove_event(event, expected_version=form.cleaned_data["version"]))
    if tried.saved:
        messages.success(request, f"{page['title']} är borttaget.")
        return redirect("event_list")
    return form_page(request, "actionplan/event_remove.html", form, tried, **page)


def about(event: ConsultationEvent, heading: str) -> dict:
    """Return what pages about one meeting show, taken before a form changes it in memory."""
    back = event.get_absolute_url()
    crumbs = [("Samråd", reverse("event_list")), (event.title, back)]
    return {"event": event, "title": event.label, "heading": heading, "crumbs": crumbs, "back": back}
