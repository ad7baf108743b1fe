"""Putting in the memo's plan and the labelled example data, and taking the example out again."""

import datetime as dt
import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actionplan.choices import Closing, ResponsibilityRole
from actionplan.models import (
    ActionPlan,
    Activity,
    Decision,
    Department,
    MandatePeriod,
    Membership,
    Responsibility,
    StatusSpan,
    StatusUpdate,
    StrategicArea,
    User,
)
from actionplan.services.followup import record_status_update
from actionplan.services.people import create_user
from actionplan.services.versions import advance_revision
from actionplan.swedish import listed

_DATA = Path(__file__).resolve().parent.parent / "data"
_LAST_DAY_BEFORE_THE_SPLIT = dt.date(2015, 12, 31)


@transaction.atomic
def load_plan() -> tuple[ActionPlan, bool]:
    """Put in what the memo of 2015-12-04 says and nothing more; return the plan and whether it was new."""
    data = _read("plan_2016_2018.json")
    found = ActionPlan.objects.filter(registry_number=data["plan"]["registry_number"]).first()
    if found:
        return found, False
    plan = ActionPlan(**_with_days(data["plan"]), source_text=data["source_text"])
    plan.full_clean()
    plan.save()
    for row in data["areas"]:
        StrategicArea.objects.create(plan=plan, **row)
    return plan, True


@transaction.atomic
def load_example() -> int:
    """Put in the example data of the plan; return the number of activities. Raises ValidationError if it is in already."""
    if Activity.objects.filter(is_example=True).exists():
        raise ValidationError("Exempeldata är redan inläst. Ta bort den först med remove_example.")
    plan, _ = load_plan()
    data = _read("example.json")
    _load_periods(plan, data)
    departments = _load_departments(data["departments"])
    users = _load_users(data["users"], departments)
    for number, text in data["area_descriptions"].items():
        plan.areas.filter(number=number, description="").update(description=text)
    for row in data["activities"]:
        _load_activity(plan, row, data, departments, users)
    return len(data["activities"])


@transaction.atomic
def remove_example() -> int:
    """Take out just the example data, its status updates and history too; return the number of activities removed.

    Raises ValidationError, and removes nothing, if real rows lean on example rows.
    """
    _check_nothing_real_leans_on_it()
    activities = Activity.objects.filter(is_example=True)
    for plan_id in set(activities.values_list("plan", flat=True)):
        advance_revision(plan_id)
    traces = _traces()
    removed = activities.count()
    StatusSpan.objects.filter(activity__is_example=True).delete()
    StatusUpdate.objects.remove_examples()
    _leave_the_plan()
    for model in (Activity, User, Department, MandatePeriod):
        model.objects.filter(is_example=True).delete()
    for history, keys in traces:
        history.filter(**keys).delete()
    return removed


def _read(name: str) -> dict:
    return json.loads((_DATA / name).read_text(encoding="utf-8"))


def _with_days(row: dict) -> dict:
    days = ("_on", "_from", "_to", "_date")
    return {key: dt.date.fromisoformat(value) if key.endswith(days) else value for key, value in row.items()}


def _load_periods(plan: ActionPlan, data: dict) -> None:
    for row in data["mandate_periods"]:
        if not MandatePeriod.objects.filter(election_year=row["election_year"]).exists():
            MandatePeriod.objects.create(**_with_days(row), is_example=True)
    if plan.mandate_period is None:
        period = MandatePeriod.objects.get(election_year=data["plan_election_year"])
        ActionPlan.objects.filter(pk=plan.pk).update(mandate_period=period)


def _load_departments(rows: list[dict]) -> dict[str, Department]:
    successors = {}
    for row in rows:
        successors[row["name"]] = row.pop("successors", [])
        if not Department.objects.filter(name=row["name"]).exists():
            Department.objects.create(**_with_days(row), is_example=True)
    departments = {name: Department.objects.get(name=name) for name in successors}
    for name, heirs in successors.items():
        departments[name].successors.add(*(departments[heir] for heir in heirs))
    return departments


def _load_users(rows: list[dict], departments: dict[str, Department]) -> dict[str, User]:
    users = {}
    for row in rows:
        department = departments.get(row.pop("department", None))
        email = f"{row['username']}@example.com"
        users[row["username"]] = create_user(**row, password=None, email=email, department=department, is_example=True)
    return users


def _load_activity(plan: ActionPlan, row: dict, data: dict, departments: dict, users: dict) -> None:
    added_on = dt.date.fromisoformat(data["added_on"])
    facts = {
        key: row[key]
        for key in ("code", "title", "purpose", "kind", "measure", "target", "unit", "starts_on", "ends_on")
    }
    activity = Activity(
        **_with_days(facts),
        area=plan.areas.get(number=row["area"]),
        added_on=added_on,
        all_participate=row.get("all_participate", False),
        is_example=True,
    )
    activity.original_ends_on = activity.ends_on
    activity.full_clean()
    activity.save()
    _load_responsibilities(activity, row, departments)
    for told in row["updates"]:
        _load_update(activity, told, _author(row, departments, users))
    if row.get("closing_reason"):
        _close(activity, row["closing_reason"], dt.date.fromisoformat(data["closed_on"]))


def _load_responsibilities(activity: Activity, row: dict, departments: dict) -> None:
    first, role = activity.added_on, ResponsibilityRole.RESPONSIBLE
    if before := row.get("until_2015"):
        until = _LAST_DAY_BEFORE_THE_SPLIT
        _answer(activity, departments[before], role, first, until)
        first = until + dt.timedelta(days=1)
    _answer(activity, departments[row["responsible"]], role, first)
    for name in row["participants"]:
        _answer(activity, departments[name], ResponsibilityRole.PARTICIPANT, activity.added_on)


def _answer(
    activity: Activity, department: Department, role: str, from_on: dt.date, to_on: dt.date | None = None
) -> None:
    Responsibility.objects.create(activity=activity, department=department, role=role, from_on=from_on, to_on=to_on)


def _author(row: dict, departments: dict, users: dict) -> User:
    """Return the department's demo handläggare, else the demo näringslivschef."""
    department = departments[row["responsible"]]
    member = User.objects.filter(is_example=True, memberships__department=department).first()
    return member or users["demo-naringslivschef"]


def _load_update(activity: Activity, told: dict, author: User) -> None:
    facts = _with_days({key: told[key] for key in told if key not in ("recorded_at", "author")})
    noon = dt.datetime.combine(dt.date.fromisoformat(told["as_of"]), dt.time(12))
    recorded = dt.datetime.fromisoformat(told["recorded_at"]) if "recorded_at" in told else noon
    last = activity.updates.newest_first().first()
    same = last is not None and (last.status, last.assessment) == (told["status"], told["assessment"])
    named = User.objects.get(username=told["author"]) if "author" in told else author
    record_status_update(
        activity=activity,
        author=named,
        recorded_at=timezone.make_aware(recorded),
        unchanged=same and not told.get("new_ends_on"),
        **facts,
    )


def _close(activity: Activity, reason: str, closed_on: dt.date) -> None:
    activity.refresh_from_db()
    activity.closing, activity.closing_reason, activity.closed_on = Closing.CARRIED_OVER, reason, closed_on
    activity.full_clean()
    activity.save()


def _check_nothing_real_leans_on_it() -> None:
    leaning = listed([what for what, rows in _real_rows_on_example_rows() if rows.exists()])
    if leaning:
        raise ValidationError(
            f"Riktiga uppgifter hör ihop med exempeldata: {leaning}. Ändra dem först. Inget är borttaget."
        )


def _real_rows_on_example_rows():
    """Yield what would be lost or changed along with the example, by its Swedish name."""
    real = Activity.objects.filter(is_example=False)
    yield "ansvar", Responsibility.objects.filter(department__is_example=True, activity__is_example=False)
    yield "lägesrapporter", StatusUpdate.objects.filter(author__is_example=True, activity__is_example=False)
    yield "kontaktpersoner", real.filter(contact__is_example=True)
    yield "föregångare", real.filter(predecessor__is_example=True)
    yield "beslut", Decision.objects.filter(activity__is_example=True)
    yield "medlemmar", Membership.objects.filter(department__is_example=True, user__is_example=False)
    yield "efterträdare", Department.objects.filter(is_example=False, successors__is_example=True)
    yield "mandatperioder", _other_plans().filter(mandate_period__is_example=True)


def _other_plans():
    return ActionPlan.objects.exclude(registry_number=_read("plan_2016_2018.json")["plan"]["registry_number"])


def _leave_the_plan() -> None:
    """Take from the memo's plan what `load_example` added to it, unless somebody has written something else since."""
    ActionPlan.objects.filter(mandate_period__is_example=True).update(mandate_period=None)
    for number, text in _read("example.json")["area_descriptions"].items():
        areas = StrategicArea.objects.exclude(plan__in=_other_plans())
        areas.filter(number=number, description=text).update(description="")


def _traces() -> list[tuple]:
    """Return where the history of the example's rows is found; removing them adds to it, so it is emptied last."""
    ids = {
        model: list(model.objects.filter(is_example=True).values_list("pk", flat=True))
        for model in (Activity, User, Department, MandatePeriod)
    }
    own = [(model.history, {"id__in": found}) for model, found in ids.items()]
    return [
        *own,
        (Responsibility.history, {"activity_id__in": ids[Activity]}),
        (Membership.history, {"user_id__in": ids[User]}),
    ]
