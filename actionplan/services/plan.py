"""Changing the plan, its areas and the decisions about it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplan.models import ActionPlan, Decision, StrategicArea
from actionplan.services.versions import LostUpdate, changes_between, take_version

CLOSED_PLAN = "Planen är avslutad och kan inte ändras."
_SAME_DECISION = ("plan", "activity", "body", "decided_on", "paragraph", "verb", "registry_number")


@transaction.atomic
def edit_plan(plan: ActionPlan, *, expected_version: int) -> ActionPlan:
    """Store an edited plan; a closed one only if the edit opens it again. Raises LostUpdate or ValidationError."""
    stored = lock_plan(plan.pk)
    if plan.is_closed:
        check_open(stored)
    take_version(plan, expected_version)
    plan.revision = stored.revision + 1  # the period is counted with; and an older number must not come back
    plan.full_clean()
    plan.save()
    return plan


@transaction.atomic
def edit_area(area: StrategicArea, *, expected_version: int) -> StrategicArea:
    """Store an edited area. Raises LostUpdate or ValidationError."""
    check_open(lock_plan(area.plan_id))
    take_version(area, expected_version)
    area.full_clean()
    area.save()
    return area


@transaction.atomic
def record_decision(decision: Decision) -> Decision:
    """Store a decision about the plan. The same decision twice is one: the form was sent twice."""
    check_open(lock_plan(decision.plan_id))
    decision.full_clean()
    same = Decision.objects.filter(**{name: getattr(decision, name) for name in _SAME_DECISION})
    if found := same.first():
        return found
    decision.save()
    return decision


@transaction.atomic
def edit_decision(decision: Decision, *, expected_version: int) -> Decision:
    """Store a corrected decision; the history keeps what it said before. Raises LostUpdate or ValidationError."""
    check_open(lock_plan(decision.plan_id))
    check_decision_version(decision, expected_version)
    decision.full_clean()
    decision.save()
    return decision


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


def lock_plan(pk: int) -> ActionPlan:
    """Return the plan as stored, and let changes within it wait for each other until the transaction ends."""
    return ActionPlan.objects.select_for_update(no_key=True).get(pk=pk)


def check_open(plan: ActionPlan) -> None:
    """Raise ValidationError for a closed plan."""
    if plan.is_closed:
        raise ValidationError(CLOSED_PLAN)
