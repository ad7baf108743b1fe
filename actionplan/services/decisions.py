"""Recording and correcting decisions; the plan's status and period follow those about the plan as a whole."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplan.choices import DecisionVerb, PlanState
from actionplan.models import ActionPlan, Decision
from actionplan.services.plan import check_open, lock_plan
from actionplan.services.versions import LostUpdate, changes_between, take_version

_SAME_DECISION = ("plan", "activity", "report", "body", "decided_on", "paragraph", "verb", "registry_number")


@transaction.atomic
def record_decision(decision: Decision, *, on: dt.date, extended_to: dt.date | None = None) -> Decision:
    """Store a decision about the plan, a report or an activity. The same decision twice is one: the form was sent twice.

    `extended_to` is the plan's new last day, None for "tills vidare"; it counts only where the verb is förlängs. A
    closed plan takes decisions about its reports alone: the board hears of the last one afterwards.
    """
    plan = _open_plan(decision)
    decision.full_clean()
    same = Decision.objects.filter(**{name: getattr(decision, name) for name in _SAME_DECISION})
    if found := same.first():
        return found
    state = state_after(decision, plan, on)
    valid_to = period_after(decision, plan, extended_to)
    decision.save()
    _follow(plan, state, valid_to)
    return decision


@transaction.atomic
def edit_decision(
    decision: Decision, *, expected_version: int, on: dt.date, extended_to: dt.date | None = None
) -> Decision:
    """Store a corrected decision; the history keeps what it said before, and the plan's status follows the correction.

    The period follows only where the decision becomes a förlängs. Raises LostUpdate or ValidationError.
    """
    plan = _open_plan(decision)
    check_decision_version(decision, expected_version)
    decision.full_clean()
    state = state_after(decision, plan, on)
    was_extended = Decision.objects.get(pk=decision.pk).verb == DecisionVerb.EXTENDED
    valid_to = plan.valid_to if was_extended else period_after(decision, plan, extended_to)
    decision.save()
    _follow(plan, state, valid_to)
    return decision


def state_after(decision: Decision, plan: ActionPlan, on: dt.date) -> str:
    """Return the status the plan has once the decision is saved as it now stands.

    What the decisions together say counts, not their order, as their days may be unknown. A decision that adds nothing
    to it leaves alone what somebody has set by hand.
    """
    if not decision.is_about_the_plan:
        return plan.state
    stored = dict(plan.decisions.about_the_plan().values_list("pk", "verb"))
    before, after = _implied(stored.values()), _implied((stored | {decision.pk: decision.verb}).values())
    if before == after or (before is None and after == PlanState.DRAFT and plan.state == PlanState.ADOPTED):
        return plan.state
    if after == PlanState.CLOSED and is_unsettled(plan, on):
        return plan.state
    return after or PlanState.PROPOSED


def is_unsettled(plan: ActionPlan, on: dt.date) -> bool:
    """Tell if the plan has an open round, or activities that nobody has finished or closed, so that it cannot be closed."""
    return plan.rounds.open().exists() or plan.activities.seen_on(on).unsettled().exists()


def decision_version(decision: Decision) -> int:
    """Return how many times the decision has been saved, which is the version its form carries."""
    return decision.history.count()


def check_decision_version(decision: Decision, expected: int) -> None:
    """Raise LostUpdate if the decision has been saved again since it was `expected`; the caller holds the plan's lock."""
    records = list(decision.history.select_related("history_user").order_by("history_date", "history_id"))
    if not records or len(records) == expected:
        return
    seen = records[min(max(expected, 1), len(records)) - 1]
    raise LostUpdate(len(records), edits=changes_between(decision, seen, records[-1]))


def _open_plan(decision: Decision) -> ActionPlan:
    plan = lock_plan(decision.plan_id)
    if decision.report_id is None:
        check_open(plan)
    return plan


def _implied(verbs) -> str | None:
    """Return the status that decisions with these verbs give a plan together; None if they give it none."""
    verbs = set(verbs)
    if DecisionVerb.CANCELLED in verbs:
        return PlanState.CLOSED
    if verbs & DecisionVerb.ADOPTING:
        return PlanState.ADOPTED
    return PlanState.DRAFT if DecisionVerb.REFERRED_BACK in verbs else None


def period_after(decision: Decision, plan: ActionPlan, extended_to: dt.date | None) -> dt.date | None:
    """Return the plan's last day once the decision is saved; None is "tills vidare"."""
    if decision.verb != DecisionVerb.EXTENDED or not decision.is_about_the_plan:
        return plan.valid_to
    if extended_to and plan.valid_to is None:
        raise ValidationError({"extended_to": "Planen gäller redan tills vidare. Lämna fältet tomt."})
    if extended_to and extended_to <= plan.valid_to:
        raise ValidationError({"extended_to": f"Planen gäller redan till {plan.valid_to}. Skriv en senare dag."})
    return extended_to


def _follow(plan: ActionPlan, state: str, valid_to: dt.date | None) -> None:
    """Store what the decision does to the plan, which is as it was locked."""
    if (plan.state, plan.valid_to) == (state, valid_to):
        return
    take_version(plan, plan.version)
    plan.state, plan.valid_to, plan.revision = state, valid_to, plan.revision + 1
    try:
        plan.full_clean()
    except ValidationError as error:
        raise ValidationError(_beside_the_extension(error)) from error
    plan.save()


def _beside_the_extension(error: ValidationError) -> dict:
    return {"extended_to" if name == "valid_to" else name: texts for name, texts in error.message_dict.items()}
