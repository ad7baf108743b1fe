"""Handing activities over between departments, with the history kept."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplan.choices import ResponsibilityRole
from actionplan.models import Activity, Department, Responsibility
from actionplan.services.plan import CLOSED_PLAN, end_responsibility
from actionplan.services.versions import take_version


@transaction.atomic
def hand_over(activity: Activity, *, to: Department, from_on: dt.date, expected_version: int) -> Responsibility:
    """Make another department responsible from a day: the present row ends the day before, a new one begins.

    Raises LostUpdate, or ValidationError if the day is not after the present row began or `to` has ended.
    """
    if activity.area.plan.is_closed:
        raise ValidationError(CLOSED_PLAN)
    take_version(activity, expected_version)
    row = activity.responsibilities.responsible().get(to_on__isnull=True)
    if row.department_id == to.pk:
        raise ValidationError({"to": f"{to} är redan ansvarig. Välj en annan förvaltning."})
    if from_on <= row.from_on:
        raise ValidationError({"from_on": f"{row.department} blev ansvarig {row.from_on}. Välj en senare dag."})
    activity.save()  # the version it took stands in the history, with the one who did it
    return _move(row, to, from_on)


@transaction.atomic
def hand_over_all(department: Department, *, to: Department, from_on: dt.date) -> int:
    """Hand over all the department answers for or takes part in, from a day; return how many activities it answered for.

    Activities of closed plans stay as they were. Raises ValidationError if `to` is the same department or has ended.
    """
    if to.pk == department.pk:
        raise ValidationError({"to": "Välj en annan förvaltning än den som lämnar över."})
    rows = department.responsibilities.filter(to_on__isnull=True).exclude(activity__plan__state="avslutad")
    too_new = rows.responsible().filter(from_on__gte=from_on).order_by("-from_on").first()
    if too_new:
        raise ValidationError(
            {"from_on": f"{department} fick {too_new.activity.code} den {too_new.from_on}. Välj en senare dag."}
        )
    handed = [row for row in rows.select_related("activity__area__plan") if _hand_over_row(row, to, from_on)]
    return len(handed)


def _hand_over_row(row: Responsibility, to: Department, from_on: dt.date) -> bool:
    """Move one row; return True if it was a responsibility. A participant who already takes part is not doubled."""
    taken = row.activity.responsibilities.filter(department=to, to_on__isnull=True)
    if row.role == ResponsibilityRole.PARTICIPANT and taken.exists():
        end_responsibility(row, from_on)
        return False
    take_version(row.activity, row.activity.version)
    _move(row, to, from_on)
    return row.role == ResponsibilityRole.RESPONSIBLE


def _move(row: Responsibility, to: Department, from_on: dt.date) -> Responsibility:
    if row.role == ResponsibilityRole.RESPONSIBLE:
        for joined in row.activity.responsibilities.participating().filter(department=to, to_on__isnull=True):
            end_responsibility(joined, from_on)
    end_responsibility(row, from_on)
    successor = Responsibility(activity=row.activity, department=to, role=row.role, from_on=from_on)
    successor.full_clean()
    successor.save()
    return successor
