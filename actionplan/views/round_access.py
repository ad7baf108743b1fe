"""Gates of follow-up rounds: all who read the plan read them, näringslivschefen writes."""

from django.shortcuts import get_object_or_404

from actionplan.models import ActionPlan, Activity, ReportingRound
from actionplan.views import access

CHIEF_KEEPS_ROUNDS = "Bara näringslivschefen kan ändra i uppföljningen. Hör av dig dit om något behöver ändras."


def round_to_read(request, pk: int) -> ReportingRound:
    """Return a round for anybody who reads the plan."""
    access.plan_to_read(request)
    return get_object_or_404(ReportingRound.objects.with_lock().select_related("plan"), pk=pk)


def round_to_edit(request, pk: int) -> ReportingRound:
    """Return a round for the chief."""
    round_ = round_to_read(request, pk)
    access.chief(request, CHIEF_KEEPS_ROUNDS)
    return round_


def plan_of_rounds(request) -> ActionPlan:
    """Return the plan in question for the chief, to plan a round in."""
    plan = access.plan_to_read(request).plan
    access.chief(request, CHIEF_KEEPS_ROUNDS)
    return get_object_or_404(ActionPlan, pk=plan.pk if plan else 0)


def activity_to_review(request, pk: int, activity: int) -> tuple[ReportingRound, Activity]:
    """Return a round and one activity of its plan for the chief."""
    round_ = round_to_edit(request, pk)
    return round_, get_object_or_404(Activity.objects.select_related("area"), pk=activity, plan=round_.plan_id)
