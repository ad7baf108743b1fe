"""Handing activities over from one department to another, from a day."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actionplan import clock, swedish
from actionplan.choices import ResponsibilityRole
from actionplan.forms.handover import DepartmentHandOverForm, HandOverForm
from actionplan.services.organisation import carried_rows, hand_over, hand_over_all, responsible_row
from actionplan.views import access
from actionplan.views.saving import Attempt, attempt, form_page, take_version, typed


@require_http_methods(["GET", "HEAD", "POST"])
def activity_hand_over(request, pk):
    """Make another department responsible for one activity."""
    activity = access.activity_to_edit(request, pk)
    row = responsible_row(activity)
    form = HandOverForm(typed(request), today=clock.today(), initial={"version": activity.version}, **_giver(row))
    tried = attempt(request, form, lambda: hand_over(activity, **form.values()))
    if _sent_twice(request, form):
        tried = Attempt(saved=row)
    if tried.saved:
        messages.success(request, f"{tried.saved.department} ansvarar för {activity.code} från {tried.saved.from_on}.")
        return redirect(activity)
    back = activity.get_absolute_url()
    crumbs = [("Aktiviteter", reverse("activity_list")), (activity.code, back)]
    page = {"activity": activity, "row": row, "heading": f"Överlämna {activity.code}", "crumbs": crumbs, "back": back}
    return form_page(request, "actionplan/activity_hand_over.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def department_hand_over(request, pk):
    """Hand over what a department carries: choose, see exactly what moves, confirm."""
    department = access.department_to_hand_over(request, pk)
    rows = list(carried_rows(department))
    form = DepartmentHandOverForm(typed(request), giver=department, today=clock.today(), rows=rows)
    tried, preview = Attempt(), None
    if _sent_twice(request, form):
        return _done(request, department, form)
    if request.method == "POST" and form.is_valid():
        if form.is_confirmed():
            tried = attempt(request, form, lambda: (hand_over_all(department, **form.values()),))
        else:
            preview = _preview(form)
    if tried.saved:
        return _done(request, department, form)
    return _department_page(request, department, form, tried, rows=rows, preview=preview)


def _giver(row):
    return {"giver": row.department, "since": row.from_on} if row else {"giver": None}


def _sent_twice(request, form):
    return request.method == "POST" and not form.is_valid() and form.was_sent_before()


def _preview(form):
    """Return what will happen, and let the form carry that this is what its reader has seen."""
    take_version(form, form.preview_version())
    rows = form.chosen_rows()
    roles = [(role, [row for row in rows if row.role == role]) for role in ResponsibilityRole]
    to, from_on = form.cleaned_data["to"], form.cleaned_data["from_on"]
    return {"to": to, "from_on": from_on, "roles": roles, "questions": form.warnings()}


def _done(request, department, form):
    to, from_on = form.cleaned_data["to"], form.cleaned_data["from_on"]
    count = len(form.data.getlist("activities"))
    words = swedish.counted(count, "aktivitet", "aktiviteter")
    messages.success(request, f"{department} lämnar över {words} till {to} från {from_on}.")
    return redirect("department_detail", pk=department.pk)


def _department_page(request, department, form, tried, **context):
    back = reverse("department_detail", args=[department.pk])
    crumbs = [("Förvaltningar", reverse("department_list")), (str(department), back)]
    context |= {"department": department, "heading": f"Överlämna från {department}", "crumbs": crumbs, "back": back}
    return form_page(request, "actionplan/department_hand_over.html", form, tried, **context)
