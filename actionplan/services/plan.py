"""Changing the plan, its areas and its activities."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplan.choices import ResponsibilityRole
from actionplan.models import ActionPlan, Activity, Department, Responsibility, StrategicArea
from actionplan.services.versions import take_version

CLOSED_PLAN = "Planen är avslutad och kan inte ändras."


@transaction.atomic
def create_activity(activity: Activity, *, responsible: Department, participants=(), on: dt.date) -> Activity:
    """Store a new activity with its responsible department from the day it was added.

    Raises ValidationError for a closed plan, a code already in use or a department that has ended.
    """
    _check_open(activity.area.plan)
    activity.added_on = activity.added_on or on
    activity.original_ends_on = activity.ends_on
    activity.full_clean()
    activity.save()
    _begin(activity, responsible, ResponsibilityRole.RESPONSIBLE, activity.added_on)
    for department in participants:
        _begin(activity, department, ResponsibilityRole.PARTICIPANT, activity.added_on)
    return activity


@transaction.atomic
def edit_activity(activity: Activity, *, expected_version: int, participants=None, on: dt.date) -> Activity:
    """Store an edited activity; `participants` (None: leave them) replace those in force from the day.

    Raises LostUpdate, or ValidationError when the end date may not be edited any more.
    """
    _check_open(activity.area.plan)
    take_version(activity, expected_version)
    _check_deadline(activity, Activity.objects.get(pk=activity.pk))
    activity.full_clean()
    activity.save()
    if participants is not None:
        _set_participants(activity, participants, on)
    return activity


@transaction.atomic
def close_activity(
    activity: Activity, *, closing: str, reason: str, closed_on: dt.date, expected_version: int
) -> Activity:
    """End the follow-up of an unfinished activity: carried over, or to ordinary work. It shows from the day after."""
    if activity.closed_on:
        raise ValidationError("Aktiviteten är redan avslutad i planen.")
    take_version(activity, expected_version)
    activity.closing, activity.closing_reason, activity.closed_on = closing, reason, closed_on
    activity.full_clean()
    activity.save()
    return activity


@transaction.atomic
def reopen_activity(activity: Activity, *, expected_version: int) -> Activity:
    """Undo a closing; the history keeps it."""
    _check_open(activity.area.plan)
    take_version(activity, expected_version)
    activity.closing, activity.closing_reason, activity.closed_on = "", "", None
    activity.save()
    return activity


@transaction.atomic
def edit_plan(plan: ActionPlan, *, expected_version: int) -> ActionPlan:
    """Store an edited plan. Raises LostUpdate or ValidationError."""
    _check_open(ActionPlan.objects.get(pk=plan.pk))
    take_version(plan, expected_version)
    plan.full_clean()
    plan.save()
    return plan


@transaction.atomic
def edit_area(area: StrategicArea, *, expected_version: int) -> StrategicArea:
    """Store an edited area. Raises LostUpdate or ValidationError."""
    _check_open(area.plan)
    take_version(area, expected_version)
    area.full_clean()
    area.save()
    return area


def _check_open(plan: ActionPlan) -> None:
    if plan.is_closed:
        raise ValidationError(CLOSED_PLAN)


def _check_deadline(activity: Activity, stored: Activity) -> None:
    """Before adoption the end date is a draft and takes the original along; afterwards it moves only through an update."""
    if activity.ends_on == stored.ends_on:
        return
    if not activity.area.plan.may_set_deadlines:
        raise ValidationError({"ends_on": "Planen är antagen. Flytta sluttiden i en lägesrapport, med ett skäl."})
    if stored.deadline_moves:
        raise ValidationError({"ends_on": "Sluttiden har flyttats i en lägesrapport. Flytta den i en ny lägesrapport."})
    activity.original_ends_on = activity.ends_on


def _begin(activity: Activity, department: Department, role: str, from_on: dt.date) -> None:
    row = Responsibility(activity=activity, department=department, role=role, from_on=from_on)
    row.full_clean()
    row.save()


def _set_participants(activity: Activity, wanted, on: dt.date) -> None:
    rows = {row.department_id: row for row in activity.responsibilities.participating().in_force(on)}
    wanted = {department.pk: department for department in wanted}
    for row in (row for pk, row in rows.items() if pk not in wanted):
        end_responsibility(row, on)
    for department in (department for pk, department in wanted.items() if pk not in rows):
        _begin(activity, department, ResponsibilityRole.PARTICIPANT, on)


def end_responsibility(row: Responsibility, from_on: dt.date) -> None:
    """End a row the day before `from_on`; a row that began that day or later never held and goes."""
    if row.from_on >= from_on:
        row.delete()
        return
    row.to_on = from_on - dt.timedelta(days=1)
    row.save()
