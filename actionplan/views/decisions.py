"""Recording and correcting decisions about the plan, a report or one activity."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actionplan import clock
from actionplan.choices import DecisionVerb
from actionplan.forms.decisions import DecisionForm
from actionplan.services.decisions import decision_version, edit_decision, record_decision
from actionplan.views import access
from actionplan.views.plans import back_to_plan
from actionplan.views.saving import attempt, form_page, typed


@require_http_methods(["GET", "HEAD", "POST"])
def decision_create(request):
    """Record a decision about the plan; `?aktivitet=` or `?rapport=` says about what of it instead."""
    decision = access.decision_to_record(request)
    form = DecisionForm(typed(request), instance=decision, version=0, today=clock.today())
    return _page(request, form, lambda: record_decision(decision, **form.values()), "Registrera beslut")


@require_http_methods(["GET", "HEAD", "POST"])
def decision_edit(request, pk):
    """Correct what is recorded of a decision."""
    decision = access.decision_to_edit(request, pk)
    form = DecisionForm(typed(request), instance=decision, version=decision_version(decision), today=clock.today())

    def save():
        return edit_decision(decision, expected_version=form.cleaned_data["version"], **form.values())

    return _page(request, form, save, "Ändra beslut")


def _page(request, form, save, heading):
    decision = form.instance
    page = {"heading": heading, "decision": decision, **_about(request, decision)}
    tried = attempt(request, form, save)
    if tried.saved:
        messages.success(request, _told(decision))
        return redirect(page["back"])
    return form_page(request, "actionplan/decision_form.html", form, tried, **page)


def _about(request, decision) -> dict:
    """Return where the page's breadcrumb and its Avbryt lead: to what the decision is about."""
    if decision.activity:
        back = decision.activity.get_absolute_url()
        return {"crumbs": [("Aktiviteter", reverse("activity_list")), (decision.activity.code, back)], "back": back}
    if decision.report:
        back = decision.report.get_absolute_url()
        return {"crumbs": [("Rapporter", reverse("report_list")), (str(decision.report), back)], "back": back}
    return back_to_plan(request)


def _told(decision) -> str:
    if decision.activity and decision.verb == DecisionVerb.STOPPED:
        return "Beslutet är sparat. Läget ändras inte av det: skriv en lägesrapport med status Avbruten."
    return "Beslutet är sparat."
