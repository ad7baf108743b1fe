"""The plan: what it says and where that comes from, and changing it, its areas and the decisions about it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from actionplan import clock, permissions
from actionplan.forms.plan import AreaForm, DecisionForm, PlanForm
from actionplan.models import ActionPlan, Decision
from actionplan.services.plan import decision_version, edit_area, edit_decision, edit_plan, record_decision
from actionplan.templatetags.actionplan import link
from actionplan.views import access
from actionplan.views.saving import attempt, form_page, typed


@require_safe
def plan_detail(request):
    """Show the plan's facts, its decisions, its areas and its source, quoted."""
    scope = access.plan_to_read(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html", status=scope.status)
    context = {
        "scope": scope,
        "plan": scope.plan,
        "areas": scope.plan.areas.all(),
        "decisions": scope.plan.decisions.select_related("activity"),
        "other_plans": ActionPlan.objects.exclude(pk=scope.plan.pk),
        "may_edit": permissions.is_chief(request.user),
    }
    return render(request, "actionplan/plan_detail.html", context, status=scope.status)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request):
    """Change the plan's facts."""
    plan = access.plan_to_edit(request)
    form = PlanForm(typed(request), instance=plan)
    tried = attempt(request, form, lambda: edit_plan(plan, expected_version=form.cleaned_data["version"]))
    if tried.saved:
        messages.success(request, "Planen är sparad.")
        return redirect(_page_of(request))
    return form_page(request, "actionplan/plan_form.html", form, tried, heading="Ändra planen", **_back(request))


@require_http_methods(["GET", "HEAD", "POST"])
def area_edit(request, number):
    """Change an area's name or description."""
    area = access.area_to_edit(request, number)
    page = _back(request, (f"Område {number}", "area_detail", number)) | {"heading": f"Ändra område {number}"}
    form = AreaForm(typed(request), instance=area)
    tried = attempt(request, form, lambda: edit_area(area, expected_version=form.cleaned_data["version"]))
    if tried.saved:
        messages.success(request, f"Området {area} är sparat.")
        return redirect(page["back"])
    return form_page(request, "actionplan/area_form.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_create(request):
    """Record a decision about the plan."""
    plan = access.plan_to_edit(request)
    decision = Decision(plan=plan)
    form = DecisionForm(typed(request), instance=decision, version=0, today=clock.today())
    return _decision_page(request, form, lambda: record_decision(decision), "Registrera beslut")


@require_http_methods(["GET", "HEAD", "POST"])
def decision_edit(request, pk):
    """Correct what is recorded of a decision."""
    decision = access.decision_to_edit(request, pk)
    form = DecisionForm(typed(request), instance=decision, version=decision_version(decision), today=clock.today())

    def save():
        return edit_decision(decision, expected_version=form.cleaned_data["version"])

    return _decision_page(request, form, save, "Ändra beslut")


def _decision_page(request, form, save, heading):
    tried = attempt(request, form, save)
    if tried.saved:
        messages.success(request, "Beslutet är sparat.")
        return redirect(_page_of(request))
    return form_page(request, "actionplan/decision_form.html", form, tried, heading=heading, **_back(request))


def _back(request, *below):
    """Return where the page's breadcrumb and its Avbryt lead: the plan, or a page below it (label, route, argument)."""
    crumbs = [("Planen", _page_of(request)), *((label, _page_of(request, *route)) for label, *route in below)]
    return {"crumbs": crumbs, "back": crumbs[-1][1]}


def _page_of(request, route="plan_detail", *args):
    chosen = request.GET.get("plan")
    return link(route, *args, **({"plan": chosen} if chosen else {}))
