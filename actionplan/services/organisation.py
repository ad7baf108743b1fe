"""Who carries an activity from which day: beginning, ending and handing over, with the history kept."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplan.choices import PlanState, ResponsibilityRole
from actionplan.models import ActionPlan, Activity, Department, Responsibility
from actionplan.services.plan import check_open, lock_plan
from actionplan.services.versions import take_version


@transaction.atomic
def hand_over(activity: Activity, *, to: Department, from_on: dt.date, expected_version: int) -> Responsibility:
    """Make another department responsible from a day: the present row ends the day before, a new one begins.

    The same handover once more is no error: the form was sent twice. Raises LostUpdate, or ValidationError if the day is
    not after the present row began or `to` does not exist that day.
    """
    check_open(lock_plan(activity.plan_id))
    row = responsible_row(activity)
    if row is not None and (row.department_id, row.from_on) == (to.pk, from_on):
        return row
    take_version(activity, expected_version)
    _check_exists(to, from_on)
    activity.save()  # the version it took stands in the history, with the one who did it
    if row is None:
        return begin_responsibility(activity, to, ResponsibilityRole.RESPONSIBLE, from_on)
    if row.department_id == to.pk:
        raise ValidationError({"to": f"{to} är redan ansvarig. Välj en annan förvaltning."})
    if from_on <= row.from_on:
        raise ValidationError({"from_on": f"{row.department} blev ansvarig {row.from_on}. Välj en senare dag."})
    return _move(row, to, from_on)


@transaction.atomic
def hand_over_all(department: Department, *, to: Department, from_on: dt.date, activities=None) -> int:
    """Hand over what the department answers for or takes part in, from a day; return how many activities it answered for.

    `activities` (None: all) says which. Activities of closed plans stay as they were. Raises ValidationError if `to` is
    the same department, does not exist that day, or something came to the department that day or later.
    """
    if to.pk == department.pk:
        raise ValidationError({"to": "Välj en annan förvaltning än den som lämnar över."})
    _check_exists(to, from_on)
    _lock_plans(department)
    rows = carried_rows(department).select_for_update(of=("activity",))
    if activities is not None:
        rows = rows.filter(activity__in=activities)
    rows = _sharing_activities(rows)
    too_new = [row for row in rows if row.role == ResponsibilityRole.RESPONSIBLE and row.from_on >= from_on]
    if too_new:
        row = max(too_new, key=lambda row: row.from_on)
        raise ValidationError(
            {"from_on": f"{department} fick {row.activity.code} den {row.from_on}. Välj en senare dag."}
        )
    return sum(_hand_over_row(row, to, from_on) for row in rows)


def has_handed_over(department: Department, *, from_on: dt.date, activity_ids: set[int]) -> bool:
    """Tell if the department's part in all these activities ended when somebody took over on the day."""
    ended = department.responsibilities.filter(to_on=from_on - dt.timedelta(days=1), activity__in=activity_ids)
    return bool(activity_ids) and set(ended.values_list("activity", flat=True)) == activity_ids


def _lock_plans(department: Department) -> None:
    """Lock the plans before their activities, as every verb does, so that none waits for another in a ring."""
    plans = ActionPlan.objects.filter(pk__in=department.responsibilities.values("activity__plan"))
    list(plans.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def responsible_row(activity: Activity) -> Responsibility | None:
    """Return who is responsible until further notice."""
    rows = activity.responsibilities.responsible().filter(to_on__isnull=True)
    return rows.select_related("department").first()


def carried_rows(department: Department):
    """Return what the department is responsible for or takes part in until further notice, in plans that are not closed."""
    rows = department.responsibilities.filter(to_on__isnull=True).exclude(activity__plan__state=PlanState.CLOSED)
    return rows.select_related("activity__area__plan").order_by("role", "activity__code")


def begin_responsibility(activity: Activity, department: Department, role: str, from_on: dt.date) -> Responsibility:
    """Let a department answer for, or take part in, an activity from a day until further notice."""
    row = Responsibility(activity=activity, department=department, role=role, from_on=from_on)
    row.full_clean()
    row.save()
    return row


def end_responsibility(row: Responsibility, from_on: dt.date) -> None:
    """End a row the day before `from_on`; a row that began that day or later never held and goes."""
    if row.from_on >= from_on:
        row.delete()
        return
    row.to_on = from_on - dt.timedelta(days=1)
    row.save()


def _sharing_activities(rows) -> list[Responsibility]:
    """Return the rows with one object per activity, so that two roles in it take their versions one after the other."""
    rows, activities = list(rows), {}
    for row in rows:
        row.activity = activities.setdefault(row.activity_id, row.activity)
    return rows


def _check_exists(to: Department, from_on: dt.date) -> None:
    if to.has_ended_on(from_on):
        raise ValidationError({"to": to.ended_message()})
    if not to.is_valid_on(from_on):
        raise ValidationError({"from_on": f"{to} finns från {to.valid_from}. Välj den dagen eller en senare."})


def _hand_over_row(row: Responsibility, to: Department, from_on: dt.date) -> bool:
    """Move one row; return True if it was a responsibility. A participant who already takes part is not doubled."""
    take_version(row.activity, row.activity.version)
    row.activity.save()  # the version it took stands in the history
    taken = row.activity.responsibilities.filter(department=to, to_on__isnull=True)
    if row.role == ResponsibilityRole.PARTICIPANT and taken.exists():
        end_responsibility(row, from_on)
        return False
    _move(row, to, from_on)
    return row.role == ResponsibilityRole.RESPONSIBLE


def _move(row: Responsibility, to: Department, from_on: dt.date) -> Responsibility:
    if row.role == ResponsibilityRole.RESPONSIBLE:
        for joined in row.activity.responsibilities.participating().filter(department=to, to_on__isnull=True):
            end_responsibility(joined, from_on)
    end_responsibility(row, from_on)
    return begin_responsibility(row.activity, to, row.role, from_on)
