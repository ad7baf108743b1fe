"""What pages about one plan and day put into their context: the scope and the plans to choose among."""

from actionplan.models import ActionPlan
from actionplan.views.access import Scope

_NEEDED = ("valid_from", "valid_to", "mandate_period__boards_from", "mandate_period__boards_to")


def scope_context(scope: Scope) -> dict:
    """Return `scope` and `plan_choices` for components/scope_form.html."""
    plans = ActionPlan.objects.select_related("mandate_period").only(*_NEEDED).order_by("-valid_from", "-id")
    return {"scope": scope, "plan_choices": [(plan.pk, plan_label(plan)) for plan in plans]}


def plan_label(plan: ActionPlan) -> str:
    """Return the mandate period as people say it, else the plan's own period."""
    period = plan.mandate_period
    return f"{period.boards_from.year}–{period.boards_to.year}" if period else plan.period_label
