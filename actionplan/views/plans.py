"""The plan: what it says and where that comes from, and changing it and its areas."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from actionplan import permissions
from actionplan.choices import DocumentKind
from actionplan.forms.plan import AreaForm, PlanForm
from actionplan.models import ActionPlan
from actionplan.services.plan import edit_area, edit_plan
from actionplan.templatetags.actionplan import link
from actionplan.views import access
from actionplan.views.document_access import documents_of
from actionplan.views.saving import attempt, form_page, typed


@require_safe
def plan_detail(request):
    """Show the plan's facts, its decisions, its areas and its source, quoted."""
    scope = access.plan_to_read(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html", status=scope.status)
    decisions, may_edit = (
        list(scope.plan.decisions.select_related("activity", "report")),
        permissions.is_chief(request.user),
    )
    context = {
        "scope": scope,
        "plan": scope.plan,
        "areas": scope.plan.areas.all(),
        "decisions": decisions,
        "is_decided": any(decision.is_about_the_plan for decision in decisions),
        "documents": documents_of(scope.plan),
        "document_kinds": DocumentKind.choices,
        "other_plans": ActionPlan.objects.exclude(pk=scope.plan.pk),
        "may_edit": may_edit,
        "may_change": may_edit and not scope.plan.is_closed,
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
        return redirect(page_of_plan(request))
    return form_page(request, "actionplan/plan_form.html", form, tried, heading="Ändra planen", **back_to_plan(request))


@require_http_methods(["GET", "HEAD", "POST"])
def area_edit(request, number):
    """Change an area's name or description."""
    area = access.area_to_edit(request, number)
    page = back_to_plan(request, (f"Område {number}", "area_detail", number)) | {"heading": f"Ändra område {number}"}
    form = AreaForm(typed(request), instance=area)
    tried = attempt(request, form, lambda: edit_area(area, expected_version=form.cleaned_data["version"]))
    if tried.saved:
        messages.success(request, f"Området {area} är sparat.")
        return redirect(page["back"])
    return form_page(request, "actionplan/area_form.html", form, tried, **page)


def back_to_plan(request, *below) -> dict:
    """Return where the page's breadcrumb and its Avbryt lead: the plan, or a page below it (label, route, argument)."""
    crumbs = [("Planen", page_of_plan(request)), *((label, page_of_plan(request, *route)) for label, *route in below)]
    return {"crumbs": crumbs, "back": crumbs[-1][1]}


def page_of_plan(request, route="plan_detail", *args) -> str:
    """Return the address of the plan's page, or of a page below it, with the plan that the request chose."""
    chosen = request.GET.get("plan")
    return link(route, *args, **({"plan": chosen} if chosen else {}))
