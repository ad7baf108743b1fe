"""Closing the mandate: what is left of the plan, settling it one by one, closing the plan, and the one that follows."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actionplan import clock
from actionplan.charts import share_bar
from actionplan.choices import Closing, ReportKind, Status
from actionplan.figures import closing_work, next_not_continued, next_unsettled
from actionplan.forms.closing import ClosePlanForm, ContinueForm, SettleForm, SuccessorForm
from actionplan.models import ActionPlan
from actionplan.services.closing import carry_over, close_plan, hand_to_ordinary_work, start_successor, stop
from actionplan.services.plan import CLOSED_PLAN
from actionplan.templatetags.actionplan import link
from actionplan.views import access
from actionplan.views.plans import back_to_plan, page_of_plan
from actionplan.views.saving import attempt, form_page, typed


@require_http_methods(["GET", "HEAD", "POST"])
def plan_close(request):
    """Show how far the closing has come and what is left; close the plan when nothing is."""
    plan = access.plan_to_edit(request)
    on, final = clock.today(), plan.reports.published().filter(kind=ReportKind.FINAL).first()
    work = closing_work(plan, on)
    known = {"has_final_report": final is not None, "not_continued": len(work.not_continued)}
    form = ClosePlanForm(typed(request), plan=plan, today=on, **known)
    tried = attempt(request, form, lambda: close_plan(plan, on=on, expected_version=form.cleaned_data["version"]))
    if tried.saved:
        messages.success(request, "Planen är avslutad. Allt i den går att läsa, och inget att ändra.")
        return redirect(page_of_plan(request))
    context = back_to_plan(request) | {"heading": "Avsluta planen", "plan": plan, "work": work, "final": final}
    context |= {"bar": share_bar(work.summary.settled, work.summary.total), "successors": plan.successors.all()}
    context |= {"chosen": request.GET.get("plan", ""), "final_kind": ReportKind.FINAL.value}
    return form_page(request, "actionplan/plan_close.html", form, tried, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_settle(request, pk):
    """Say what becomes of one activity when the plan is closed, then go on to the next."""
    activity = access.activity_to_edit(request, pk)
    if request.method != "POST" and (nothing_to_settle := _nothing_to_settle(activity)):
        messages.error(request, nothing_to_settle)
        return redirect(activity)
    form = _settle_form(request, activity)
    tried = attempt(request, form, lambda: _settle(request, activity, form))
    if tried.saved:
        messages.success(request, _settled_words(activity, tried.saved))
        return redirect(_after(request, activity))
    back = link("plan_close", plan=activity.plan_id)
    crumbs = [("Planen", link("plan_detail", plan=activity.plan_id)), ("Avsluta planen", back)]
    page = {"activity": activity, "heading": f"Avgör {activity.code}", "crumbs": crumbs, "back": back}
    return form_page(request, "actionplan/activity_settle.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_create(request):
    """Start the plan that continues another."""
    after = access.plan_to_edit(request)
    plan = ActionPlan(mandate_period=None)
    form = SuccessorForm(typed(request), instance=plan, after=after)
    tried = attempt(request, form, lambda: start_successor(plan, after=after))
    if tried.saved:
        messages.success(request, f"{tried.saved} är skapad som utkast, med samma områden.")
        return redirect(link("plan_close", plan=after.pk))
    page = back_to_plan(request, ("Avsluta planen", "plan_close")) | {"heading": "Ny plan", "after": after}
    return form_page(request, "actionplan/plan_create.html", form, tried, **page)


def _nothing_to_settle(activity) -> str:
    """Return why there is nothing to settle, as a Swedish sentence; empty if there is."""
    if activity.area.plan.is_closed:
        return CLOSED_PLAN
    if activity.status_on in Status.FINISHED:
        return f"{activity.code} är redan {Status(activity.status_on).label.lower()}."
    continued = activity.successors.first() if activity.closing == Closing.CARRIED_OVER else None
    if activity.closing == Closing.ORDINARY_WORK or continued:
        return f"{activity.code} är redan avslutad i planen. Öppna den igen om den ska avgöras på nytt."
    return ""


def _settle_form(request, activity):
    if activity.closing == Closing.CARRIED_OVER and not _is_resent(request):
        return ContinueForm(typed(request), activity=activity, today=clock.today())
    return SettleForm(typed(request), activity=activity, today=clock.today())


def _is_resent(request) -> bool:
    """Tell if what is posted is the longer form, which was open when the activity was settled."""
    return "form_token" in request.POST


def _settle(request, activity, form):
    data = form.cleaned_data
    version, on = {"expected_version": data["version"]}, clock.today()
    if "how" not in data:
        how = {"reason": activity.closing_reason, "closed_on": activity.closed_on}
        return carry_over(activity, area=data["area"], on=on, **how, **version)
    if data["how"] == Status.CANCELLED:
        who = {"by": request.user, "on": on, "at": clock.now(), "form_token": data["form_token"]}
        return stop(activity, reason=data["reason"], **who, **version)
    how = {"reason": data["reason"], "closed_on": data["closed_on"], "on": on}
    if data["how"] == Closing.CARRIED_OVER:
        return carry_over(activity, area=data["area"], **how, **version)
    return hand_to_ordinary_work(activity, **how, **version)


def _settled_words(activity, saved) -> str:
    if getattr(saved, "predecessor_id", None) == activity.pk:
        return f"{activity.code} förs över och fortsätter som {saved.code} i {saved.area.plan}."
    if activity.closing == Closing.ORDINARY_WORK:
        return f"{activity.code} blir ordinarie arbete."
    return f"{activity.code} är avbruten."


def _after(request, activity) -> str:
    """Return the next activity to settle if that was asked for and there is one, else the page of what is left."""
    about, following = (activity.area.plan, clock.today(), activity), None
    if "next" in request.POST:
        following = next_unsettled(*about) or next_not_continued(*about)
    if following is None:
        return link("plan_close", plan=activity.plan_id)
    return reverse("activity_settle", args=[following.pk])
