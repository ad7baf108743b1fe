"""Adding, changing and closing the plan's activities."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actionplan import swedish
from actionplan.choices import ResponsibilityRole, Status
from actionplan.models import Activity, Department, Responsibility, StrategicArea
from actionplan.services.organisation import begin_responsibility, end_responsibility
from actionplan.services.plan import check_open, lock_plan
from actionplan.services.versions import advance_revision, take_version

_SENT_TWICE_WITHIN = dt.timedelta(hours=1)
_SMALL_WORDS = {"och", "i", "av", "för", "med", "den", "det", "de", "en", "ett", "till"}


@transaction.atomic
def create_activity(
    activity: Activity, *, responsible: Department, participants=(), on: dt.date, author=None
) -> Activity:
    """Store a new activity with its responsible department from the day it was added.

    A form sent twice (same number and title by the same author within the hour) is one activity: the first is returned.
    Raises ValidationError for a closed plan, a number already in use or a department that has ended.
    """
    check_open(lock_plan(activity.area.plan_id))
    if sent := _sent_before(activity, author):
        return sent
    activity.added_on = activity.added_on or on
    activity.original_ends_on = activity.ends_on
    _check(activity)
    advance_revision(activity.plan_id)
    activity.save()
    begin_responsibility(activity, responsible, ResponsibilityRole.RESPONSIBLE, activity.added_on)
    for department in participants:
        begin_responsibility(activity, department, ResponsibilityRole.PARTICIPANT, activity.added_on)
    return activity


@transaction.atomic
def edit_activity(activity: Activity, *, expected_version: int, participants=None, on: dt.date) -> Activity:
    """Store an edited activity; `participants` (None: leave them) replace those in force from the day.

    Raises LostUpdate, or ValidationError when the end date may not be edited any more.
    """
    check_open(lock_plan(activity.area.plan_id))
    take_version(activity, expected_version)
    _check_deadline(activity, Activity.objects.get(pk=activity.pk))
    _check(activity)
    activity.save()
    if participants is not None:
        _set_participants(activity, participants, on)
    return activity


@transaction.atomic
def close_activity(
    activity: Activity, *, closing: str, reason: str, closed_on: dt.date, on: dt.date, expected_version: int
) -> Activity:
    """End the follow-up of an activity that is unfinished on the day `on`: carried over, or to ordinary work.

    It shows from the day after `closed_on`. The same closing once more is no error: the form was sent twice.
    """
    check_open(lock_plan(activity.area.plan_id))
    if (activity.closing, activity.closing_reason, activity.closed_on) == (closing, reason, closed_on):
        return activity
    take_version(activity, expected_version)
    _check_may_close(activity, closed_on, on)
    activity.closing, activity.closing_reason, activity.closed_on = closing, reason, closed_on
    activity.full_clean()
    activity.save()
    return activity


@transaction.atomic
def reopen_activity(activity: Activity, *, expected_version: int) -> Activity:
    """Undo a closing; the history keeps it. An activity that is open stays so."""
    check_open(lock_plan(activity.area.plan_id))
    if activity.closed_on is None:
        return activity
    take_version(activity, expected_version)
    activity.closing, activity.closing_reason, activity.closed_on = "", "", None
    activity.save()
    return activity


def next_code(area: StrategicArea) -> str:
    """Return the number a new activity of the area would get: one more than the area's highest, as SI-09."""
    codes = Activity.objects.filter(area=area).order_by("-added_on", "-pk").values_list("code", flat=True)
    prefix = codes[0].partition("-")[0] if codes else _initials(area.name)
    same = Activity.objects.filter(plan=area.plan_id, code__startswith=f"{prefix}-").values_list("code", flat=True)
    highest = max((int(code.partition("-")[2]) for code in same), default=0)
    return f"{prefix}-{highest + 1:02d}"


def deadline_lock(activity: Activity) -> str:
    """Return why the end date may not be edited, as a Swedish sentence; empty if it may."""
    if not activity.area.plan.may_set_deadlines:
        return "Planen är antagen. Flytta sluttiden i en lägesrapport, med ett skäl."
    if activity.deadline_moves:
        return "Sluttiden har flyttats i en lägesrapport. Flytta den i en ny lägesrapport."
    return ""


def _sent_before(activity: Activity, author) -> Activity | None:
    if author is None:
        return None
    made = Activity.history.filter(
        history_type="+",
        history_user=author,
        history_date__gte=timezone.now() - _SENT_TWICE_WITHIN,
        plan_id=activity.area.plan_id,
        code=activity.code,
        title=activity.title,
    )
    return Activity.objects.filter(pk__in=made.values("id")).first()


def _check(activity: Activity) -> None:
    """Say beside the number that it is taken, and check everything else."""
    activity.full_clean(validate_constraints=False)
    taken = Activity.objects.filter(plan=activity.area.plan_id, code=activity.code).exclude(pk=activity.pk).first()
    if taken:
        free = next_code(activity.area)
        raise ValidationError(
            {"code": f"Numret {taken.code} finns redan i planen: {taken.title}. Nästa lediga nummer är {free}."}
        )
    activity.validate_constraints()


def _check_deadline(activity: Activity, stored: Activity) -> None:
    """Before adoption the end date is a draft and takes the original along; afterwards it moves only through an update."""
    if activity.ends_on == stored.ends_on:
        return
    if locked := deadline_lock(stored):
        raise ValidationError({"ends_on": locked})
    activity.original_ends_on = activity.ends_on


def _check_may_close(activity: Activity, closed_on: dt.date, on: dt.date) -> None:
    if activity.closed_on:
        raise ValidationError("Aktiviteten är redan avslutad i planen.")
    last = activity.updates.until(on).newest_first().first()
    if last and last.status in Status.FINISHED:
        raise ValidationError(
            f"Aktiviteten är {last.get_status_display().lower()} enligt lägesrapporten och behöver inte avslutas."
        )
    if last and closed_on < last.as_of:
        raise ValidationError(
            {"closed_on": f"Det finns en lägesrapport för {last.as_of}. Välj den dagen eller en senare."}
        )
    if closed_on < activity.added_on:
        raise ValidationError({"closed_on": f"Aktiviteten tillkom {activity.added_on}. Välj en senare dag."})
    first = activity.area.plan.valid_from
    if closed_on >= swedish.years_after(first, swedish.MAX_PLAN_YEARS):
        raise ValidationError(
            {
                "closed_on": f"Dagen är mer än {swedish.MAX_PLAN_YEARS} år efter {first}, då planen började. Kontrollera året."
            }
        )


def _set_participants(activity: Activity, wanted, on: dt.date) -> None:
    rows = {row.department_id: row for row in _open_participations(activity)}
    wanted = {department.pk: department for department in wanted}
    for row in (row for pk, row in rows.items() if pk not in wanted):
        end_responsibility(row, on)
    for department in (department for pk, department in wanted.items() if pk not in rows):
        begin_responsibility(activity, department, ResponsibilityRole.PARTICIPANT, on)


def _open_participations(activity: Activity):
    return Responsibility.objects.participating().filter(activity=activity, to_on__isnull=True)


def _initials(name: str) -> str:
    """Return the first letters of the name's main words: "Service och information" is SI."""
    words = [word for word in re.findall(r"\w+", name) if word.lower() not in _SMALL_WORDS]
    letters = "".join(word[0].upper() for word in words if word[0].upper() in "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ")
    return (letters + "XX")[: max(2, min(len(letters), 4))]
