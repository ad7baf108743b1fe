"""Changing the plan and its areas."""

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplan.models import ActionPlan, StrategicArea
from actionplan.services.versions import take_version

CLOSED_PLAN = "Planen är avslutad och kan inte ändras."
CLOSED_ELSEWHERE = "Planen avslutas på sidan Avsluta planen, när alla aktiviteter är avgjorda."


@transaction.atomic
def edit_plan(plan: ActionPlan, *, expected_version: int) -> ActionPlan:
    """Store an edited plan; a closed one only if the edit opens it again. Raises LostUpdate or ValidationError.

    A plan is closed by services.closing alone, which asks for its activities first.
    """
    stored = lock_plan(plan.pk)
    if plan.is_closed:
        check_open(stored)
        raise ValidationError({"state": CLOSED_ELSEWHERE})
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


def lock_plan(pk: int) -> ActionPlan:
    """Return the plan as stored, and let changes within it wait for each other until the transaction ends."""
    return ActionPlan.objects.select_for_update(no_key=True).get(pk=pk)


def check_open(plan: ActionPlan) -> None:
    """Raise ValidationError for a closed plan."""
    if plan.is_closed:
        raise ValidationError(CLOSED_PLAN)
