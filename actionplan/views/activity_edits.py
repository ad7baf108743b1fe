"""Adding, changing, closing and reopening activities."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actionplan import clock
from actionplan.forms.activity import ActivityForm
from actionplan.forms.base import ButtonForm
from actionplan.forms.closing import CloseForm
from actionplan.models import Activity
from actionplan.services.activities import close_activity, create_activity, edit_activity, next_code, reopen_activity
from actionplan.views import access
from actionplan.views.saving import attempt, form_page, typed


@require_http_methods(["GET", "HEAD", "POST"])
def activity_create(request):
    """Add an activity; `?omrade=` proposes its area and next free number."""
    plan = access.plan_to_edit(request)
    activity = Activity(plan=plan, **_proposed(request, plan))
    form = ActivityForm(typed(request), instance=activity, on=clock.today())
    tried = attempt(request, form, lambda: create_activity(activity, author=request.user, **form.values()))
    if tried.saved:
        once = "" if tried.saved is activity else " Formuläret skickades två gånger, men det blev en aktivitet."
        messages.success(request, f"{tried.saved.code} är skapad.{once}")
        return redirect(tried.saved)
    back = reverse("activity_list")
    page = {"heading": "Ny aktivitet", "crumbs": [("Aktiviteter", back)], "back": back}
    return form_page(request, "actionplan/activity_form.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_edit(request, pk):
    """Change what an activity is; how it goes is said in status updates."""
    activity = access.activity_to_edit(request, pk)
    page = _about(activity, f"Ändra {activity.code}")
    form = ActivityForm(typed(request), instance=activity, on=clock.today())
    tried = attempt(request, form, lambda: edit_activity(activity, **form.values()))
    if tried.saved:
        messages.success(request, f"{activity.code} är sparad.")
        return redirect(activity)
    return form_page(request, "actionplan/activity_form.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_close(request, pk):
    """End the follow-up of an activity in the plan, after saying what follows from it."""
    activity = access.activity_to_edit(request, pk)
    if activity.closed_on and request.method != "POST":
        return redirect("activity_reopen", pk=pk)
    page = _about(activity, f"Avsluta {activity.code} i planen")
    form = CloseForm(typed(request), initial={"version": activity.version, "closed_on": clock.today()})
    tried = attempt(request, form, lambda: close_activity(activity, on=clock.today(), **form.values()))
    if tried.saved:
        messages.success(request, f"{activity.code} är avslutad i planen. Sista dagen är {activity.closed_on}.")
        return redirect(activity)
    return form_page(request, "actionplan/activity_close.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_reopen(request, pk):
    """Undo a closing."""
    activity = access.activity_to_edit(request, pk)
    if not activity.closed_on and request.method != "POST":
        raise Http404("Aktiviteten är inte avslutad.")
    page = _about(activity, f"Öppna {activity.code} igen")
    form = ButtonForm(typed(request), initial={"version": activity.version})
    tried = attempt(request, form, lambda: reopen_activity(activity, expected_version=form.cleaned_data["version"]))
    if tried.saved:
        messages.success(request, f"{activity.code} är öppen igen.")
        return redirect(activity)
    return form_page(request, "actionplan/activity_reopen.html", form, tried, **page)


def _proposed(request, plan):
    """Return the area and number that the address asks to begin with."""
    number = request.GET.get("omrade", "")
    if not number:
        return {}
    if not number.isdecimal() or len(number) > 4:
        raise Http404("Det finns inget sådant område.")
    area = get_object_or_404(plan.areas, number=int(number))
    return {"area": area, "code": next_code(area)}


def _about(activity, heading):
    """Return what pages about one activity show, taken before a form changes it in memory."""
    back = activity.get_absolute_url()
    crumbs = [("Aktiviteter", reverse("activity_list")), (activity.code, back)]
    return {"activity": activity, "title": str(activity), "heading": heading, "crumbs": crumbs, "back": back}
