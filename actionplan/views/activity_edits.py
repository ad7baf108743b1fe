"""Adding, changing, closing and reopening activities."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actionplan import clock
from actionplan.forms.activity import ActivityForm, CloseForm, ReopenForm
from actionplan.models import Activity
from actionplan.services.activities import close_activity, create_activity, edit_activity, next_code, reopen_activity
from actionplan.views import access
from actionplan.views.saving import attempt, form_page, typed


@require_http_methods(["GET", "HEAD", "POST"])
def activity_create(request):
    """Add an activity; `?omrade=` proposes its area and next free number."""
    plan = access.plan_to_edit(request)
    activity = Activity(plan=plan, **_proposed(request, plan))
    today = clock.today()
    form = ActivityForm(typed(request), instance=activity, on=today)
    tried = attempt(
        request, form, lambda: create_activity(activity, author=request.user, on=today, **_carried_by(form))
    )
    if tried.saved:
        once = "" if tried.saved is activity else " Formuläret skickades två gånger, men det blev en aktivitet."
        messages.success(request, f"{tried.saved.code} är skapad.{once}")
        return redirect(tried.saved)
    crumbs = [("Aktiviteter", reverse("activity_list"))]
    back = crumbs[0][1]
    return form_page(
        request, "actionplan/activity_form.html", form, tried, crumbs=crumbs, back=back, heading="Ny aktivitet"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def activity_edit(request, pk):
    """Change what an activity is; how it goes is said in status updates."""
    activity = access.activity_to_edit(request, pk)
    page = _about(activity) | {"heading": f"Ändra {activity.code}"}
    today = clock.today()
    form = ActivityForm(typed(request), instance=activity, on=today)

    def save():
        version, participants = form.cleaned_data["version"], form.cleaned_data["participants"]
        return edit_activity(activity, expected_version=version, participants=participants, on=today)

    tried = attempt(request, form, save)
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
    page = _about(activity) | {"heading": f"Avsluta {activity.code} i planen"}
    initial = {"version": activity.version, "closed_on": clock.today()}
    form = CloseForm(typed(request), initial=initial)

    def save():
        data = form.cleaned_data
        return close_activity(
            activity,
            closing=data["closing"],
            reason=data["closing_reason"],
            closed_on=data["closed_on"],
            expected_version=data["version"],
        )

    tried = attempt(request, form, save)
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
    page = _about(activity) | {"heading": f"Öppna {activity.code} igen"}
    form = ReopenForm(typed(request), initial={"version": activity.version})
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


def _carried_by(form):
    return {name: form.cleaned_data[name] for name in ("responsible", "participants")}


def _about(activity):
    """Return what pages about one activity show, taken before a form changes it in memory."""
    back = activity.get_absolute_url()
    return {
        "activity": activity,
        "title": str(activity),
        "crumbs": [("Aktiviteter", reverse("activity_list")), (activity.code, back)],
        "back": back,
    }
