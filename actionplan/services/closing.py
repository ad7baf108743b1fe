"""Closing the mandate: settling each unfinished activity, closing the plan, and starting the one that follows."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplan.choices import Closing, PlanState, Status
from actionplan.models import ActionPlan, Activity, Department, StatusUpdate, StrategicArea
from actionplan.services.activities import close_activity, create_activity, next_code
from actionplan.services.followup import record_status_update
from actionplan.services.organisation import responsible_row
from actionplan.services.plan import check_open, lock_plan
from actionplan.services.versions import take_version
from actionplan.swedish import listed

_COPIED = ("title", "purpose", "audience", "kind", "measure", "target", "unit", "is_example")
_MOST_NAMED = 20


@transaction.atomic
def carry_over(
    activity: Activity, *, area: StrategicArea, reason: str, closed_on: dt.date, on: dt.date, expected_version: int
) -> Activity:
    """Close an activity as carried over and return the one that continues it in an area of another plan.

    One that was closed so earlier, but has nothing to continue it, gets that; its reason and day stand. The same twice
    is one. Raises LostUpdate or ValidationError.
    """
    _lock_in_order(activity.plan_id, area.plan_id)
    stored = Activity.objects.get(pk=activity.pk)
    continued = stored.successors.filter(plan=area.plan_id).first()
    if continued and (stored.closing, stored.closing_reason, stored.closed_on) == (
        Closing.CARRIED_OVER,
        reason,
        closed_on,
    ):
        return continued
    if stored.closing == Closing.CARRIED_OVER:
        _take_as_it_stands(activity, stored, continued, expected_version)
    else:
        how = {"closing": Closing.CARRIED_OVER, "reason": reason, "closed_on": closed_on}
        close_activity(activity, **how, on=on, expected_version=expected_version)
    return continued or _continue(activity, area, on)


def stop(
    activity: Activity, *, reason: str, by, on: dt.date, at: dt.datetime, form_token: uuid.UUID, expected_version: int
) -> StatusUpdate:
    """Cancel an activity, which a status update says. Same errors as record_status_update.

    What is settled already is refused, unless this very form settled it or somebody else has done so since it was opened.
    """
    if activity.version == expected_version:
        _check_unsettled(activity, on)
    return record_status_update(
        activity=activity,
        author=by,
        as_of=on,
        recorded_at=at,
        status=Status.CANCELLED,
        comment=reason,
        form_token=form_token,
        expected_version=expected_version,
    )


def hand_to_ordinary_work(
    activity: Activity, *, reason: str, closed_on: dt.date, on: dt.date, expected_version: int
) -> Activity:
    """Let an activity go on outside any plan. Same errors as close_activity."""
    how = {"closing": Closing.ORDINARY_WORK, "reason": reason, "closed_on": closed_on}
    return close_activity(activity, **how, on=on, expected_version=expected_version)


@transaction.atomic
def close_plan(plan: ActionPlan, *, on: dt.date, expected_version: int) -> ActionPlan:
    """Make the plan read-only, once every activity is settled. A closed plan stays so: the form was sent twice.

    Raises LostUpdate, or ValidationError that names the activities that are left.
    """
    stored = lock_plan(plan.pk)
    if stored.is_closed:
        return stored
    take_version(plan, expected_version)
    check_settled(plan, on)
    plan.state, plan.revision = PlanState.CLOSED, stored.revision + 1
    plan.full_clean()
    plan.save()
    return plan


@transaction.atomic
def start_successor(plan: ActionPlan, *, after: ActionPlan) -> ActionPlan:
    """Store a plan that continues another, with copies of its areas. The same once more is no error.

    Raises ValidationError, also when it would not begin after the other began.
    """
    after = lock_plan(after.pk)
    same = after.successors.filter(title=plan.title, valid_from=plan.valid_from, valid_to=plan.valid_to)
    if sent := same.first():
        return sent
    if plan.valid_from <= after.valid_from:
        raise ValidationError({"valid_from": f"Nästa plan ska börja efter {after.valid_from}, då den här började."})
    plan.predecessor, plan.state = after, PlanState.DRAFT
    plan.full_clean()
    plan.save()
    for area in after.areas.order_by("number"):
        StrategicArea.objects.create(plan=plan, number=area.number, name=area.name, description=area.description)
    return plan


def check_settled(plan: ActionPlan, on: dt.date) -> None:
    """Raise ValidationError that names what is left before the plan can be closed: activities, or a round that is open."""
    codes = list(
        plan.activities.seen_on(on).unsettled().order_by("area__number", "code").values_list("code", flat=True)
    )
    if len(codes) > _MOST_NAMED:
        codes = [*codes[:_MOST_NAMED], f"{len(codes) - _MOST_NAMED} till"]
    if codes:
        raise ValidationError(f"Planen kan inte avslutas än. Kvar att avgöra: {listed(codes)}.")
    if open_round := plan.rounds.open().first():
        raise ValidationError(f"Planen kan inte avslutas än. Omgången {open_round} är öppen. Lås den först.")


def _check_unsettled(activity: Activity, on: dt.date) -> None:
    if activity.closed_on:
        raise ValidationError("Aktiviteten är redan avslutad i planen.")
    last = activity.updates.until(on).newest_first().first()
    if last and last.status in Status.FINISHED:
        raise ValidationError(f"Aktiviteten är redan {last.get_status_display().lower()}.")


def _lock_in_order(*plan_ids: int) -> None:
    """Lock plans in one order, so that none waits for another in a ring, and refuse closed ones."""
    for pk in sorted(set(plan_ids)):
        check_open(lock_plan(pk))


def _take_as_it_stands(activity: Activity, stored: Activity, continued: Activity | None, expected: int) -> None:
    take_version(activity, expected)
    if continued:
        raise ValidationError(f"Aktiviteten finns redan i nästa plan, som {continued.code}.")
    activity.closing, activity.closing_reason, activity.closed_on = (
        stored.closing,
        stored.closing_reason,
        stored.closed_on,
    )
    activity.save()  # the version it took stands in the history, with the one who did it


def _continue(activity: Activity, area: StrategicArea, on: dt.date) -> Activity:
    copied = {name: getattr(activity, name) for name in _COPIED}
    continued = Activity(area=area, code=next_code(area), predecessor=activity, **copied)
    return create_activity(continued, responsible=_responsible(activity, on), on=on)


def _responsible(activity: Activity, on: dt.date) -> Department:
    row = responsible_row(activity)
    if row is None:
        raise ValidationError("Ingen förvaltning ansvarar för aktiviteten. Överlämna den till en först.")
    if row.department.has_ended_on(on):
        raise ValidationError(f"{row.department.ended_message()} Överlämna aktiviteten först.")
    return row.department
